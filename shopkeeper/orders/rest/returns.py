"""REST routes of returns and refunds."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.bodies import body_of, read
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.access import access_order, access_refund, access_return
from shopkeeper.orders.actions import refunding
from shopkeeper.orders.actions.paying import find_lacking, pay_anew
from shopkeeper.orders.actions.policies import set_return_policy
from shopkeeper.orders.actions.returns import arriving, asking, deciding, inspecting, undoing
from shopkeeper.orders.actions.returns.at_the_counter import return_without_receipt
from shopkeeper.orders.actions.taking_back import take_back_refund
from shopkeeper.orders.contracts import (
    Findings,
    NewReturn,
    NoReceipt,
    PolicySpec,
    RefundWay,
    ReturnState,
)
from shopkeeper.orders.queries.refunds import get_ledger, list_asked_refunds, list_refunds
from shopkeeper.orders.queries.returns import WAITING, list_returns, preview_return
from shopkeeper.orders.queries.ruling import list_policies
from shopkeeper.orders.return_places import choose_place
from shopkeeper.payments import public as payments

_routes = Router()


class WhyIn(Schema):
    """A reason in words."""

    why: str = ""


class ReceiptIn(Schema):
    """Where pieces came back, and how many of each item; without them, all."""

    location: str = ""
    pieces: dict[UUID, int] | None = None


class GoodwillIn(Schema):
    """Money that goes back without a piece."""

    amount: Decimal
    why: str
    way: RefundWay = RefundWay.ORIGINAL


class PaymentIn(msgspec.Struct, frozen=True):
    """By what else it is paid."""

    means: tuple[payments.Means, ...]


def add_to(router: Router) -> None:
    """Offer these routes beside those of the book."""
    router.add_router("", _routes)


@_routes.get("/returns", summary="Returns by state, oldest first")
@permitted("orders.view_orders")
def get_returns(request: Any, state: ReturnState | None = None) -> HttpResponse:
    """Without a state, all that wait for something."""
    return respond(list_returns(by=request.auth, states=[state] if state else WAITING))


@_routes.post(
    "/returns/no-receipt",
    summary="Take pieces back without an order",
    openapi_extra=body_of(NoReceipt),
    response={201: None},
)
@permitted("orders.take_returns")
@once
def post_no_receipt(request: Any, location: str = "") -> HttpResponse:
    """Store credit at the lowest price of late."""
    wish, place = read(request, NoReceipt), choose_place(request.auth, location)
    made = return_without_receipt(wish=wish, location=place.code, by=request.auth, now=clock.now())
    return respond(access_return(request.auth, made), status=201)


@_routes.get("/returns/{key}", summary="One return with its steps")
@permitted("orders.view_orders")
def get_return(request: Any, key: str) -> HttpResponse:
    """By id or number, with the number of the label by which its pieces come."""
    card = access_return(request.auth, key)
    return respond(replace(card, label=delivery.find_label(card.ref)))


@_routes.post("/return-previews", summary="What a return would bring", openapi_extra=body_of(NewReturn))
@permitted("orders.take_returns")
def post_preview(request: Any) -> HttpResponse:
    """What the policy says, with its reasons, and what the pieces are worth back. Nothing is written."""
    wish = read(request, NewReturn)
    access_order(request.auth, wish.order_id)
    return respond(preview_return(wish=wish, now=clock.now()))


@_routes.post("/returns", summary="Ask for a return", openapi_extra=body_of(NewReturn), response={201: None})
@permitted("orders.take_returns")
@once
def post_return_request(request: Any) -> HttpResponse:
    """201 with the return: approved, denied, or left to a person."""
    wish = read(request, NewReturn)
    access_order(request.auth, wish.order_id)
    made = asking.request_return(wish=wish, by=request.auth, now=clock.now())
    return respond(access_return(request.auth, made), status=201)


@_routes.post("/returns/{key}/approval", summary="Let the pieces of a return come")
@permitted("orders.decide_returns")
@once
def post_approval(request: Any, key: str, said: WhyIn) -> HttpResponse:
    """Against a denial it takes a reason."""
    card = access_return(request.auth, key)
    deciding.approve_return(request_id=card.id, why=said.why, by=request.auth, now=clock.now())
    return respond(access_return(request.auth, card.id))


@_routes.post("/returns/{key}/denial", summary="Say no to a return")
@permitted("orders.decide_returns")
@once
def post_denial(request: Any, key: str, said: WhyIn) -> HttpResponse:
    """With a reason."""
    card = access_return(request.auth, key)
    deciding.deny_return(request_id=card.id, why=said.why, by=request.auth, now=clock.now())
    return respond(access_return(request.auth, card.id))


@_routes.post("/returns/{key}/receipt", summary="The pieces of a return are here")
@permitted("orders.take_returns")
@once
def post_receipt(request: Any, key: str, came: ReceiptIn) -> HttpResponse:
    """They are put aside until somebody has looked at them."""
    card, place = access_return(request.auth, key), choose_place(request.auth, came.location)
    arriving.receive_return(
        request_id=card.id, location=place.code, outlet_id=place.outlet_id, pieces=came.pieces, by=request.auth,
        now=clock.now(),
    )  # fmt: skip
    return respond(access_return(request.auth, card.id))


@_routes.post("/returns/{key}/inspection", summary="What was found", openapi_extra=body_of(Findings))
@permitted("orders.take_returns")
@once
def post_inspection(request: Any, key: str) -> HttpResponse:
    """A list of what was found of each item, and where it goes. With the last piece the money goes back."""
    card, found = access_return(request.auth, key), read(request, Findings).found
    inspecting.inspect_return(request_id=card.id, found=found, by=request.auth, now=clock.now())
    return respond(access_return(request.auth, card.id))


@_routes.post("/returns/{key}/withdrawal", summary="The customer keeps the pieces")
@permitted("orders.take_returns")
@once
def post_withdrawal(request: Any, key: str, said: WhyIn) -> HttpResponse:
    """Until they have come."""
    card = access_return(request.auth, key)
    asking.withdraw_return(request_id=card.id, why=said.why, by=request.auth, now=clock.now())
    return respond(access_return(request.auth, card.id))


@_routes.delete("/returns/{key}/last-step", summary="Take the last step of a return back")
@permitted("orders.take_returns")
def delete_last_step(request: Any, key: str) -> HttpResponse:
    """Refused, with why, when money has gone back or pieces have left the building."""
    card = access_return(request.auth, key)
    undoing.undo_return_step(request_id=card.id, by=request.auth, now=clock.now())
    return respond(access_return(request.auth, card.id))


@_routes.get("/return-policies", summary="What may come back, by category")
@permitted("orders.view_orders")
def get_policies(request: Any) -> HttpResponse:
    """The one without a category holds for everything else."""
    return respond(list(list_policies().values()))


@_routes.put("/return-policies", summary="Set what may come back", openapi_extra=body_of(PolicySpec))
@permitted("orders.set_return_policies")
def put_policy(request: Any) -> HttpResponse:
    """From now on, for a category and those below it, or for everything else."""
    set_return_policy(policy=read(request, PolicySpec), why="by REST", by=request.auth, now=clock.now())
    return respond(list(list_policies().values()))


@_routes.get("/orders/{key}/money", summary="How the money of an order stands")
@permitted("orders.view_orders")
def get_money(request: Any, key: str) -> HttpResponse:
    """Set aside, taken, given back, promised back, what is left to give, each move, and the refunds; and how much of
    what it costs is neither set aside nor asked for (`lacking`)."""
    card = access_order(request.auth, key)
    return respond({
        "ledger": get_ledger(card.id), "refunds": list_refunds(card.id), "lacking": find_lacking(card.id),
    })  # fmt: skip


@_routes.post(
    "/orders/{key}/payment",
    summary="Pay for an order by other means",
    openapi_extra=body_of(PaymentIn),
    response={201: None},
)
@permitted("orders.change_orders")
@once
def post_payment(request: Any, key: str) -> HttpResponse:
    """For what is lacking, after a card was declined. 409 when nothing is. Gives the money anew."""
    card = access_order(request.auth, key)
    pay_anew(order_id=card.id, means=read(request, PaymentIn).means, by=request.auth, now=clock.now())
    return respond({"ledger": get_ledger(card.id), "lacking": find_lacking(card.id)}, status=201)


@_routes.post("/orders/{key}/goodwill", summary="Give money back as goodwill", response={201: None})
@permitted("orders.refund_little")
@once
def post_goodwill(request: Any, key: str, given: GoodwillIn) -> HttpResponse:
    """Above what the caller may give alone, it waits for a second person."""
    card = access_order(request.auth, key)
    refunding.give_goodwill(order_id=card.id, **given.dict(), by=request.auth, now=clock.now())
    return respond(list_refunds(card.id), status=201)


@_routes.get("/refunds", summary="Refunds that wait for a second person")
@permitted("orders.refund_more")
def get_refunds(request: Any) -> HttpResponse:
    """Oldest first."""
    return respond(list_asked_refunds(by=request.auth))


@_routes.delete("/refunds/{refund_id}", summary="Take goodwill back")
@permitted("orders.refund_little")
def delete_refund(request: Any, refund_id: UUID) -> HttpResponse:
    """That nobody has agreed to, or whose store credit nobody used. 409 when the money has gone."""
    card = access_refund(request.auth, refund_id)
    take_back_refund(refund_id=card.id, by=request.auth, now=clock.now())
    return respond(access_refund(request.auth, card.id))


@_routes.post("/refunds/{refund_id}/approval", summary="Agree to a refund")
@permitted("orders.refund_more")
@once
def post_refund_approval(request: Any, refund_id: UUID) -> HttpResponse:
    """By somebody else than whoever asked, who may give that much."""
    card = access_refund(request.auth, refund_id)
    refunding.approve_refund(refund_id=card.id, by=request.auth, now=clock.now())
    return respond(access_refund(request.auth, card.id))


@_routes.post("/refunds/{refund_id}/denial", summary="Do not agree to a refund")
@permitted("orders.refund_more")
@once
def post_refund_denial(request: Any, refund_id: UUID) -> HttpResponse:
    """The money stays."""
    card = access_refund(request.auth, refund_id)
    refunding.deny_refund(refund_id=card.id, by=request.auth, now=clock.now())
    return respond(access_refund(request.auth, card.id))
