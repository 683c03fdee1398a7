"""Somebody wants to send pieces back: written down, and the policy decides, or leaves it to a person."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id, short_number
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.refunding import way_for
from shopkeeper.orders.actions.returns.deciding import approve, deny
from shopkeeper.orders.actions.returns.steps import check_state, lock_request, note
from shopkeeper.orders.actions.topics import find_reason
from shopkeeper.orders.contracts import NewReturn, RefundWay, ReturnKind, ReturnState, Ruling
from shopkeeper.orders.errors import NobodyToCredit
from shopkeeper.orders.events import ReturnAsked, ReturnWithdrawn
from shopkeeper.orders.models import Order, ReturnItem, ReturnRequest
from shopkeeper.orders.queries.ruling import list_wishes, rule

OPEN = (ReturnState.REQUESTED, ReturnState.APPROVED)


@action
def request_return(*, wish: NewReturn, by: Actor, now: datetime) -> UUID:
    """Write a return down and let the policy decide: approved, denied, or left to a person.

    :raises OrderNotFound: when there is no such order
    :raises LineNotFound: when a line is of another order
    :raises NotDelivered: when the customer has fewer pieces, those of other open returns counted out
    :raises NobodyToCredit: when an anonymous order asks for store credit
    :raises NotPaidThere: when an order that was paid here would be paid back at a till
    """
    order, lines = lock_order(wish.order_id)
    if wish.refund_way is RefundWay.STORE_CREDIT and order.customer_id is None:
        raise NobodyToCredit
    items = list_wishes(order, lines, wish.lines, now=now)
    row = write_request(order, wish, now=now)
    ReturnItem.objects.bulk_create(
        ReturnItem(
            id=new_id(), request=row, line=item.line, product_id=item.line.product_id, quantity=said.quantity,
            worth=item.wish.worth, reason_id=find_reason(said.reason_code), comment=said.comment,
            is_faulty=said.is_faulty, asked_at=now,
        )
        for said, item in zip(wish.lines, items, strict=True)
    )  # fmt: skip
    note(row, "asked", by=by, now=now)
    carry_out(row, rule([item.wish for item in items], order.customer_id, now=now), by=by, now=now)
    return row.id


@action
def withdraw_return(*, request_id: UUID, by: Actor, now: datetime, why: str = "") -> None:
    """The customer keeps the pieces.

    :raises NotPossibleNow: when they have come already, or it is over
    """
    row, _order, _lines = lock_request(request_id)
    check_state(row, *OPEN)
    ReturnRequest.objects.filter(pk=row.pk).update(withdrawn_at=now)
    note(row, "withdrawn", why=why, by=by, now=now)
    told = ReturnWithdrawn(request_id=row.id, order_id=row.order_id, customer_id=row.customer_id)
    announce(told, by=by, now=now)


def carry_out(row: ReturnRequest, ruling: Ruling, *, by: Actor, now: datetime) -> None:
    """What the policy says of a return that was just written down."""
    ReturnRequest.objects.filter(pk=row.pk).update(reasons=list(ruling.reasons))
    told = ReturnAsked(
        request_id=row.id, order_id=row.order_id, customer_id=row.customer_id, outlet_id=row.outlet_id,
        state=ruling.verdict,
    )  # fmt: skip
    announce(told, by=by, now=now)
    if ruling.verdict is ReturnState.APPROVED:
        approve(row, by=by, now=now)
    elif ruling.verdict is ReturnState.DENIED:
        deny(row, by=by, now=now)


def write_request(order: Order, wish: NewReturn, *, now: datetime) -> ReturnRequest:
    """The row of a return.

    :raises NotPaidThere: when an order that was paid here would be paid back at a till
    """
    way = way_for(order, wish.refund_way)
    return ReturnRequest.objects.create(
        id=new_id(), number=next_number(), kind=ReturnKind.ORDER, order=order, record_id=order.record_id,
        customer_id=order.customer_id, outlet_id=wish.outlet_id, channel=wish.channel, way=wish.way, refund_way=way,
        currency=order.currency, waited_seconds=wish.waited_seconds, asked_at=now,
    )  # fmt: skip


def next_number() -> str:
    """A number for people."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('orders_return_number')")
        return f"R-{short_number(cursor.fetchone()[0])}"
