"""The pick-up shelf of an outlet: what has to be found, what waits, what is missing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_pickup
from shopkeeper.orders.actions import pickups


@door("orders.view_orders")
def list_pickups(request: PageRequest) -> HttpResponse:
    """Orders to be collected at the reader's outlets."""
    now = clock.now()
    found = queries.list_pickups_to_serve(by=request.actor, now=now)
    people = customers.get_customer_cards(card.customer_id for card in found if card.customer_id)
    rows = [(card, people.get(card.customer_id) if card.customer_id else None) for card in found]
    return render(
        request, "orders/pickups.html", {"rows": rows, "may_serve": request.actor.may("orders.serve_pickups")}
    )


@door("orders.serve_pickups")
def mark_ready(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """The order lies on the shelf."""
    card, now = access_pickup(request.actor, pickup_id), clock.now()
    shelf = request.POST.get("shelf", "")[:20]
    pickups.mark_ready(pickup_id=card.id, shelf=shelf, at=now, by=request.actor, now=now)
    messages.success(request, _("%(number)s is ready to be collected.") % {"number": card.order_number})
    return _back(request)


@door("orders.serve_pickups")
def collect(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """The customer has the order."""
    card, now = access_pickup(request.actor, pickup_id), clock.now()
    pickups.collect(pickup_id=card.id, at=now, by=request.actor, now=now)
    messages.success(request, _("%(number)s is handed over.") % {"number": card.order_number})
    return _back(request)


@door("orders.serve_pickups")
def report_not_found(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """The customer stands here and the order is not to be found."""
    card, now = access_pickup(request.actor, pickup_id), clock.now()
    pickups.report_not_found(pickup_id=card.id, at=now, by=request.actor, now=now)
    messages.warning(request, _("%(number)s is reported missing.") % {"number": card.order_number})
    return _back(request)


def _back(request: PageRequest) -> HttpResponse:
    order = request.POST.get("order", "")
    return redirect("orders:order", key=order) if order else redirect("orders:pickups")
