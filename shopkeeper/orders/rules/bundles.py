"""What the parts of a bundle cost, so that a part can be canceled, sent from elsewhere, or given back by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from shopkeeper.orders.contracts import LineCard

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces of a product in one bundle, and what one of them costs by itself."""

    pieces: int
    alone: Decimal


type Shares = list[tuple[int, Decimal]]
"""Pieces with the price of each: two prices, a cent apart, where the share does not divide."""


def share_out(price: Decimal, parts: Sequence[Part]) -> list[Shares]:
    """The price of one bundle, shared out by what its parts cost by themselves, by their pieces where nobody knows
    that; to the cent, so that the parts cost what the bundle does."""
    weights = [part.pieces * part.alone for part in parts]
    if not all(weights):
        weights = [Decimal(part.pieces) for part in parts]
    cents, total = int((price / _CENT).to_integral_value()), sum(weights, Decimal(0))
    found, given, weighed = list[Shares](), 0, Decimal(0)
    for part, weight in zip(parts, weights, strict=True):
        weighed += weight
        until = int((cents * weighed / total).to_integral_value())
        found.append(_by_piece(until - given, part.pieces))
        given = until
    return found


def _by_piece(cents: int, pieces: int) -> Shares:
    each, dearer = divmod(cents, pieces)
    told = [(pieces - dearer, each * _CENT), (dearer, (each + 1) * _CENT)]
    return [(count, amount) for count, amount in told if count]


def find_broken(lines: Iterable[LineCard], given_up: Mapping[UUID, int]) -> list[str]:
    """The bundles of which some goes and some stays, by name; `given_up` are pieces by line. Who gives up whole ones
    breaks none."""
    pieces: dict[str, dict[str, tuple[int, int]]] = {}
    for line in lines:
        if line.sold_in:
            parts = pieces.setdefault(line.sold_in, {})
            gone, kept = parts.get(line.sku, (0, 0))
            parts[line.sku] = gone + given_up.get(line.id, 0), kept + line.kept
    shares = {name: {Fraction(gone, kept) for gone, kept in parts.values() if kept} for name, parts in pieces.items()}
    return [name for name, some in shares.items() if len(some) > 1]
