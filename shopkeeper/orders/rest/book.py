"""REST routes of orders of every channel."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.customers import public as customers
from shopkeeper.interactions.public import Channel
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_order
from shopkeeper.orders.actions import changing
from shopkeeper.orders.actions.asked_cancellations import request_cancellation
from shopkeeper.orders.actions.recording import record_order
from shopkeeper.orders.contracts import NewLine, NewOrder
from shopkeeper.orders.queries.search import search_orders
from shopkeeper.orders.stories import tell_order

router = Router()


class LineIn(Schema):
    """A line as it is ordered."""

    sku: str
    quantity: int
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    unit_cost: Decimal | None = None
    batch: str = ""
    source_key: str = ""
    described_as: str = ""
    """What its own system calls it, for a product that the catalog has not described."""


class OrderIn(Schema):
    """An order as it is placed."""

    source: str
    source_key: str
    number: str
    channel: Channel
    currency: str
    lines: list[LineIn]
    placed_at: datetime | None = None
    outlet_id: UUID | None = None
    customer_id: UUID | None = None
    record_id: UUID | None = None
    taken_home: bool = False
    shipping_total: Decimal = Decimal(0)
    discount_total: Decimal = Decimal(0)
    tax_total: Decimal = Decimal(0)
    """Taxes and fees on top of the prices; nothing where they hold them."""
    postcode_area: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


class PiecesIn(Schema):
    """Which pieces, and why."""

    line_id: UUID
    quantity: int
    reason_code: str = ""
    comment: str = ""
    outlet_id: UUID | None = None
    refund_amount: Decimal | None = None
    why: str = ""
    """Why more goes back than they cost."""


@router.get("/orders", summary="Orders by number or customer, newest first")
@permitted("orders.view_orders")
def list_orders(
    request: Any,
    number: str = "",
    q: str = "",
    customer_id: UUID | None = None,
    stage: queries.Stage | None = None,
    channel: Channel | None = None,
    before: UUID | None = None,
    limit: int = Query(40, ge=1, le=200),
) -> HttpResponse:
    """`q` is any number, a name, a telephone or a SKU. Without any, the latest ones that the caller may see.

    These may be narrowed by `stage` and `channel`; `before` is the last order of the page before.
    """
    by = request.auth
    if q:
        return respond(search_orders(q, by=by, limit=limit))
    if number:
        return respond(queries.list_orders_by_number(number, by=by, limit=limit))
    if customer_id:
        ids = customers.ids_of(customer_id)
        return respond(queries.list_orders_of(ids, by=by, limit=limit))
    asked = queries.Latest(stage=stage, channel=channel, before=before)
    return respond(queries.list_latest_orders(asked, by=by, limit=limit))


@router.get("/orders/{key}", summary="One order: lines, state, what happened")
@permitted("orders.view_orders")
def get_order(request: Any, key: str) -> HttpResponse:
    """By id or number."""
    card = access_order(request.auth, key)
    pickups_of_order = queries.list_pickups(card.id)
    story, company = tell_order(card, now=clock.now()), queries.find_company(card.id)
    return respond({"order": card, "company": company, "pickups": pickups_of_order, "story": story})


@router.post("/orders", summary="Hand over an order or a till receipt", response={201: None})
@permitted("orders.place_orders")
@once
def post_order(request: Any, order: OrderIn) -> HttpResponse:
    """The same source and key again changes nothing."""
    now = clock.now()
    facts = order.dict() | {"lines": tuple(NewLine(**line.dict()) for line in order.lines)}
    placed = NewOrder(**facts | {"placed_at": order.placed_at or now})
    return respond({"id": record_order(order=placed, by=request.auth, now=now)}, status=201)


@router.post("/orders/{key}/cancellation", summary="Cancel pieces that have not left")
@permitted("orders.change_orders")
@once
def post_cancellation(request: Any, key: str, pieces: PiecesIn) -> HttpResponse:
    """Gives the order as it is then."""
    card = access_order(request.auth, key)
    request_cancellation(
        line_id=card.line(pieces.line_id).id, quantity=pieces.quantity, reason_code=pieces.reason_code,
        by=request.auth, now=clock.now(),
    )  # fmt: skip
    return respond(access_order(request.auth, card.id))


@router.post("/orders/{key}/returns", summary="Take pieces back", response={201: None})
@permitted("orders.change_orders")
@once
def post_return(request: Any, key: str, pieces: PiecesIn) -> HttpResponse:
    """Gives the order as it is then. Of `refund_amount`, what is above the price of the pieces or against the policy is
    goodwill: as at `/goodwill`, it takes a reason (`why`), the right to give it, and a second person above its limit.
    """
    card, now = access_order(request.auth, key), clock.now()
    changing.return_pieces(
        line_id=card.line(pieces.line_id).id, quantity=pieces.quantity, reason_code=pieces.reason_code,
        comment=pieces.comment, outlet_id=pieces.outlet_id, refund_amount=pieces.refund_amount, at=now,
        why=pieces.why, by=request.auth, now=now,
    )  # fmt: skip
    return respond(access_order(request.auth, card.id), status=201)
