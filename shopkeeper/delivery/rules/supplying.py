"""When a supplier's parcel can leave: its own cut-off, its lead time in working days, then the next van."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from shopkeeper.delivery.rules.calendars import Departure, Rhythm, day_after, next_day, zone_of

_END_OF_DAY = time(23, 59)
_DEPARTURES = 10
"""So many are looked at: as many full days in a row are passed over."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Working days that a supplier takes, and until when an order counts as of its day (None: until midnight)."""

    days: int
    cut_off: time | None = None


type Supplied = Mapping[tuple[str, str], Terms]
"""Terms by node and SKU, of suppliers alone."""
NOBODYS: Supplied = {}


def slowest(terms: Iterable[Terms]) -> Terms:
    """What holds for pieces that leave together: the most days, the earliest cut-off."""
    several = tuple(terms)
    cut_offs = [one.cut_off for one in several if one.cut_off is not None]
    return Terms(max(one.days for one in several), min(cut_offs, default=None))


def next_ready(terms: Terms, works: Rhythm, *, zone: str, now: datetime) -> Departure | None:
    """When a supplier next has ready what it takes to one of our stores itself, and until when that is ordered."""
    today = now.astimezone(zone_of(zone)).date()
    midnight = datetime.combine(today + timedelta(days=1), time.min, zone_of(zone)).astimezone(UTC)
    at_once = [Departure(midnight, today)]
    return next(iter(list_supplied(terms, works, works, at_once, zone=zone, now=now)), None)


def list_supplied(
    terms: Terms, works: Rhythm, leaves: Rhythm, shelved: Sequence[Departure], *, zone: str, now: datetime
) -> list[Departure]:
    """The coming departures of what a supplier has to get ready, soonest first.

    It leaves no sooner, and is ordered no later, than what lies on a shelf there (`shelved`).
    """
    clock, found = zone_of(zone), dict[object, Departure]()
    known = {one.leaves_on: one.order_by for one in shelved}
    day = next_day(works, now.astimezone(clock).date())
    for _ in range(_DEPARTURES):
        order_by = datetime.combine(day, terms.cut_off or _END_OF_DAY, clock).astimezone(UTC)
        leaves_on = next_day(leaves, day_after(works, day, terms.days))
        order_by = min(order_by, known.get(leaves_on, order_by))
        if order_by > now and shelved and leaves_on >= shelved[0].leaves_on:
            found[leaves_on] = Departure(order_by, leaves_on)
        day = next_day(works, day + timedelta(days=1))
    return list(found.values())
