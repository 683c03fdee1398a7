"""Locations: how each stands, what lies there, switching it off and on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.paging import Pages, page_asked
from shopkeeper.core.panels import render_slot
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_number
from shopkeeper.inventory.access import access_location, access_location_to_see, is_own
from shopkeeper.inventory.actions import places
from shopkeeper.inventory.contracts import Abilities, LocationKind
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.queries import rooms, truth
from shopkeeper.inventory.queries.capacity import count_orders_since
from shopkeeper.inventory.queries.delays import measure_delay
from shopkeeper.inventory.queries.network import start_of_day
from shopkeeper.inventory.web.hours import describe_week, list_lines
from shopkeeper.inventory.words import kind_filters

_PAGE = 25


class AbilitiesForm(PlainForm):
    """What a location does."""

    may_pick_up = forms.BooleanField(required=False)
    may_ship = forms.BooleanField(required=False)
    may_receive_returns = forms.BooleanField(required=False)
    daily_capacity = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    stale_after_minutes = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)


@door("inventory.view_stock")
def list_locations(request: PageRequest) -> HttpResponse:
    """All of them; those that do not sell first in eyes' reach, since customers find nothing there."""
    chosen = request.GET.get("kind", "")
    kind = LocationKind(chosen) if chosen in list(LocationKind) else None
    found = rooms.list_rooms(now=clock.now(), kind=kind)
    return render(request, "inventory/locations.html", {
        "may_set_hours": request.actor.may("organization.set_hours") and request.actor.scopes.company_wide,
        "rooms": found, "filters": kind_filters(kind or ""), "closed": [r for r in found if r.state != "on"],
    })  # fmt: skip


@door("inventory.view_stock")
def show_location(request: PageRequest, code: str) -> HttpResponse:
    """One location: what it may do, when it is open, what lies there, what is to be counted, what comes."""
    now, by = clock.now(), request.actor
    row = access_location_to_see(by, code)
    text, page = request.GET.get("q", "").strip()[:80], page_asked(request.GET)
    [room] = rooms.list_rooms(now=now, code=code)
    total = rooms.count_stock_at(row.id, text=text)
    stock = rooms.list_stock_at(row.id, text=text, page=page, page_size=_PAGE, sells=room.state == "on")
    own = is_own(by, row.outlet_id)
    context: dict[str, Any] = {
        "row": row, "room": room, "asked": text, "total": total, "stock": stock,
        "pages": Pages(page=page, size=_PAGE, shown=len(stock), total=total, query={"q": text} if text else {}),
        "tasks": rooms.list_count_tasks([row.id], now=now, each=5),
        "deliveries": rooms.list_deliveries([row.id], limit=8),
        "orders_today": count_orders_since([row.id], start_of_day(now)).get(row.id, 0),
        "truth": truth.find_truth(row.id, now=now), "delay": measure_delay(row.id, now=now),
        "hours": list_lines(row.outlet_id, now=now) if row.outlet_id else [],
        "panels": render_slot("location", (row.id, row.outlet_id), by=by, now=now, request=request),
        "may_switch": own and by.may("inventory.manage_locations"),
        "may_record": own and by.may("inventory.record_movements"),
    }  # fmt: skip
    if row.outlet_id and own and by.may("organization.set_hours"):
        context |= describe_week(row.outlet_id, now=now)
    return render(request, "inventory/location.html", context)


@door("inventory.manage_locations")
def switch(request: PageRequest, code: str) -> HttpResponse:
    """Let a location sell, or not."""
    row, now = access_location(request.actor, code), clock.now()
    if request.POST.get("to") == "on":
        places.switch_on(location=code, by=request.actor, now=now)
        messages.success(request, _("%(name)s sells again.") % {"name": row.name})
    else:
        places.switch_off(location=code, why=request.POST.get("why", ""), by=request.actor, now=now)
        messages.warning(request, _switched_off(row, rooms.list_rooms(now=now, code=code)[0].reserved or 0))
    return redirect("inventory:location", code=code)


def _switched_off(row: Location, kept: int) -> str:
    words = _("Nothing is promised from %(name)s any more.")
    if kept:
        words += " " + ngettext(
            "%(n)s piece there is kept for somebody, and stays so.",
            "%(n)s pieces there are kept for somebody, and stay so.", kept,
        )  # fmt: skip
    return words % {"name": row.name, "n": write_number(kept)}


@door("inventory.manage_locations")
def describe(request: PageRequest, code: str) -> HttpResponse:
    """Say what a location does, and how much it handles."""
    row, form = access_location(request.actor, code), AbilitiesForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Write whole numbers, or leave them empty."))
    places.describe_location(
        location=row.code, abilities=Abilities(**form.cleaned_data), by=request.actor, now=clock.now()
    )
    messages.success(request, _("It is so from now on."))
    return redirect("inventory:location", code=code)
