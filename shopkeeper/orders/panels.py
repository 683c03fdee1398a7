"""What the order book adds to the frame and to other pages."""

from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core import navigation, panels, search, work
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.panels import Context
from shopkeeper.core.search import Hit
from shopkeeper.core.words import write_amount
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import OrderState
from shopkeeper.orders.held_work import list_held_to_do
from shopkeeper.orders.lost_work import list_lost_to_do
from shopkeeper.orders.queries import (
    count_counting_on,
    count_first_places,
    find_customer_of_order,
    find_returns_of_product,
    list_numbers,
    list_orders_by_number,
    list_orders_of,
)
from shopkeeper.orders.queries.returns import find_return
from shopkeeper.orders.queries.told_returns import list_told_returns
from shopkeeper.orders.returns_work import list_refunds_to_do, list_returns_to_do
from shopkeeper.orders.sending_work import SEND, list_parcels_to_send
from shopkeeper.orders.silent_work import list_silent_to_do
from shopkeeper.orders.stage_work import list_stages_to_do
from shopkeeper.orders.to_do import SERVE, list_calls_to_make, list_pickups_to_do
from shopkeeper.promises import public as promises

VIEW = "orders.view_orders"
_OPEN = (OrderState.PLACED, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)
_A_YEAR = timedelta(days=365)
_PLACES = 3
_STATES = {
    OrderState.PLACED: gettext_noop("placed"),
    OrderState.PARTLY_SHIPPED: gettext_noop("partly on its way"),
    OrderState.SHIPPED: gettext_noop("on its way"),
}


def find_orders(text: str, *, by: Actor, now: datetime, limit: int) -> list[Hit]:
    """Orders by their number, for the search of the whole house."""
    found = list_orders_by_number(text, by=by, limit=limit)
    people = customers.get_customer_cards(card.customer_id for card in found if card.customer_id)
    return [
        Hit(
            kind="order",
            title=card.number,
            detail=_tell(_name(people, card.customer_id), write_amount(card.total, card.currency), card.outlet),
            url=reverse("orders:order", args=[card.id]),
            icon="package",
            score=1.0,
        )
        for card in found
    ]


def find_returns(text: str, *, by: Actor, now: datetime, limit: int) -> list[Hit]:
    """What came back or may come, by the number of its return or credit note, for the search of the whole house."""
    ours = find_return(text.strip(), by=by)
    if ours:
        people = customers.get_customer_cards([ours.customer_id] if ours.customer_id else [])
        told = _tell(_name(people, ours.customer_id), ours.order_number)
        return [_hit_of_return(ours.number, told)]
    found = list_told_returns(text, by=by, limit=limit)
    people = customers.get_customer_cards(one.customer_id for one in found if one.customer_id)
    return [
        _hit_of_return(
            one.number,
            _tell(_name(people, one.customer_id), write_amount(one.refund, one.currency), one.outlet),
        )
        for one in found
    ]


def _hit_of_return(number: str, detail: str) -> Hit:
    return Hit(
        kind="order", title=_("Return %(number)s") % {"number": number}, detail=detail,
        url=reverse("orders:return_page", args=[number]), icon="undo-2", score=1.0,
    )  # fmt: skip


def _tell(*facts: str) -> str:
    return " · ".join(filter(None, facts))


def find_buyers(text: str, *, by: Actor) -> list[UUID]:
    """Whose order has this number."""
    return [card.customer_id for card in list_orders_by_number(text, by=by) if card.customer_id]


def gather_open_orders(customer_id: UUID, *, by: Actor, now: datetime) -> Context:
    """What a customer waits for."""
    waiting = [card for card in list_orders_of(customers.ids_of(customer_id), limit=20) if card.state in _OPEN]
    if not waiting:
        return None
    parcels = {parcel.ref: parcel for parcel in delivery.list_parcels_for_refs((c.ref for c in waiting), now=now)}
    rows = [(card, _(_STATES[card.state]), parcels.get(card.ref)) for card in waiting]
    return {"rows": rows}


def gather_likely_duplicate(order_id: UUID, *, by: Actor, now: datetime) -> Context:
    """Whether whoever ordered may be somebody whom we know already."""
    customer_id = find_customer_of_order(order_id)
    return customers.gather_likely_duplicate(customer_id, by=by, now=now) if customer_id else None


