"""Orders that customers collect: promised, put on the shelf, handed over, or not found."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.moving import hand_over
from shopkeeper.orders.actions.searching import tell_search
from shopkeeper.orders.contracts import PickupState
from shopkeeper.orders.errors import AlreadyCollected, PickupNotFoundHere
from shopkeeper.orders.events import PickupCollected, PickupNotFound, PickupReady
from shopkeeper.orders.models import Pickup
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.rules.states import pickup_state
from shopkeeper.promises import public as promises


@action
def promise_pickup(*, order_id: UUID, outlet_id: UUID, promised_at: datetime, by: Actor, now: datetime) -> UUID:
    """Promise that an order can be collected at an outlet from `promised_at` on. Twice changes nothing."""
    order, _lines = lock_order(order_id)
    row, is_new = Pickup.objects.get_or_create(
        source="shopkeeper",
        source_key=f"pickup:{order.id}",
        defaults={
            "recorded_at": now, "order": order, "outlet_id": outlet_id, "record_id": order.record_id,
            "customer_id": order.customer_id, "promised_at": promised_at,
        },
    )  # fmt: skip
    if is_new:
        promises.make_promise(
            kind=promises.PromiseKind.PICKUP, ref=ref_of(order.id), due_at=promised_at, outlet_id=outlet_id,
            node=f"outlet:{outlet_id}", record_id=order.record_id, customer_id=order.customer_id, by=by, now=now,
        )  # fmt: skip
    return row.id


@action
def mark_ready(*, pickup_id: UUID, shelf: str, at: datetime, by: Actor, now: datetime) -> None:
    """The order lies on the shelf: the promise is kept from here on, and one that was missing is found again.

    :raises AlreadyCollected: when it is gone
    """
    row = _locked(pickup_id)
    if row.collected_at is not None:
        raise AlreadyCollected
    if pickup_state(row.times) is PickupState.READY:
        return
    row.ready_at, row.shelf = at, shelf
    row.save(update_fields=["ready_at", "shelf"])
    _fulfill(row, at=at, by=by, now=now)
    ready = PickupReady(
        pickup_id=row.id, order_id=row.order_id, outlet_id=row.outlet_id, customer_id=row.customer_id, ready_at=at
    )
    announce(ready, by=by, now=now)
    tell_search(row, are_there=True, at=at, by=by, now=now)


@action
def collect(*, pickup_id: UUID, at: datetime, waited_seconds: int | None = None, by: Actor, now: datetime) -> None:
    """The customer has the order. Twice changes nothing."""
    row = _locked(pickup_id)
    if row.collected_at is not None:
        return
    row.collected_at, row.waited_seconds = at, waited_seconds
    row.save(update_fields=["collected_at", "waited_seconds"])
    _fulfill(row, at=at, by=by, now=now)
    hand_over(order_id=row.order_id, ref=f"pickup:{row.id}", at=at, by=by, now=now)
    collected = PickupCollected(
        pickup_id=row.id, order_id=row.order_id, outlet_id=row.outlet_id, customer_id=row.customer_id, collected_at=at
    )
    announce(collected, by=by, now=now)


@action
def report_not_found(*, pickup_id: UUID, at: datetime, by: Actor, now: datetime) -> None:
    """The customer stands there and the order is not to be found. Twice changes nothing.

    :raises AlreadyCollected: when it is gone
    """
    row = _locked(pickup_id)
    if row.collected_at is not None:
        raise AlreadyCollected
    if row.not_found_at is not None:
        return
    row.not_found_at = at
    row.save(update_fields=["not_found_at"])
    missing = PickupNotFound(
        pickup_id=row.id, order_id=row.order_id, outlet_id=row.outlet_id, customer_id=row.customer_id, occurred_at=at
    )
    announce(missing, by=by, now=now)
    tell_search(row, are_there=False, at=at, by=by, now=now)


def _fulfill(row: Pickup, *, at: datetime, by: Actor, now: datetime) -> None:
    made = {promise.kind for promise in promises.list_promises_for_ref(ref_of(row.order_id), now=now)}
    if promises.PromiseKind.PICKUP in made:
        promises.fulfill_promise(kind=promises.PromiseKind.PICKUP, ref=ref_of(row.order_id), at=at, by=by, now=now)


def _locked(pickup_id: UUID) -> Pickup:
    order_id = Pickup.objects.filter(pk=pickup_id).values_list("order", flat=True).first()
    if order_id is None:
        raise PickupNotFoundHere(key=pickup_id)
    lock_order(order_id)
    return Pickup.objects.select_for_update().get(pk=pickup_id)
