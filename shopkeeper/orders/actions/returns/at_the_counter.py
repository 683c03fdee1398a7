"""A customer stands at the counter: asked for, decided, here, looked at and paid back in one go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Min, Sum

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.customers import public as customers
from shopkeeper.orders.actions.returns.arriving import receive_return
from shopkeeper.orders.actions.returns.asking import carry_out, next_number, request_return
from shopkeeper.orders.actions.returns.deciding import approve_return
from shopkeeper.orders.actions.returns.inspecting import inspect_return
from shopkeeper.orders.actions.returns.steps import note
from shopkeeper.orders.actions.topics import find_reason
from shopkeeper.orders.contracts import (
    Condition,
    Disposition,
    FoundPieces,
    NewReturn,
    NoReceipt,
    RefundWay,
    ReturnKind,
    ReturnState,
    Ruling,
    WayBack,
)
from shopkeeper.orders.errors import NoQuantity, NoReceiptLimit
from shopkeeper.orders.models import OrderLine, ReturnItem, ReturnRequest
from shopkeeper.orders.policies import NO_RECEIPT
from shopkeeper.orders.queries.ruling import list_policies, policy_for
from shopkeeper.orders.rules.returning import lowest_price
from shopkeeper.organization import public as organization


@action
def return_at_counter(
    *, wish: NewReturn, looked_at: Sequence[tuple[Condition, Disposition]], location: str, by: Actor, now: datetime,
    why: str = "",
) -> UUID:  # fmt: skip
    """Take pieces back on the spot; `looked_at` says of each line what was found and where it goes. What the policy
    leaves to a person waits, unless `why` says that `by` decides, who has to be allowed to.

    :raises NotPermitted: when `why` is given by somebody who may not decide
    """
    request_id = request_return(wish=wish, by=by, now=now)
    return take_in(request_id, looked_at, location, why, by=by, now=now)


@action
def return_without_receipt(*, wish: NoReceipt, location: str, by: Actor, now: datetime) -> UUID:
    """Take pieces back of which nobody knows the order: store credit, at the lowest price of late, so many a person.
    What is dear waits for a person who decides returns, unless `by` is one.

    :raises CustomerNotFound: when nobody is named
    :raises NoReceiptLimit: when too much came back from this person like this
    """
    if wish.quantity < 1:
        raise NoQuantity
    customer = customers.find_customer_card(wish.customer_id)
    if customer is None:
        raise customers.CustomerNotFound(key=wish.customer_id)
    _check_limit(customer.id, wish.quantity, now=now)
    product, place = catalog.get_products([wish.sku])[wish.sku], wish.outlet_id
    row = ReturnRequest.objects.create(
        id=new_id(), number=next_number(), kind=ReturnKind.NO_RECEIPT, customer_id=customer.id, outlet_id=place,
        channel="counter", way=WayBack.COUNTER, refund_way=RefundWay.STORE_CREDIT,
        currency=product.currency or organization.get_retailer().currency, waited_seconds=wish.waited_seconds,
        asked_at=now,
    )  # fmt: skip
    worth = _lowest_price(product, now=now) * wish.quantity
    ReturnItem.objects.create(
        id=new_id(), request=row, product_id=product.id, quantity=wish.quantity, worth=worth,
        reason_id=find_reason(wish.reason_code), comment=wish.comment, asked_at=now,
    )  # fmt: skip
    note(row, "asked", by=by, now=now)
    carry_out(row, _rule(product, worth, by), by=by, now=now)
    return take_in(row.id, [(wish.condition, wish.disposition)], location, "", by=by, now=now)


def take_in(
    request_id: UUID, looked_at: Sequence[tuple[Condition, Disposition]], location: str, why: str, *, by: Actor,
    now: datetime,
) -> UUID:  # fmt: skip
    """Receive and inspect a return as far as it is approved."""
    state = ReturnRequest.objects.values_list("state", flat=True).get(pk=request_id)
    if state != ReturnState.APPROVED and why.strip():
        by.require("orders.decide_returns")
        approve_return(request_id=request_id, why=why, by=by, now=now)
        state = ReturnState.APPROVED
    if state != ReturnState.APPROVED:
        return request_id
    receive_return(request_id=request_id, location=location, by=by, now=now)
    items = ReturnItem.objects.filter(request=request_id).order_by("id").values_list("id", "received")
    found = [
        FoundPieces(item_id=item, quantity=count, condition=condition, disposition=disposition)
        for (item, count), (condition, disposition) in zip(items, looked_at, strict=True)
    ]
    inspect_return(request_id=request_id, found=found, by=by, now=now)
    return request_id


def _check_limit(customer_id: UUID, pieces: int, *, now: datetime) -> None:
    limits, selves = agreed(NO_RECEIPT), customers.ids_of(customer_id)
    since = now - timedelta(days=limits.days)
    rows = ReturnItem.objects.filter(request__customer__in=selves, request__kind=ReturnKind.NO_RECEIPT)
    rows = rows.filter(request__asked_at__gte=since, received__gt=0)
    before = rows.aggregate(pieces=Sum("received"))["pieces"] or 0
    if before + pieces > limits.pieces:
        raise NoReceiptLimit(most=limits.pieces, days=limits.days)


def _rule(product: catalog.ProductCard, worth: Decimal, by: Actor) -> Ruling:
    above = policy_for(product.id, list_policies()).person_above
    if above is not None and worth > above and not by.may("orders.decide_returns"):
        return Ruling(ReturnState.REQUESTED, ("dear", "no_receipt"))
    return Ruling(ReturnState.APPROVED, ("no_receipt",))


def _lowest_price(product: catalog.ProductCard, *, now: datetime) -> Decimal:
    since = now - timedelta(days=agreed(NO_RECEIPT).price_days)
    sold = OrderLine.objects.filter(product=product.id, placed_at__gte=since, ordered__gt=0)
    lowest = sold.aggregate(price=Min(F("unit_price") - F("discount") / F("ordered")))["price"]
    return lowest_price(lowest, product.list_price)
