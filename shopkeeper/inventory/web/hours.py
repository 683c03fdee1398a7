"""When a location is open: as people read it, and said anew by whoever runs it."""

from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_location
from shopkeeper.inventory.errors import LocationNotFound
from shopkeeper.organization import public as organization

_DAYS = range(7)


class HoursForm(PlainForm):
    """A line for each weekday, the days that stay closed, and one more of them."""

    closed_on = forms.DateField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in _DAYS:
            self.fields[f"day_{day}"] = forms.CharField(max_length=80, required=False)


def list_lines(outlet_id: UUID | None, *, now: datetime) -> list[tuple[str, str]]:
    """Days with the same hours in one line: `Monday to Saturday`, `09:00 to 18:00`."""
    calendar = organization.get_calendar(outlet_id, now=now)
    by_day = {day: organization.write_hours(calendar.blocks, day) for day in _DAYS}
    lines = []
    for hours, days in groupby(by_day, key=by_day.__getitem__):
        named = [str(WEEKDAYS[day]) for day in days]
        label = named[0] if len(named) == 1 else f"{named[0]} – {named[-1]}"
        lines.append((label, hours or _("closed")))
    today = now.date()
    return [*lines, (_("Today"), _("closed"))] if today in calendar.closed_on else lines


def describe_week(outlet_id: UUID | None, *, now: datetime) -> dict[str, Any]:
    """What the form begins with: each weekday's line, and the days on which it is closed."""
    calendar = organization.get_calendar(outlet_id, now=now)
    week = [(day, str(WEEKDAYS[day]), organization.write_hours(calendar.blocks, day)) for day in _DAYS]
    return {"week": week, "closed_days": organization.list_closed_days(outlet_id, now=now)}


@door("organization.set_hours")
def open_hours(request: PageRequest, code: str) -> HttpResponse:
    """Say when the outlet of a location is open."""
    row, form = access_location(request.actor, code), HoursForm(request.POST)
    if row.outlet_id is None:
        raise LocationNotFound(what="location", key=code)
    if not form.is_valid():
        raise InvalidInput(reason=_("Write hours as 09:00 - 18:30, and a day such as 26 December 2026."))
    said = form.cleaned_data
    organization.open_outlet(
        outlet_id=row.outlet_id, blocks=organization.read_hours({day: said[f"day_{day}"] for day in _DAYS}),
        closed_on=_closed(request, said["closed_on"]), by=request.actor, now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("%(name)s is open at these hours from now on.") % {"name": row.name})
    return redirect("inventory:location", code=row.code)


def _closed(request: PageRequest, more: date | None) -> set[date]:
    """The days that were left ticked, and one more."""
    try:
        kept = {date.fromisoformat(day) for day in request.POST.getlist("stays_closed")}
    except ValueError:
        raise InvalidInput(reason=_("Write a day, such as 26 December 2026.")) from None
    return kept | {more} if more else kept
