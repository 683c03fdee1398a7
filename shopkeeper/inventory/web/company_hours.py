"""When the whole company is open, and on which days nobody is: for those who look after all outlets."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_whole_company
from shopkeeper.inventory.web.hours import HoursForm, describe_week, list_lines
from shopkeeper.organization import public as organization


class DayForm(PlainForm):
    """A day off for everybody, or one no longer."""

    day = forms.DateField()


@door("organization.set_hours")
def show_company_hours(request: PageRequest) -> HttpResponse:
    """The company's week, the days on which every outlet is closed, and the outlets with hours of their own."""
    access_whole_company(request.actor)
    now = clock.now()
    outlets = organization.list_outlets_with_hours(by=request.actor)
    return render(request, "inventory/company_hours.html", {
        **describe_week(None, now=now), "lines": list_lines(None, now=now),
        "outlets": [(outlet, list_lines(outlet.id, now=now)) for outlet in outlets],
    })  # fmt: skip


@door("organization.set_hours")
def set_company_hours(request: PageRequest) -> HttpResponse:
    """Say when all are open that have no hours of their own."""
    access_whole_company(request.actor)
    form = HoursForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Write hours as 09:00 - 18:30, with a comma between several."))
    blocks = organization.read_hours({day: form.cleaned_data[f"day_{day}"] for day in range(7)})
    organization.set_company_hours(blocks=blocks, by=request.actor, now=clock.now())
    messages.success(request, _("All outlets without hours of their own are open at these hours from now on."))
    return redirect("inventory:company_hours")


@door("organization.set_hours")
def close_company(request: PageRequest) -> HttpResponse:
    """Everybody is closed on a day."""
    access_whole_company(request.actor)
    day = _day(request)
    organization.close_everywhere(day=day, by=request.actor, now=clock.now())
    messages.success(request, _("Every outlet is closed on %(day)s.") % {"day": date_format(day, "l j F Y")})
    return redirect("inventory:company_hours")


@door("organization.set_hours")
def open_company(request: PageRequest) -> HttpResponse:
    """Nobody is closed on a day any more."""
    access_whole_company(request.actor)
    count = organization.open_everywhere(day=_day(request), by=request.actor, now=clock.now())
    words = ngettext("Taken back in %(n)s calendar.", "Taken back in %(n)s calendars.", count)
    messages.success(request, words % {"n": count})
    return redirect("inventory:company_hours")


def _day(request: PageRequest) -> Any:
    form = DayForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Write a day, such as 26 December 2026."))
    return form.cleaned_data["day"]
