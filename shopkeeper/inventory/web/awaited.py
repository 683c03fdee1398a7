"""Products that people wait for, and a form to note one more."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.inventory.access import access_location_to_see
from shopkeeper.inventory.actions import restock
from shopkeeper.inventory.queries.availability import get_availability
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.queries.places import list_stores
from shopkeeper.inventory.queries.restock import list_awaited, list_promised_ahead
from shopkeeper.inventory.words_of_refs import name_demands


class RestockForm(PlainForm):
    """Who waits for what, and where."""

    code = forms.CharField(max_length=120)
    customer = forms.CharField(max_length=40)
    location = forms.CharField(max_length=40, required=False)


@door("inventory.reserve_stock")
def list_waiting(request: PageRequest) -> HttpResponse:
    """What people wait for, most people first."""
    now = clock.now()
    awaited = list_awaited(now=now)
    stock = get_availability({each.sku for each in awaited}, by=request.actor, now=now) if awaited else {}
    ahead = list_promised_ahead()
    names = name_demands({row.ref for row in ahead}, by=request.actor)
    context = {
        "rows": [(each, stock[each.sku].available) for each in awaited], "code": request.GET.get("code", "")[:120],
        "customer": request.GET.get("customer", "")[:40], "people": sum(each.people for each in awaited),
        "stores": list_stores(), "ahead": [(row, names[row.ref]) for row in ahead], "today": day_of(now),
        "may_note": request.actor.may("customers.view_customers"),
    }  # fmt: skip
    return render(request, "inventory/awaited.html", context)


@door("inventory.reserve_stock")
def note_request(request: PageRequest) -> HttpResponse:
    """One more waits."""
    form, by, now = RestockForm(request.POST), request.actor, clock.now()
    if not form.is_valid():
        raise InvalidInput(reason=_("Say who waits, by their customer number, and for what."))
    said = form.cleaned_data
    product = catalog.access_by_code(by, said["code"]).product
    customer = _access_customer(by, said["customer"])
    place = access_location_to_see(by, said["location"]).code if said["location"] else ""
    restock.request_restock(sku=product.sku, customer_id=customer.id, location=place, by=by, now=now)
    messages.success(
        request, _("%(who)s is told when %(what)s is back.") % {"who": customer.name or customer.number,
                                                                "what": product.name}
    )  # fmt: skip
    return redirect("inventory:awaited")


@door("inventory.reserve_stock")
def withdraw(request: PageRequest, request_id: UUID) -> HttpResponse:
    """Somebody does not wait any more."""
    restock.withdraw_restock(request_id=request_id, by=request.actor, now=clock.now())
    messages.success(request, _("They are not written to about it any more."))
    return redirect("inventory:awaited")


def _access_customer(by: Actor, number: str) -> customers.CustomerCard:
    by.require("customers.view_customers")
    customer_id = customers.find_customer_by_number(number)
    card = customers.find_customer_card(customer_id) if customer_id else None
    if card is None:
        raise customers.CustomerNotFound(key=number)
    return card
