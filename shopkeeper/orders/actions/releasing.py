"""Somebody who may decide about it lets a held order go."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.words import write_amount
from shopkeeper.orders.actions.holding import let_go
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.paying import find_lacking
from shopkeeper.orders.contracts import HoldReason
from shopkeeper.orders.errors import HoldNotFound, StillUnpaid
from shopkeeper.orders.models import Hold
from shopkeeper.orders.rules.holding import right_to_release


@action
def release_hold(*, order_id: UUID, hold_id: UUID, by: Actor, now: datetime) -> None:
    """Let an order go.

    :raises HoldNotFound: when it is not held for this
    :raises NotPermitted: when `by` may not let go what is held for this reason
    :raises StillUnpaid: when it is held for money that is not there
    """
    order, _lines = lock_order(order_id)
    row = Hold.objects.filter(pk=hold_id, order=order, released_at=None).first()
    if row is None:
        raise HoldNotFound(key=hold_id)
    reason = HoldReason(row.reason)
    by.require(right_to_release(reason))
    missing = find_lacking(order.id) if reason is HoldReason.PAYMENT else 0
    if missing:
        raise StillUnpaid(missing=write_amount(missing, order.currency))
    let_go(order, reason, by=by, now=now)
