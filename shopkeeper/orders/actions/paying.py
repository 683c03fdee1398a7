"""An order whose money was not set aside is paid by other means, or by the same once more."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers import public as customers
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.settling import lacking_now
from shopkeeper.orders.contracts import Unpaid
from shopkeeper.orders.errors import NotPlacedHere, PaidAlready
from shopkeeper.orders.models import Order, OrderLine, Placement
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.unpaid import find_kept_until, is_held_unpaid
from shopkeeper.payments import public as payments


@action
def pay_anew(*, order_id: UUID, means: Sequence[payments.Means], by: Actor, now: datetime) -> Decimal:
    """Put other means against an order for what is not set aside; gives how much. Once it is, the order may leave.

    :raises NotPlacedHere: for an order of another system
    :raises PaidAlready: when nothing is lacking, or what is was asked for already
    :raises MeansDoNotAddUp: when the means do not add up to what is lacking
    :raises NotEnoughValue: when a gift card or store credit holds less
    """
    order, lacking = _lock_lacking(order_id)
    payments.put_up(
        ref=ref_of(order.id), total=lacking, currency=order.currency, means=means,
        customer_ids=customers.ids_of(order.customer_id) if order.customer_id else [], by=by, now=now,
    )  # fmt: skip
    return lacking


@action
def ask_card_again(*, order_id: UUID, by: Actor, now: datetime) -> Decimal:
    """Ask the bank once more for what is not set aside, by the card that the order was to be paid with; gives how much.

    :raises NotPlacedHere: for an order of another system
    :raises PaidAlready: when nothing is lacking, or what is was asked for already
    :raises MeansMissing: when that card was not left with us
    """
    order, lacking = _lock_lacking(order_id)
    if not payments.can_ask_card_again(ref_of(order.id)):
        raise payments.MeansMissing
    payments.ask_for_more(ref=ref_of(order.id), amount=lacking, by=by, now=now)
    return lacking


def _lock_lacking(order_id: UUID) -> tuple[Order, Decimal]:
    order, lines = lock_order(order_id)
    if not Placement.objects.filter(order=order).exists():
        raise NotPlacedHere
    lacking = lacking_now(order, lines)
    if not lacking:
        raise PaidAlready
    return order, lacking


def find_lacking(order_id: UUID) -> Decimal:
    """How much of what an order costs is neither set aside nor asked for; nothing for orders of other systems. Read
    only: whoever pays asks again under the lock."""
    if not Placement.objects.filter(order=order_id).exists():
        return Decimal(0)
    return lacking_now(Order.objects.get(pk=order_id), list(OrderLine.objects.filter(order=order_id)))


def find_unpaid(order_id: UUID) -> Unpaid | None:
    """What its customer may pay anew, and until when; None for an order that is not held for that. Read only."""
    if not is_held_unpaid(order_id):
        return None
    ref = ref_of(order_id)
    return Unpaid(
        amount=find_lacking(order_id), is_asked=bool(payments.get_balance(ref).asked),
        kept_until=find_kept_until(order_id), can_try_again=payments.can_ask_card_again(ref),
    )  # fmt: skip
