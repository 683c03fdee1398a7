"""REST routes of the pricing."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.organization import public as organization
from shopkeeper.pricing import queries
from shopkeeper.pricing.actions import set_price
from shopkeeper.pricing.contracts import Wanted

router = Router()


class WantedIn(Schema):
    """Pieces of a SKU, and the price that the customer was shown."""

    sku: str
    quantity: int = Field(ge=1, le=100_000)
    shown: Decimal | None = None


class BasketIn(Schema):
    """What somebody wants to buy, where."""

    lines: list[WantedIn] = Field(min_length=1, max_length=200)
    outlet_id: UUID | None = None
    currency: str = ""


class PriceIn(Schema):
    """A price from a time on: now where it is empty."""

    sku: str
    amount: Decimal
    currency: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    outlet_id: UUID | None = None


@router.post("/quotes", summary="What a basket costs now")
@permitted("pricing.view_prices")
def post_quote(request: Any, basket: BasketIn) -> HttpResponse:
    """A price that rose above the one shown is refused, one that fell is charged as it is."""
    wanted = [Wanted(line.sku, line.quantity, line.shown) for line in basket.lines]
    currency = basket.currency or organization.get_retailer().currency
    return respond(queries.quote(wanted, currency=currency, outlet_id=basket.outlet_id, now=clock.now()))


@router.get("/prices/{path:sku}", summary="The prices of a product, now and to come")
@permitted("pricing.view_prices")
def show_prices(request: Any, sku: str) -> HttpResponse:
    """Soonest first."""
    return respond(queries.list_prices(sku, now=clock.now()))


@router.post("/prices", summary="Give a product a price from a time on")
@permitted("pricing.set_prices")
@once
def post_price(request: Any, price: PriceIn) -> HttpResponse:
    """The price before it at the same place ends there."""
    now = clock.now()
    told = price.dict() | {"starts_at": price.starts_at or now}
    return respond({"id": set_price(**told, by=request.auth, now=now)}, status=201)
