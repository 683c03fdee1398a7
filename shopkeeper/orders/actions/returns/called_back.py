"""Pieces that a carrier stopped are expected back: received and looked at like any return, paid back already."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.orders.actions.returns.asking import carry_out, next_number
from shopkeeper.orders.actions.returns.steps import note
from shopkeeper.orders.contracts import RefundWay, ReturnKind, ReturnState, Ruling, WayBack
from shopkeeper.orders.models import Order, OrderLine, ReturnItem, ReturnRequest


def expect_called_back(
    order: Order, pieces: Sequence[tuple[UUID, int]], lines: Sequence[OrderLine], *, by: Actor, now: datetime
) -> None:
    """Write down what comes back of a locked order."""
    products = {line.id: line.product_id for line in lines}
    row = ReturnRequest.objects.create(
        id=new_id(), number=next_number(), kind=ReturnKind.CALLED_BACK, order=order, record_id=order.record_id,
        customer_id=order.customer_id, channel="carrier", way=WayBack.PARCEL, refund_way=RefundWay.ORIGINAL,
        currency=order.currency, asked_at=now,
    )  # fmt: skip
    ReturnItem.objects.bulk_create(
        ReturnItem(
            id=new_id(), request=row, line_id=line_id, product_id=products[line_id], quantity=count, worth=Decimal(0),
            asked_at=now,
        )
        for line_id, count in pieces
    )  # fmt: skip
    note(row, "asked", by=by, now=now)
    carry_out(row, Ruling(ReturnState.APPROVED, ("called_back",)), by=by, now=now)
