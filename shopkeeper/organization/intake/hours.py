"""Opening hours and closed days as files bring them: a row for each outlet, a row for each day off."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.intake import DATE, TEXT, CanonicalTable, IntakeResult, Staged, register
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.setwise import batch, refuse
from shopkeeper.organization.actions import close_everywhere, plan_calendar, write_calendar
from shopkeeper.organization.contracts import WorkingCalendar
from shopkeeper.organization.queries import find_hours
from shopkeeper.organization.rules.hours import read_hours

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = r"([01]?\d|2[0-3])([:.][0-5]\d)?"
_SPAN = rf"\s*{_CLOCK}\s*(-|–|—|to)\s*({_CLOCK}|24([:.]00)?)\s*"
_CREATED, _CHANGED, _SAME = range(3)
_UNREADABLE = f"s.{{0}} !~ '^({_SPAN}([,;]{_SPAN})*)?\\s*$'"


@action
def load_opening_hours(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """The week of each outlet, or of the company; days off that were said before stay."""
    for day in DAYS:
        refuse(staged, f"unreadable_hours:{day}", _UNREADABLE.format(day))
    refuse(staged, "never_open:monday", f"trim(concat({', '.join(f's.{day}' for day in DAYS)})) = ''")
    counts = [0, 0, 0]
    for outlet_id, *lines in _read(staged, "outlet_id", *DAYS):
        blocks = read_hours({weekday: line or "" for weekday, line in enumerate(lines)})
        calendar, country = plan_calendar(outlet_id)
        counts[_write(outlet_id, calendar, replace(calendar, blocks=blocks), country)] += 1
    return IntakeResult(*counts)


@action
def load_closed_days(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Days on which an outlet, or every one, is closed besides public holidays."""
    counts, reader = [0, 0, 0], system_actor("organization.intake")
    for outlet_id, day in _read(staged, "outlet_id", "day"):
        if outlet_id is None:
            counts[_CREATED if close_everywhere(day=day, by=reader, now=now) else _SAME] += 1
            continue
        calendar, country = plan_calendar(outlet_id)
        counts[_write(outlet_id, calendar, replace(calendar, closed_on=calendar.closed_on | {day}), country)] += 1
    return IntakeResult(*counts)


def _read(staged: Staged, *columns: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        names = ", ".join(f"s.{column}" for column in columns)
        cursor.execute(f"SELECT {names} FROM {staged.table} s WHERE {batch(staged)} ORDER BY s.line")
        return cursor.fetchall()


def _write(outlet_id: UUID | None, before: WorkingCalendar, after: WorkingCalendar, country: str) -> int:
    """What became of a row: 0 new, 1 changed, 2 as before."""
    is_known = find_hours(outlet_id) is not None
    if is_known and (set(before.blocks), before.closed_on) == (set(after.blocks), after.closed_on):
        return _SAME
    write_calendar(outlet_id, after, country)
    return _CHANGED if is_known else _CREATED


_WEEK = {day: _("Hours, as 09:00 - 13:00, 14:00 - 18:30; closed where empty.") for day in DAYS}
register(
    CanonicalTable(
        "opening_hours",
        _("When outlets are open, day by day, by their own clocks."),
        (
            Column("outlet_key", TEXT, _("Which outlet; all without hours of their own where empty."), refers="outlet"),
            *(Column(day, TEXT, words) for day, words in _WEEK.items()),
        ),
        33,
        load_opening_hours,
        fills="organization_calendar",
        refusals={
            "unreadable_hours": _("Hours are written as 09:00 - 13:00, 14:00 - 18:30."),
            "never_open": _("An outlet is open on one day at least."),
        },
        tells=(_("what can be collected today, and how long customers wait by the clock of those who serve them"),),
    )
)
register(
    CanonicalTable(
        "closed_days",
        _("Days on which outlets are closed besides public holidays."),
        (
            Column("outlet_key", TEXT, _("Which outlet; every one where empty."), refers="outlet"),
            Column("day", DATE, _("The day."), required=True),
        ),
        34,
        load_closed_days,
        fills="organization_calendar",
    )
)
