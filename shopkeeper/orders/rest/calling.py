"""REST routes of calls that customers were promised."""

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


@_routes.post("/orders/{key}/call-back", summary="Promise to call a customer about an order")
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
