"""An order that is wanted again, or wants more, is to be collected again: its pick-up takes part in what is undone."""

from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.orders.actions.pickups import subject_of
from shopkeeper.orders.errors import AlreadyCollected
from shopkeeper.orders.models import Order, Pickup
from shopkeeper.orders.queries import ref_of
from shopkeeper.promises import public as promises


@action
def reopen_pickup(*, order: Order, by: Actor, now: datetime) -> None:
    """Pieces of a locked order are to be collected that were not before. It is ready again once they were scanned, and
    those that were put back with them. Orders that are delivered have no pick-up.

    :raises AlreadyCollected: when nobody would come for them any more
    """
    row = Pickup.objects.select_for_update(no_key=True).filter(order=order, called_off_at=None).first()
    if row is None:
        return
    if row.collected_at is not None:
        raise AlreadyCollected
    row.released_at = row.ready_at = row.keep_until = row.reminded_at = None
    row.save(update_fields=["released_at", "ready_at", "keep_until", "reminded_at"])
    promises.restore_promises(
        kind=promises.PromiseKind.PICKUP, ref=ref_of(order.id), subject=subject_of(row), by=by, now=now
    )
