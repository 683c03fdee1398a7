"""Business time: when a deadline falls, and how much working time lies between two instants.

Spans are real elapsed time, so an hour stays an hour on the night when the clocks change.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopkeeper.organization.contracts import WorkingBlock, WorkingCalendar
from shopkeeper.organization.errors import NeverOpen

LOOK_AHEAD = timedelta(days=400)
OFFICE_HOURS = tuple(WorkingBlock(weekday, time(9), time(17)) for weekday in range(5))
"""Monday to Friday, nine to five: what holds where nobody has said otherwise."""

type Opening = tuple[datetime, datetime]


def add_working_time(calendar: WorkingCalendar, starts_at: datetime, span: timedelta) -> datetime:
    """The instant by which `span` of working time has passed; the clock starts when the place opens next.

    :raises NeverOpen: when the calendar holds too little working time for the coming year
    """
    # Python adds to a local time by the clock on the wall; only in UTC is an hour always an hour.
    starts_at, left = starts_at.astimezone(UTC), span
    for opens_at, closes_at in openings(calendar, starts_at, starts_at + LOOK_AHEAD):
        begins_at = max(opens_at, starts_at)
        if begins_at + left <= closes_at:
            return begins_at + left
        left -= closes_at - begins_at
    raise NeverOpen


def working_time_between(calendar: WorkingCalendar, starts_at: datetime, ends_at: datetime) -> timedelta:
    """How much working time lies between two instants; none when the end comes first."""
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    found = openings(calendar, starts_at, ends_at)
    return sum((min(end, ends_at) - max(start, starts_at) for start, end in found), timedelta())


def close_of_open_day(calendar: WorkingCalendar, starts_at: datetime, days: int) -> datetime:
    """When a place closes on the `days`-th day after today on which it opens.

    :raises NeverOpen: when the calendar holds too few open days for the coming year
    """
    zone, closes = ZoneInfo(calendar.time_zone), dict[date, datetime]()
    today = starts_at.astimezone(zone).date()
    for opens_at, closes_at in openings(calendar, starts_at, starts_at + LOOK_AHEAD):
        day = opens_at.astimezone(zone).date()
        if day > today:
            closes[day] = closes_at
        if len(closes) > days:
            break
    if len(closes) < days:
        raise NeverOpen
    return list(closes.values())[days - 1]


def openings(calendar: WorkingCalendar, starts_at: datetime, ends_at: datetime) -> Iterator[Opening]:
    """Stretches of working time that overlap the span, in order, in UTC; touching blocks are one stretch."""
    current: Opening | None = None
    for opens_at, closes_at in _blocks_between(calendar, starts_at, ends_at):
        if current and opens_at <= current[1]:
            current = (current[0], max(current[1], closes_at))
            continue
        if current:
            yield current
        current = (opens_at, closes_at)
    if current:
        yield current


def _blocks_between(calendar: WorkingCalendar, starts_at: datetime, ends_at: datetime) -> Iterator[Opening]:
    zone = ZoneInfo(calendar.time_zone)
    # A block of the evening before may run past midnight, so the day before is looked at too.
    day, last = starts_at.astimezone(zone).date() - timedelta(days=1), ends_at.astimezone(zone).date()
    while day <= last:
        if day not in calendar.closed_on:
            blocks = sorted(_on_day(block, day, zone) for block in calendar.blocks if block.weekday == day.weekday())
            yield from (block for block in blocks if block[0] < ends_at and block[1] > starts_at)
        day += timedelta(days=1)


def _on_day(block: WorkingBlock, day: date, zone: ZoneInfo) -> Opening:
    closes_on = day if block.closes_at > block.opens_at else day + timedelta(days=1)
    opens_at = datetime.combine(day, block.opens_at, zone).astimezone(UTC)
    return opens_at, datetime.combine(closes_on, block.closes_at, zone).astimezone(UTC)
