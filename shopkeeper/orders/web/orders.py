"""Finding an order, and the story of one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from shopkeeper.core import clock
from shopkeeper.core.panels import render_slot
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_order
from shopkeeper.orders.contracts import OrderState
from shopkeeper.orders.queries.search import search_orders
from shopkeeper.orders.stories import tell_order
from shopkeeper.promises import public as promises


@door("orders.view_orders")
def list_orders(request: PageRequest) -> HttpResponse:
    """Find an order by any number, a name, a telephone or a SKU; without one, the latest."""
    asked = request.GET.get("q", "").strip()
    by = request.actor
    found = search_orders(asked, by=by, limit=40) if asked else queries.list_latest_orders(by=by, limit=40)
    if asked and len(found) == 1 and not request.htmx:
        return redirect("orders:order", key=found[0].id)
    people = customers.get_customer_cards(card.customer_id for card in found if card.customer_id)
    rows = [(card, people.get(card.customer_id) if card.customer_id else None) for card in found]
    return render(
        request, "orders/orders.html", {"asked": asked, "rows": rows, "may_place": by.may("orders.place_orders")}
    )


@door("orders.view_orders")
def show_order(request: PageRequest, key: str) -> HttpResponse:
    """One order: its lines, what was promised, its parcels, what happened."""
    now, by = clock.now(), request.actor
    card = access_order(by, key)
    context = {
        "card": card,
        "customer": customers.find_customer_card(card.customer_id) if card.customer_id else None,
        "story": tell_order(card, now=now),
        "promises": promises.list_promises_for_ref(card.ref, now=now),
        "parcels": delivery.list_parcels_for_ref(card.ref, now=now),
        "pickups": queries.list_pickups(card.id),
        "may_change": by.may("orders.change_orders"),
        "may_move": by.may("orders.move_orders"),
        "call": queries.find_call(card.id),
        "slots": queries.list_slots(now=now),
        "here": queries.get_fulfillment(card),
        "cancelable": [line for line in card.lines if line.left_to_ship],
        "returnable": [line for line in card.lines if line.with_customer],
        "under_way": card.state in (OrderState.SHIPPED, OrderState.PARTLY_SHIPPED),
        "may_take_back": by.may("orders.take_returns"),
        "panels": render_slot("order", card.id, by=by, now=now),
    }
    return render(request, "orders/order.html", context)
