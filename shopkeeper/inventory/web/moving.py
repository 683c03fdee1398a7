"""Transfers between locations: what to send, what is packed, what is on the road."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_location, access_location_to_see, access_suggestion, access_transfer
from shopkeeper.inventory.actions import coming
from shopkeeper.inventory.actions.leaving import send_transfer
from shopkeeper.inventory.actions.sending import Rest, send_suggested
from shopkeeper.inventory.actions.suggestions import ask_for_transfer
from shopkeeper.inventory.contracts import InboundKind, LocationKind
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.queries.roads import list_roads
from shopkeeper.inventory.queries.rooms import list_deliveries, list_to_leave
from shopkeeper.inventory.queries.short_transfers import list_short_transfers
from shopkeeper.inventory.queries.suggestions import list_to_send
from shopkeeper.inventory.web.here import find_here, list_choices


class SendForm(PlainForm):
    """What goes where."""

    code = forms.CharField(max_length=120)
    to = forms.CharField(max_length=40)
    quantity = forms.IntegerField(min_value=1, max_value=1_000_000)


class FoundForm(PlainForm):
    """How many were found and are sent."""

    found = forms.IntegerField(min_value=0, max_value=1_000_000)


class SentForm(FoundForm):
    """And what becomes of the others."""

    rest = forms.ChoiceField(choices=[(each, each) for each in Rest], required=False)


class WishForm(PlainForm):
    """What somebody wants from where."""

    sku = forms.CharField(max_length=80)
    origin = forms.CharField(max_length=40)
    quantity = forms.IntegerField(min_value=1, max_value=1_000_000)


@door("inventory.record_movements")
def list_transfers(request: PageRequest) -> HttpResponse:
    """What is on its way between locations, and a form to send more."""
    here = find_here(request)
    others = Location.objects.exclude(kind=LocationKind.SUPPLIER).order_by("kind", "name")
    under_way = list_deliveries(None, kind=InboundKind.TRANSFER)
    context = {
        "here": here, "choices": list_choices(request), "code": request.GET.get("code", ""),
        "others": [row for row in others if here is None or row.id != here.id],
        "packing": [line for line in under_way if line.leave_by and (here is None or line.origin != here.name)],
        "on_the_road": [line for line in under_way if not line.leave_by],
        "to_send": list_to_send([here.id]) if here else [], "today": day_of(clock.now()),
        "to_leave": list_to_leave([here.id]) if here else [],
        "short": list_short_transfers(now=clock.now(), location_ids=[here.id] if here else None),
    }  # fmt: skip
    return render(request, "inventory/transfers.html", context)


@door("inventory.record_movements")
def send_wanted(request: PageRequest, suggestion_id: UUID) -> HttpResponse:
    """What somebody decided to send leaves now, or as much of it as was found."""
    row, form = access_suggestion(request.actor, suggestion_id), SentForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say how many pieces you send."))
    origin = access_location(request.actor, row.origin.code if row.origin else "")
    pieces, rest = form.cleaned_data["found"], Rest(form.cleaned_data["rest"] or Rest.LATER)
    waits = send_suggested(suggestion_id=row.id, pieces=pieces, rest=rest, by=request.actor, now=clock.now())
    told = {"n": pieces, "name": row.product.name, "place": row.destination.name, "rest": row.quantity - pieces}
    messages.success(request, _say(pieces, waits, rest) % told)
    return redirect(f"{reverse('inventory:transfers')}?{urlencode({'location': origin.code})}")


def _say(pieces: int, waits: int, rest: Rest) -> str:
    """What left, and what became of the others."""
    words = _("%(n)s × %(name)s: on the way to %(place)s.") if pieces else _("None of %(name)s was sent.")
    if waits:
        return words + " " + _("%(rest)s wait here to be sent later.")
    return words + " " + _("The record is put right.") if rest is Rest.MISSING else words


@door("inventory.record_movements")
def send_ordered(request: PageRequest, inbound_id: UUID) -> HttpResponse:
    """What was ordered for a customer elsewhere leaves now, or as much of it as is there."""
    row, form = access_transfer(request.actor, inbound_id), FoundForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say how many pieces you send."))
    wanted, name, place = row.quantity, row.product.name or row.product.sku, row.location.name
    sent = send_transfer(
        inbound_id=row.id, found=form.cleaned_data["found"], by=request.actor, now=clock.now()
    )  # fmt: skip
    words = _("%(n)s × %(name)s: on the way to %(place)s.") % {"n": sent, "name": name, "place": place}
    if sent < wanted:
        words += " " + _("The record is put right, and the customer is told that some are missing.")
    messages.success(request, words)
    origin = row.origin.code if row.origin else ""
    return redirect(f"{reverse('inventory:transfers')}?{urlencode({'location': origin})}")


@door("inventory.record_movements")
def ask_for_pieces(request: PageRequest, code: str) -> HttpResponse:
    """Ask another location to send pieces here."""
    here, form = access_location(request.actor, code), WishForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say from where, and how many pieces."))
    said = form.cleaned_data
    origin = access_location_to_see(request.actor, said["origin"])
    ask_for_transfer(
        sku=said["sku"], origin=origin.code, destination=here.code, quantity=said["quantity"], by=request.actor,
        now=clock.now(),
    )  # fmt: skip
    asked = {"n": said["quantity"], "place": origin.name}
    messages.success(request, _("%(place)s is asked to send %(n)s. It stands in their list for today.") % asked)
    return redirect(f"{reverse('inventory:scan')}?{urlencode({'location': here.code, 'code': said['sku']})}")


@door("inventory.record_movements")
def send_pieces(request: PageRequest, code: str) -> HttpResponse:
    """Send pieces that nobody was promised to another location."""
    origin, form, now = access_location(request.actor, code), SendForm(request.POST), clock.now()
    if not form.is_valid():
        raise InvalidInput(reason=_("Say what goes, where to, and how many pieces."))
    said = form.cleaned_data
    match = catalog.access_by_code(request.actor, said["code"])
    target, pieces = access_location_to_see(request.actor, said["to"]), said["quantity"] * match.quantity
    coming.transfer(
        sku=match.product.sku, origin=origin.code, destination=target.code, quantity=pieces,
        due_on=list_roads([target.code], now=now).arrival(origin.code, target.code, day_of(now)), by=request.actor,
        now=now,
    )  # fmt: skip
    sent = {"n": pieces, "name": match.product.name, "place": target.name}
    messages.success(request, _("%(n)s × %(name)s: on the way to %(place)s.") % sent)
    return redirect(f"{reverse('inventory:transfers')}?{urlencode({'location': origin.code})}")
