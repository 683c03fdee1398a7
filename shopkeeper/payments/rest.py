"""REST routes of the payments."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.payments import queries
from shopkeeper.payments.actions.values import hand_out_value
from shopkeeper.payments.contracts import Method

router = Router()


class ValueIn(Schema):
    """A gift card, or credit for a customer."""

    kind: Method
    amount: Decimal
    currency: str
    why: str = ""
    customer_id: UUID | None = None


@router.get("/payments", summary="What was put against a ref, and how money moved")
@permitted("payments.view_payments")
def show_payments(request: Any, ref: str = Query(..., max_length=80)) -> HttpResponse:
    """The tenders, their sums together, and each move."""
    moves, balance = queries.list_payments(ref), queries.get_balance(ref)
    return respond({"balance": balance, "tenders": queries.list_tenders(ref), "payments": moves})


@router.post("/gift-cards", summary="Issue a gift card or store credit")
@permitted("payments.issue_value")
@once
def post_value(request: Any, value: ValueIn) -> HttpResponse:
    """With its code, which nobody can guess; 403 above what the caller may issue on one."""
    return respond(hand_out_value(**value.dict(), by=request.auth, now=clock.now()), status=201)


@router.get("/gift-cards/{code}", summary="What a gift card still holds")
@permitted("payments.view_payments")
def show_value(request: Any, code: str) -> HttpResponse:
    """By its code."""
    return respond(queries.find_gift_card(code))
