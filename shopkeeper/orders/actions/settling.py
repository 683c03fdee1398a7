"""Money follows the pieces: after each step as much is set aside, taken and given back as the order is worth then."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.orders.actions.holding import hold, let_go
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.refunding import given_back, pay_open_refunds
from shopkeeper.orders.contracts import HoldReason
from shopkeeper.orders.errors import NotPaidYet
from shopkeeper.orders.models import Order, OrderLine, Placement
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.rules.money import Due, Moves, PricedLine, due, moves
from shopkeeper.payments import public as payments

CONTACT_CENTER = "contact_center"


@action
def settle_order(*, order_id: UUID, by: Actor, now: datetime) -> None:
    """Move what money has to move for an order as it stands. Orders of other systems are paid there. Again is harmless.

    :raises OrderNotFound: when there is none
    """
    order, lines = lock_order(order_id)
    if Placement.objects.filter(order=order).exists():
        settle_money(order, lines, by=by, now=now)


def settle_money(order: Order, lines: Sequence[OrderLine], *, by: Actor, now: datetime) -> None:
    """The same for an order that is locked, by its lines as they are in memory. More money that nobody can ask for
    holds the order."""
    ref, balance = ref_of(order.id), payments.get_balance(ref_of(order.id))
    moving = _moves(order, lines, balance)
    refund = min(moving.refund, balance.refundable_now)  # what is still being taken goes back once it was taken
    if moving.void:
        payments.void(ref=ref, amount=moving.void, by=by, now=now)
    if moving.capture:
        payments.capture(ref=ref, amount=moving.capture, by=by, now=now)
    if refund:
        payments.refund(ref=ref, amount=refund, by=by, now=now)
    pay_open_refunds(order, by=by, now=now)
    is_short = moving.ask and not payments.ask_for_more(ref=ref, amount=moving.ask, by=by, now=now)
    if is_short:
        hold(order, HoldReason.PAYMENT, owner=CONTACT_CENTER, why="", by=by, now=now)
    elif not moving.ask and not balance.asked:
        let_go(order, HoldReason.PAYMENT, by=by, now=now)


def lacking_now(order: Order, lines: Sequence[OrderLine]) -> Decimal:
    """How much of what the order costs is neither set aside nor asked for."""
    return _moves(order, lines, payments.get_balance(ref_of(order.id))).ask


def _moves(order: Order, lines: Sequence[OrderLine], balance: payments.Balance) -> Moves:
    return moves(
        _due(order, lines), asked=balance.asked, capturable=balance.capturable, taken=balance.refundable,
        given_back_for_returns=given_back(order),
    )  # fmt: skip


def worth_now(order: Order, lines: Sequence[OrderLine]) -> Decimal:
    """What the order costs as it stands, canceled pieces counted out."""
    return _due(order, lines).kept


def check_paid(order: Order, lines: Sequence[OrderLine]) -> None:
    """What has left, with the pieces that are about to, is taken or set aside.

    :raises NotPaidYet: when it is not
    """
    wanted, balance = _due(order, lines), payments.get_balance(ref_of(order.id))
    there = balance.held + given_back(order)
    if there < wanted.taken:
        raise NotPaidYet(there=there, needed=wanted.taken)


def _due(order: Order, lines: Sequence[OrderLine]) -> Due:
    priced = [PricedLine(row.unit_price, row.discount, row.ordered, row.canceled, row.shipped) for row in lines]
    return due(priced, shipping=order.shipping_total, discount=order.discount_total)
