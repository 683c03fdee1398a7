"""From which nodes a basket can leave: one that has all of it, else as few as possible."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from shopkeeper.delivery.contracts import BasketLine

AT_MOST = 3

type Shelves = Mapping[str, Mapping[str, int]]
"""Free pieces by node and SKU."""


def needed(lines: Sequence[BasketLine]) -> dict[str, int]:
    """Pieces by SKU; a SKU that stands on two lines is needed twice."""
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return pieces


def nodes_with_all(pieces: Mapping[str, int], shelves: Shelves) -> list[str]:
    """Every node that has the whole basket."""
    return [node for node, free in shelves.items() if all(free.get(sku, 0) >= n for sku, n in pieces.items())]


def fewest_parcels(pieces: Mapping[str, int], shelves: Shelves) -> list[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Ways to split a basket over as few nodes as possible, up to three; a SKU leaves from one node whole.

    Each way is a tuple of (node, its SKUs); the node that has most of the basket takes what it can. No way where some
    SKU is nowhere whole.
    """
    having = {sku: {node for node, free in shelves.items() if free.get(sku, 0) >= n} for sku, n in pieces.items()}
    if not pieces or not all(having.values()):
        return []
    useful = sorted(set().union(*having.values()))
    for size in range(1, AT_MOST + 1):
        ways = [_share_out(chosen, having) for chosen in combinations(useful, size) if _covers(chosen, having)]
        if ways:
            return ways
    return []


def _covers(chosen: Sequence[str], having: Mapping[str, set[str]]) -> bool:
    return all(not nodes.isdisjoint(chosen) for nodes in having.values())


def _share_out(chosen: Sequence[str], having: Mapping[str, set[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_size = sorted(chosen, key=lambda node: (-sum(node in nodes for nodes in having.values()), node))
    parts: dict[str, list[str]] = {}
    for sku, nodes in having.items():
        parts.setdefault(next(node for node in by_size if node in nodes), []).append(sku)
    return tuple((node, tuple(skus)) for node, skus in parts.items())
