"""Goodwill that was given by mistake is taken back, and money, credit and limits are as before."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.returns.steps import name_of
from shopkeeper.orders.contracts import RefundKind, RefundWay
from shopkeeper.orders.errors import CannotBeUndone, NotYoursToTakeBack, RefundNotFound
from shopkeeper.orders.events import RefundTakenBack
from shopkeeper.orders.models import Refund
from shopkeeper.orders.rules.refunds import may_take_back
from shopkeeper.payments import public as payments


@action
def take_back_refund(*, refund_id: UUID, by: Actor, now: datetime) -> None:
    """Give goodwill no more: one that nobody has agreed to, that waits for its money, or whose credit is not used.

    :raises RefundNotFound: when there is none
    :raises NotYoursToTakeBack: when somebody else gave it, and `by` may not decide about others' refunds
    :raises CannotBeUndone: when its money has gone, it belongs to a return, or it was denied or taken back before
    :raises ValueUsed: when its credit was spent in part
    """
    row = _lock(refund_id)
    if not may_take_back(by.may, asked_by=row.asked_by, name=name_of(by)):
        raise NotYoursToTakeBack
    if row.kind != RefundKind.GOODWILL:
        raise CannotBeUndone(why=_("it belongs to a return, whose steps are taken back there"))
    if row.paid_at and row.way != RefundWay.STORE_CREDIT:
        raise CannotBeUndone(why=_("the money has gone back already"))
    if row.paid_at:
        payments.take_back_value(code=row.value_code, by=by, now=now)
    Refund.objects.filter(pk=row.pk).update(paid_at=None, denied_at=now, denied_by=name_of(by))
    told = RefundTakenBack(
        refund_id=row.id, order_id=row.order_id, customer_id=row.customer_id, amount=row.amount
    )  # fmt: skip
    announce(told, by=by, now=now)


def _lock(refund_id: UUID) -> Refund:
    found = Refund.objects.filter(pk=refund_id).values_list("order", flat=True)
    if not found:
        raise RefundNotFound(key=refund_id)
    if found[0]:
        lock_order(found[0])
    row = Refund.objects.select_for_update(no_key=True).get(pk=refund_id)
    if row.denied_at:
        raise CannotBeUndone(why=_("it was taken back or denied already"))
    return row
