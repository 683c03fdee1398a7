"""Which places need pieces, which have some to spare, and how many to order."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from uuid import UUID

DAYS = 28
"""The days whose sales count."""
FEWEST_DAYS = 7
"""A shelf that was empty nearly all the time is judged as if it had been filled for a week."""
ON_THE_ROAD = 2
BETWEEN_ORDERS = 7
KEEPS_FOR = 28
"""A place gives only what it does not need itself for so many days."""
_Z = 1.2816
"""Nine times in ten there is enough."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A product at a place: sold in the last days, empty for how many of them, and what is there or on its way."""

    location_id: UUID
    kind: str
    sold: int
    empty_days: float
    have: int

    @property
    def rate(self) -> float:
        """Pieces a day while there were any: sold / (28 - empty days). An empty shelf hides demand."""
        return self.sold / max(FEWEST_DAYS, DAYS - self.empty_days)

    @property
    def lost(self) -> float:
        """Sales that an empty shelf cost: what it sells a day, times the days on which it could not."""
        return self.rate * min(self.empty_days, DAYS - FEWEST_DAYS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a supplier asks for."""

    lead_days: int
    minimum: int
    pack: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """Send pieces from one place to another, or order them (`origin` empty); `spare` is what the origin can give."""

    origin: UUID | None
    destination: UUID
    quantity: int
    spare: int = 0


def enough_for(rate: float, days: float) -> float:
    """Pieces that last for some days nine times in ten: rate x days + 1.28 x sqrt(rate x days).

    Reorder point and order-up-to level under Poisson demand (Silver, Pyke and Peterson, Inventory Management and
    Production Planning and Scheduling, 3rd ed., chapter 7).
    """
    return rate * days + _Z * sqrt(rate * days)


def plan_transfers(shelves: Sequence[Shelf]) -> list[Step]:
    """Fill places that will run out before a delivery could come, from those that have too much; worst losses first.

    A place needs some when it has fewer than it sells in two days; it gets enough for nine. Nobody gives what lasts
    for less than four weeks there.
    """
    spare = {each.location_id: int(each.have - enough_for(each.rate, KEEPS_FOR)) for each in shelves}
    short = [each for each in shelves if each.sold and each.have < enough_for(each.rate, ON_THE_ROAD)]
    steps = []
    for needy in sorted(short, key=lambda each: (-each.lost, -each.rate, str(each.location_id))):
        need = ceil(enough_for(needy.rate, ON_THE_ROAD + BETWEEN_ORDERS) - max(0, needy.have))
        giver = max(spare, key=lambda place: (spare[place], str(place)), default=None)
        if giver is None or giver == needy.location_id or spare[giver] < 1 or need < 1:
            continue
        steps.append(Step(giver, needy.location_id, min(need, spare[giver]), spare[giver]))
        spare[giver] -= steps[-1].quantity
    return steps


def may_run_out(shelves: Sequence[Shelf]) -> bool:
    """Whether there is less than two months' worth anywhere: only then it matters how fast the supplier is."""
    return sum(max(0, each.have) for each in shelves) < enough_for(sum(each.rate for each in shelves), 60)


def plan_order(shelves: Sequence[Shelf], terms: Terms) -> Step | None:
    """Order for the whole network when it will run out before the supplier can deliver; None when there is enough.

    Ordered is what lasts for the lead time and a week, in whole packs, and no less than the supplier's minimum. It
    comes to the warehouse that sells most, else to the place that does.
    """
    rate, have = sum(each.rate for each in shelves), sum(max(0, each.have) for each in shelves)
    if not rate or have >= enough_for(rate, terms.lead_days):
        return None
    need = max(ceil(enough_for(rate, terms.lead_days + BETWEEN_ORDERS) - have), terms.minimum)
    best = max(shelves, key=lambda each: (each.kind == "warehouse", each.rate, str(each.location_id)))
    return Step(None, best.location_id, -(-need // terms.pack) * terms.pack)
