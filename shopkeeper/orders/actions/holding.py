"""An order is held and let go, with a reason, somebody who looks after it, and who let it go."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.stages import note_released
from shopkeeper.orders.contracts import HoldReason
from shopkeeper.orders.errors import OrderHeld
from shopkeeper.orders.events import OrderHoldPlaced, OrderHoldReleased
from shopkeeper.orders.models import Hold, Order
from shopkeeper.orders.words import tell_hold


@action
def hold_order(*, order_id: UUID, reason: HoldReason, owner: str, why: str, by: Actor, now: datetime) -> UUID:
    """Keep an order from leaving until somebody lets it go. Twice for one reason changes nothing.

    :raises OrderNotFound: when there is none
    """
    order, _lines = lock_order(order_id)
    return hold(order, reason, owner=owner, why=why, by=by, now=now)


def hold(order: Order, reason: HoldReason, *, owner: str, why: str, by: Actor, now: datetime) -> UUID:
    """Hold a locked order."""
    known = Hold.objects.filter(order=order, reason=reason, released_at=None).values_list("id", flat=True).first()
    if known is not None:
        return known
    row = Hold.objects.create(
        id=new_id(), order=order, reason=reason, owner=owner[:120], why=why[:200], held_by=f"{by.kind}:{by.id}"[:120],
        held_at=now,
    )  # fmt: skip
    announce(OrderHoldPlaced(order_id=order.id, hold_id=row.id, reason=reason), by=by, now=now)
    return row.id


def let_go(order: Order, reason: HoldReason, *, by: Actor, now: datetime) -> None:
    """Let a locked order go, if it is held for this."""
    held = list(Hold.objects.filter(order=order, reason=reason, released_at=None))
    for row in held:
        row.released_by, row.released_at = f"{by.kind}:{by.id}"[:120], now
        row.save(update_fields=["released_by", "released_at"])
        announce(OrderHoldReleased(order_id=order.id, hold_id=row.id, reason=reason), by=by, now=now)
    note_released(order, held, by=by, now=now)


def check_not_held(order: Order) -> None:
    """Nothing keeps an order from leaving.

    :raises OrderHeld: when something does
    """
    row = Hold.objects.filter(order=order, released_at=None).first()
    if row is not None:
        raise OrderHeld(reason=row.reason, held=tell_hold(HoldReason(row.reason)))
