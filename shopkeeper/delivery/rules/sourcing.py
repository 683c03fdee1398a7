"""From which nodes a basket can leave: one that has all of it, else as few as possible."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

from shopkeeper.delivery.contracts import BasketLine

AT_MOST = 3

type Shelves = Mapping[str, Mapping[str, int]]
"""Free pieces by node and SKU."""
type Comings = Mapping[str, Mapping[str, Sequence[tuple[date, int]]]]
"""Days with what can be promised by each of them, by node and SKU; what is promised for later is taken off."""


def needed(lines: Sequence[BasketLine]) -> dict[str, int]:
    """Pieces by SKU; a SKU that stands on two lines is needed twice."""
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return pieces


def nodes_with_all(pieces: Mapping[str, int], shelves: Shelves) -> list[str]:
    """Every node that has the whole basket."""
    return [node for node, free in shelves.items() if all(free.get(sku, 0) >= n for sku, n in pieces.items())]


def days_with_all(pieces: Mapping[str, int], shelves: Shelves, coming: Comings, *, today: date) -> dict[str, date]:
    """Every node that has not got the whole basket yet, with the day on which it has; a day that is over tells nothing,
    since what was due on it is late."""
    found = {}
    for node, expected in coming.items():
        free = shelves.get(node, {})
        lacking = {sku: n for sku, n in pieces.items() if free.get(sku, 0) < n}
        days = [_day_with(n, expected.get(sku, ()), today) for sku, n in lacking.items()]
        known = [day for day in days if day]
        if lacking and len(known) == len(days):
            found[node] = max(known)
    return found


def senders_of_rest(pieces: Mapping[str, int], node: str, shelves: Shelves, here: Mapping[str, int]) -> list[str]:
    """The other nodes that have all that lacks at a node; none where nothing lacks."""
    lacking = {sku: n - here.get(sku, 0) for sku, n in pieces.items() if here.get(sku, 0) < n}
    return [other for other in nodes_with_all(lacking, shelves) if other != node] if lacking else []


def _day_with(pieces: int, expected: Sequence[tuple[date, int]], today: date) -> date | None:
    return next((day for day, free in expected if free >= pieces and day >= today), None)


def fewest_parcels(
    pieces: Mapping[str, int], shelves: Shelves, at_most: int = AT_MOST
) -> list[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Ways to split a basket over as few nodes as possible, up to `at_most`; a SKU leaves from one node whole.

    Each way is a tuple of (node, its SKUs); the node that has most of the basket takes what it can. No way where some
    SKU is nowhere whole.
    """
    having = {sku: {node for node, free in shelves.items() if free.get(sku, 0) >= n} for sku, n in pieces.items()}
    if not pieces or not all(having.values()):
        return []
    useful = sorted(set().union(*having.values()))
    for size in range(1, at_most + 1):
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
