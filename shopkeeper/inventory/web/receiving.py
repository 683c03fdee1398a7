"""Deliveries: what was ordered and is due, in packs or pieces, taken in as it comes."""

from typing import Any
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
from shopkeeper.inventory.access import access_delivery, access_location
from shopkeeper.inventory.actions import coming
from shopkeeper.inventory.contracts import Ordered
from shopkeeper.inventory.queries import rooms
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.queries.ordering import weigh_order
from shopkeeper.inventory.web.here import find_here, list_choices
from shopkeeper.inventory.words_of_orders import count_out, warn_of

_COSTS = "catalog.view_costs"


class ReceiveForm(PlainForm):
    """How many are there, in pieces or in packs, and whether more will come."""

    quantity = forms.IntegerField(min_value=0, max_value=1_000_000)
    pack = forms.CharField(max_length=60, required=False)
    is_last = forms.BooleanField(required=False)
    back = forms.CharField(max_length=20, required=False)


class DayForm(PlainForm):
    """When it comes."""

    due_on = forms.DateField()


class ExpectForm(PlainForm):
    """What was ordered, from whom and when; without a day it comes when the supplier's days are over."""

    code = forms.CharField(max_length=120)
    quantity = forms.IntegerField(min_value=1, max_value=1_000_000)
    pack = forms.CharField(max_length=60, required=False)
    due_on = forms.DateField(required=False)
    ref = forms.CharField(max_length=80, required=False)
    supplier = forms.UUIDField(required=False)
    ordered_on = forms.DateField(required=False)


@door("inventory.record_movements")
def list_deliveries(request: PageRequest) -> HttpResponse:
    """What is due here, by day; what is late first."""
    here = find_here(request)
    context = {
        "here": here, "deliveries": rooms.list_deliveries([here.id] if here else None),
        "choices": list_choices(request), "today": day_of(clock.now()), "suppliers": catalog.list_suppliers(),
    }  # fmt: skip
    return render(request, "inventory/receiving.html", context)


@door("inventory.record_movements")
def receive_pieces(request: PageRequest, inbound_id: UUID) -> HttpResponse:
    """Pieces are there."""
    found, form = access_delivery(request.actor, inbound_id), ReceiveForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say how many pieces are there."))
    said = form.cleaned_data
    pieces = _pieces(found.sku, said)
    left = coming.receive(
        inbound_id=found.id, quantity=pieces, is_last=said["is_last"], by=request.actor, now=clock.now()
    )
    messages.success(request, _taken_in(found, pieces, left))
    back, asked = "inventory:receiving", {"location": found.location}
    if said["back"] == "scan":
        back, asked = "inventory:scan", asked | {"code": found.sku}
    return redirect(f"{reverse(back)}?{urlencode(asked)}")


def _pieces(sku: str, said: dict[str, Any]) -> int:
    return catalog.count_pieces(catalog.get_products([sku])[sku], said["quantity"], pack=said["pack"])


def _taken_in(found: rooms.Delivery, pieces: int, left: int) -> str:
    """What was taken in, and whether it was more or less than ordered."""
    words, missing = _("%(n)s of %(name)s taken in."), 0 if left else found.left - pieces
    if missing > 0 and found.left_at is not None:
        words = _("%(n)s of %(name)s taken in; %(missing)s did not arrive. %(origin)s is asked to look for them.")
    elif left:
        words = _("%(n)s of %(name)s taken in; %(left)s may still come.")
    elif pieces > found.left:
        words = _("%(n)s of %(name)s taken in, %(more)s more than ordered. Tell the supplier, or send them back.")
    told = {"n": pieces, "name": found.name, "left": left, "origin": found.origin}
    return words % (told | {"more": -missing, "missing": missing})


@door("inventory.record_movements")
def expect_pieces(request: PageRequest, code: str) -> HttpResponse:
    """Something was ordered: note it, so that it can be promised and received. A code on a case counts cases."""
    place, form, by, now = access_location(request.actor, code), ExpectForm(request.POST), request.actor, clock.now()
    if not form.is_valid():
        raise InvalidInput(reason=_("Say what comes, how many pieces, and on which day."))
    said, match = form.cleaned_data, catalog.access_by_code(by, form.cleaned_data["code"])
    supplier = catalog.access_supplier(by, said["supplier"]).id if said["supplier"] else None
    pieces = catalog.count_pieces(match.product, said["quantity"], pack=said["pack"])
    pieces = pieces if said["pack"] else pieces * match.quantity
    order = weigh_order(match.product, pieces, supplier_id=supplier, ordered_on=said["ordered_on"], now=now)
    due_on = said["due_on"] or order.due_on
    if due_on is None:
        raise InvalidInput(reason=_("Say on which day it comes: nobody has noted how long its supplier takes."))
    coming.expect(
        sku=match.product.sku, location=place.code, quantity=pieces, due_on=due_on, ref=said["ref"],
        ordered=Ordered(supplier, said["ordered_on"]), by=by, now=now,
    )  # fmt: skip
    messages.success(request, count_out(order, said["quantity"], due_on, with_costs=by.may(_COSTS)))
    if warning := warn_of(order):
        messages.warning(request, warning)
    return redirect(f"{reverse('inventory:receiving')}?{urlencode({'location': place.code})}")


@door("inventory.record_movements")
def change_day(request: PageRequest, inbound_id: UUID) -> HttpResponse:
    """It comes on another day; whoever was promised pieces of it is told."""
    found, form = access_delivery(request.actor, inbound_id), DayForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say on which day it comes."))
    coming.move_inbound(
        inbound_id=found.id, due_on=form.cleaned_data["due_on"], by=request.actor, now=clock.now()
    )  # fmt: skip
    messages.success(request, _("%(name)s is expected on the new day.") % {"name": found.name})
    return redirect(f"{reverse('inventory:receiving')}?{urlencode({'location': found.location})}")
