"""REST routes of calls that customers were promised, and of the link by which they see and decide themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_order
from shopkeeper.orders.actions import calling
from shopkeeper.orders.actions.letters import link_to
from shopkeeper.orders.actions.own_links import WORKS_FOR
from shopkeeper.orders.contracts import CallOutcome

_routes = Router()


class CallIn(Schema):
    """When to call, in one of the spans that are offered, and on which number."""

    starts_at: datetime
    phone: str
    about: str = ""


class OutcomeIn(Schema):
    """What became of a call."""

    outcome: CallOutcome


def add_to(router: Router) -> None:
    """Offer these routes beside those of the book."""
    router.add_router("", _routes)


@_routes.get("/orders/{key}/call-back", summary="The call that is booked about an order, and the spans to choose from")
@permitted("orders.view_orders")
def show_call(request: Any, key: str) -> HttpResponse:
    """`call` is empty where none is."""
    card = access_order(request.auth, key)
    return respond({"call": queries.find_call(card.id), "slots": queries.list_slots(now=clock.now())})


@_routes.post("/orders/{key}/call-back", summary="Promise to call a customer about an order", response={201: None})
@permitted("orders.change_orders")
@once
def post_call(request: Any, key: str, wish: CallIn) -> HttpResponse:
    """A call that is booked already is moved."""
    card, now = access_order(request.auth, key), clock.now()
    calling.book_call(order_id=card.id, **wish.dict(), by=request.auth, now=now)
    return respond({"call": queries.find_call(card.id), "slots": queries.list_slots(now=now)}, status=201)


@_routes.post("/orders/{key}/call-back/{call_id}/outcome", summary="Somebody called, or need not")
@permitted("orders.change_orders")
@once
def post_outcome(request: Any, key: str, call_id: UUID, told: OutcomeIn) -> HttpResponse:
    """Gives the next try, where nobody answered."""
    card, now = access_order(request.auth, key), clock.now()
    calling.settle_call(order_id=card.id, call_id=call_id, outcome=told.outcome, by=request.auth, now=now)
    return respond({"call": queries.find_call(card.id), "slots": queries.list_slots(now=now)})


@_routes.post("/orders/{key}/own-link", summary="The link to an order's own page", response={201: None})
@permitted("orders.change_orders")
def post_own_link(request: Any, key: str) -> HttpResponse:
    """For the customer of the order, as whom a shop knows its visitor: by it they see the order, decide about it, and
    pay anew after a card was declined. Gives `link` and `expires_at`; nothing is written to the customer.
    """
    card, now = access_order(request.auth, key), clock.now()
    response = respond({"link": link_to(card.id), "expires_at": now + WORKS_FOR}, status=201)
    response.headers["Cache-Control"] = "no-store"
    return response