def gather_first_places(record_ids: Collection[UUID], *, by: Actor, now: datetime) -> Context:
    """At which tills people of some records were first served, for who asks where a value of theirs is typed."""
    places = count_first_places(record_ids)
    return {"places": places[:_PLACES], "more": len(places[_PLACES:])} if places else None


def gather_returns(product_id: UUID, *, by: Actor, now: datetime) -> Context:
    """How much of a product comes back, and why."""
    found = find_returns_of_product(product_id, since=now - _A_YEAR)
    return {"found": found} if found else None


def gather_sent_here(wish: tuple[str, str, str], *, by: Actor, now: datetime) -> Context:
    """The way to an order for a customer who collects at a store that lacks a product: (SKU, store, its postcode)."""
    sku, place, postcode = wish
    told = urlencode({f"pieces:{sku}": 1, "postcode": postcode})
    return {"place": place, "url": f"{reverse('orders:phone')}?{told}"} if postcode else None


def gather_counting_on(place: tuple[UUID, UUID | None], *, by: Actor, now: datetime) -> Context:
    """Orders that count on a location (its id, its outlet's): what it has to send, what waits to be collected there."""
    found = count_counting_on(*place, now=now)
    return {"found": found, "may_send": by.may(SEND), "may_serve": by.may(SERVE)} if found.orders else None


def _name(people: dict[UUID, customers.CustomerCard], customer_id: UUID | None) -> str:
    card = people.get(customer_id) if customer_id else None
    return card.name if card else ""


def name_orders(refs: Collection[str]) -> dict[str, promises.RefName]:
    """Numbers and pages of orders, for the ledger of promises."""
    ids = {key: ref for ref in refs if (key := promises.id_in("order", ref))}
    numbers = list_numbers(ids)
    return {ids[key]: promises.RefName("order", number, reverse("orders:order", args=[key])) for key, number in numbers}


search.register("orders.numbers", permission=VIEW, find=find_orders)
search.register("orders.returns", permission=VIEW, find=find_returns)
customers.register_finder("orders.numbers", permission=VIEW, find=find_buyers)
promises.register_refs("orders", permission=VIEW, namer=name_orders)
work.register_work("orders.pickups", list_pickups_to_do)
work.register_work("orders.calls", list_calls_to_make)
work.register_work("orders.returns", list_returns_to_do)
work.register_work("orders.refunds", list_refunds_to_do)
work.register_work("orders.sending", list_parcels_to_send)
work.register_work("orders.stages", list_stages_to_do)
work.register_work("orders.silent_suppliers", list_silent_to_do)
work.register_work("orders.lost_parcels", list_lost_to_do)
work.register_work("orders.held", list_held_to_do)
panels.register(
    "customer", "orders.open", permission=VIEW, template="orders/_open_orders.html", gather=gather_open_orders, order=10
)
panels.register(
    "order", "orders.likely_duplicate", permission="customers.decide_pairs",
    template="customers/_likely_duplicate.html", gather=gather_likely_duplicate, order=5,
)  # fmt: skip
panels.register(
    "lacking_here", "orders.sent_here", permission="orders.place_orders", template="orders/_have_it_sent.html",
    gather=gather_sent_here,
)  # fmt: skip
panels.register(
    "location", "orders.counting_on", permission=VIEW, template="orders/_counting_on.html", gather=gather_counting_on
)
panels.register(
    "product", "orders.returns", permission=VIEW, template="orders/_returns_of_product.html", gather=gather_returns
)
navigation.register(NavItem(Section.PEOPLE, gettext_noop("Orders"), "orders:orders", "package", VIEW, order=20))
navigation.register(
    NavItem(Section.RIGHT, gettext_noop("Pick-up shelf"), "orders:pickups", "package-search", SERVE, order=40)
)
navigation.register(NavItem(Section.RIGHT, gettext_noop("To send"), "orders:sending", "truck", SEND, order=42))
navigation.register(
    NavItem(Section.RIGHT, gettext_noop("Returns"), "orders:returns", "undo-2", "orders.take_returns", order=45)
)
panels.register(
    "shared_value", "orders.places", permission=VIEW, template="orders/_first_places.html", gather=gather_first_places
)
