"""Days on which parcels leave and arrive, and until when to order, by the clock of the node."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_A_DAY = timedelta(days=1)
_LOOK_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The days on which something happens: weekdays (0 is Monday) without the days on which it does not."""

    weekdays: frozenset[int]
    closed_on: frozenset[date] = frozenset()

    def has(self, day: date) -> bool:
        """Whether it happens on that day."""
        return day.weekday() in self.weekdays and day not in self.closed_on


@dataclass(frozen=True, slots=True)
class Deadline:
    """Order by `at` on a day, and the parcel leaves so many days later, with the van that comes at `picked_up_at`."""

    at: time
    leaves_after_days: int = 0
    weekday: int | None = None
    picked_up_at: time | None = None


MIDNIGHT = Deadline(time(23, 59), 1)
"""Where nobody has set a cut-off: what is ordered today leaves tomorrow."""


@dataclass(frozen=True, slots=True)
class Departure:
    """The next chance to leave a node: order by then, leaves on that day."""

    order_by: datetime
    leaves_on: date


def next_departures(
    deadlines: Iterable[Deadline], rhythm: Rhythm, *, zone: str, now: datetime, full: Collection[date] = ()
) -> list[Departure]:
    """The coming departures, soonest first: the cut-off has not passed, the carrier comes, the day is not full.

    Of two cut-offs for one departure the later holds, since customers may order until then.
    """
    clock = zone_of(zone)
    today = now.astimezone(clock).date()
    found: dict[date, datetime] = {}
    rules = tuple(deadlines) or (MIDNIGHT,)
    for ahead in range(_LOOK_AHEAD):
        day = today + ahead * _A_DAY
        for rule in rules:
            if rule.weekday is not None and rule.weekday != day.weekday():
                continue
            order_by = datetime.combine(day, rule.at, clock).astimezone(UTC)
            leaves_on = next_day(rhythm, day + rule.leaves_after_days * _A_DAY)
            if order_by > now and leaves_on not in full:
                found[leaves_on] = max(order_by, found.get(leaves_on, order_by))
        if len(found) > 2:
            break
    return [Departure(found[day], day) for day in sorted(found)]


def last_pick_up(deadlines: Iterable[Deadline], day: date, *, zone: str) -> datetime:
    """When the last van of a day comes: what has not left by then leaves on another day. The last instant of the day
    where nobody said when vans come."""
    told = [rule for rule in deadlines if rule.picked_up_at is not None]
    of_day = [rule for rule in told if rule.weekday in (None, (day - rule.leaves_after_days * _A_DAY).weekday())]
    times = [rule.picked_up_at for rule in of_day or told if rule.picked_up_at is not None]
    if times:
        return datetime.combine(day, max(times), zone_of(zone)).astimezone(UTC)
    return datetime.combine(day + _A_DAY, time.min, zone_of(zone)).astimezone(UTC) - timedelta(microseconds=1)


def next_day(rhythm: Rhythm, day: date) -> date:
    """That day or the first one after it on which it happens; the day itself where it never does."""
    return next((d for d in (day + n * _A_DAY for n in range(_LOOK_AHEAD)) if rhythm.has(d)), day)


def day_after(rhythm: Rhythm, start: date, days: int) -> date:
    """The day on which `days` days of the rhythm have passed since `start`; with 0 the first one from `start` on."""
    day = next_day(rhythm, start) if days == 0 else start
    for _ in range(days):
        day = next_day(rhythm, day + _A_DAY)
    return day


def days_between(rhythm: Rhythm, start: date, end: date) -> int:
    """How many days of the rhythm lie after `start` up to and with `end`; 0 when the end comes first."""
    return sum(rhythm.has(start + n * _A_DAY) for n in range(1, (end - start).days + 1))


def days_on_the_way(rhythm: Rhythm, left_on: date, arrived_on: date | None, today: date) -> int:
    """The delivery day of the arrival, or the first one on which a parcel that is under way may still come."""
    if arrived_on is not None:
        return days_between(rhythm, left_on, arrived_on)
    return days_between(rhythm, left_on, today - _A_DAY) + 1 if today > left_on else 0


def days_of(rhythm: Rhythm, first: date, last: date) -> tuple[date, ...]:
    """Every day of the rhythm between two days, both included."""
    return tuple(d for d in (first + n * _A_DAY for n in range((last - first).days + 1)) if rhythm.has(d))


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    return ZoneInfo(name)
