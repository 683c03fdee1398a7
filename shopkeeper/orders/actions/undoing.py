"""What was canceled or changed is taken back: stock, money and promises are as before, or nothing changes at all."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.orders.actions.locking import lock_order_of
from shopkeeper.orders.actions.reopening import reopen_pickup
from shopkeeper.orders.actions.resourcing import source_again
from shopkeeper.orders.actions.settling import settle_money
from shopkeeper.orders.errors import CannotBeSourced, NothingToUndo, NotPlacedHere
from shopkeeper.orders.events import OrderChanged
from shopkeeper.orders.models import Cancellation, Order, OrderLine, Placement


@action
def undo_cancellation(*, cancellation_id: UUID, by: Actor, now: datetime, order_id: UUID | None = None) -> None:
    """The customer wants the pieces after all: they are kept, paid and promised as before.

    :raises NothingToUndo: when there is no such cancellation, or it was undone
    :raises NotPlacedHere: for an order of another system
    :raises CannotBeSourced: when nobody has the pieces any more
    :raises AlreadyCollected: when the customer has fetched the rest of them
    """
    line_id = Cancellation.objects.filter(pk=cancellation_id).values_list("line", flat=True).first()
    if line_id is None:
        raise NothingToUndo
    order, lines = lock_order_of(line_id)
    if order_id not in (None, order.id):
        raise NothingToUndo
    row = Cancellation.objects.get(pk=cancellation_id)
    placement = Placement.objects.filter(order=order).first()
    if row.undone_at is not None:
        raise NothingToUndo
    if placement is None:
        raise NotPlacedHere
    line = next(one for one in lines if one.id == line_id)
    Cancellation.objects.filter(pk=row.pk).update(undone_at=now, undone_by=f"{by.kind}:{by.id}"[:120])
    OrderLine.objects.filter(pk=line.pk).update(canceled=F("canceled") - row.quantity)
    line.canceled -= row.quantity
    Order.objects.filter(pk=order.pk).update(canceled_at=None)
    settle_money(order, lines, by=by, now=now)
    reopen_pickup(order=order, by=by, now=now)
    if not source_again(order, placement, lines, {line.position: row.quantity}, "undone", by=by, now=now):
        raise CannotBeSourced(sku=line.product.sku, missing=row.quantity)
    announce(OrderChanged(order_id=order.id, kind="undo", customer_id=order.customer_id), by=by, now=now)
