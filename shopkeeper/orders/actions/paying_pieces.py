"""Pieces are taken back and paid for in one step: their price as the policy has it, what is above it as goodwill."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from shopkeeper.core.actors import Actor
from shopkeeper.orders.actions.refunding import give_at_once, give_goodwill
from shopkeeper.orders.contracts import BackLine
from shopkeeper.orders.models import Order, OrderLine, Placement
from shopkeeper.orders.queries.refunds import left_to_give, promised_back
from shopkeeper.orders.queries.ruling import list_wishes, rule
from shopkeeper.orders.rules.refunds import check_there
from shopkeeper.payments import public as payments

_NOTHING = Decimal(0)


def owed_for(order: Order, lines: Sequence[OrderLine], back: BackLine, *, by: Actor, now: datetime) -> Decimal:
    """What pieces bring that nobody has taken back yet: their price, where the policy lets them come, or `by` may
    decide so; else nothing.

    :raises NotDelivered: when the customer has fewer pieces, those of open returns counted out
    """
    wishes = [one.wish for one in list_wishes(order, lines, [back], now=now)]
    may = rule(wishes, order.customer_id, now=now).is_approved or by.may("orders.decide_returns")
    return sum((wish.worth for wish in wishes), _NOTHING) if may else _NOTHING


def check_payable(
    order: Order, lines: Sequence[OrderLine], back: BackLine, amount: Decimal | None, *, by: Actor, now: datetime
) -> Decimal:
    """How much of what is to go back is the price of the pieces. The rest is goodwill. What another system paid back is
    only told.

    :raises NoAmount: when money is told that cannot move
    :raises MoreThanCaptured: when less was taken, with what is promised already or was given as store credit
    :raises NotPermitted: when the rest is asked for by somebody who may give nothing
    """
    if not amount:
        return _NOTHING
    payments.check_amount(amount)
    if not Placement.objects.filter(order=order).exists():
        return amount
    check_there(amount, taken=left_to_give(order), promised=promised_back(order))
    owed = min(amount, owed_for(order, lines, back, by=by, now=now))
    if amount > owed and not by.may("orders.refund_any"):
        by.require("orders.refund_little")
    return owed


def pay_for_pieces(order: Order, owed: Decimal, amount: Decimal, *, why: str, by: Actor, now: datetime) -> None:
    """Give their price back at once, and what is above it as goodwill: within the limit of `by`, or by a second person.

    :raises ReasonNeeded: when there is goodwill without a reason
    """
    if not Placement.objects.filter(order=order).exists():
        return
    if owed:
        give_at_once(order, owed, by=by, now=now)
    if amount > owed:
        give_goodwill(order_id=order.id, amount=amount - owed, why=why, by=by, now=now)
