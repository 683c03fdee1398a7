"""An order whose money was not set aside is paid by other means."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers import public as customers
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.settling import lacking_now
from shopkeeper.orders.errors import NotPlacedHere, PaidAlready
from shopkeeper.orders.models import Order, OrderLine, Placement
from shopkeeper.orders.queries import ref_of
from shopkeeper.payments import public as payments


@action
def pay_anew(*, order_id: UUID, means: Sequence[payments.Means], by: Actor, now: datetime) -> Decimal:
    """Put other means against an order for what is not set aside; gives how much. Once it is, the order may leave.

    :raises NotPlacedHere: for an order of another system
    :raises PaidAlready: when nothing is lacking, or what is was asked for already
    :raises MeansDoNotAddUp: when the means do not add up to what is lacking
    :raises NotEnoughValue: when a gift card or store credit holds less
    """
    order, lines = lock_order(order_id)
    if not Placement.objects.filter(order=order).exists():
        raise NotPlacedHere
    lacking = lacking_now(order, lines)
    if not lacking:
        raise PaidAlready
    payments.put_up(
        ref=ref_of(order.id), total=lacking, currency=order.currency, means=means,
        customer_ids=customers.ids_of(order.customer_id) if order.customer_id else [], by=by, now=now,
    )  # fmt: skip
    return lacking


def find_lacking(order_id: UUID) -> Decimal:
    """How much of what an order costs is neither set aside nor asked for; nothing for orders of other systems. Read
    only: whoever pays asks again under the lock."""
    if not Placement.objects.filter(order=order_id).exists():
        return Decimal(0)
    return lacking_now(Order.objects.get(pk=order_id), list(OrderLine.objects.filter(order=order_id)))
