"""Money follows the pieces: what an order is worth as it stands, and what has to move."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with what decides its money."""

    unit_price: Decimal
    discount: Decimal
    ordered: int
    canceled: int
    shipped: int


@dataclass(frozen=True, slots=True)
class Due:
    """What should be set aside or taken for an order (`kept`), and what should be taken by now (`taken`)."""

    kept: Decimal
    taken: Decimal


@dataclass(frozen=True, slots=True)
class Moves:
    """Money that has to move, each nothing or more."""

    ask: Decimal = NOTHING
    void: Decimal = NOTHING
    capture: Decimal = NOTHING
    refund: Decimal = NOTHING


def worth(line: PricedLine, pieces: int) -> Decimal:
    """What the first so many pieces of a line cost, with their share of its discount. Shares add up to the cent."""
    if not line.ordered:
        return NOTHING
    return (line.unit_price * pieces - line.discount * pieces / line.ordered).quantize(_CENT)


def due(lines: Iterable[PricedLine], *, shipping: Decimal, discount: Decimal) -> Due:
    """What an order is worth as it stands. Delivery is paid with the first piece that leaves, and falls away with the
    last one that is canceled; so does the order's own discount."""
    every = list(lines)
    kept = sum((worth(line, line.ordered - line.canceled) for line in every), NOTHING)
    taken = sum((worth(line, line.shipped) for line in every), NOTHING)
    extra = shipping - discount
    kept = max(NOTHING, kept + extra) if any(line.ordered > line.canceled for line in every) else NOTHING
    taken = min(kept, max(NOTHING, taken + extra)) if any(line.shipped for line in every) else NOTHING
    return Due(kept, taken)


def moves(
    wanted: Due, *, asked: Decimal, capturable: Decimal, taken: Decimal, given_back_for_returns: Decimal
) -> Moves:
    """What has to move so that as much is set aside and taken as should be. `taken` is less what went back.

    What went back for pieces that came back was owed and is not asked for again.
    """
    taken += given_back_for_returns
    surplus = max(NOTHING, taken - wanted.kept)
    capture = max(NOTHING, wanted.taken - taken)
    still_needed = max(NOTHING, wanted.kept - taken)
    return Moves(
        ask=max(NOTHING, still_needed - capturable - asked),
        void=max(NOTHING, capturable - still_needed),
        capture=min(capture, capturable),
        refund=surplus,
    )
