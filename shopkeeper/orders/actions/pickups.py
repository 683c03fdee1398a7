"""Orders that customers collect: promised, put on the shelf, handed over, or not found."""

import secrets
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.customers import public as customers
from shopkeeper.orders.actions.keeping import keep_until
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.moving import hand_over
from shopkeeper.orders.actions.picking import check_all_found, check_has_come, lock_pickup
from shopkeeper.orders.actions.resourcing import miss_all
from shopkeeper.orders.actions.searching import tell_search
from shopkeeper.orders.actions.stages import note_pickup
from shopkeeper.orders.actions.turning_up import take_up
from shopkeeper.orders.contracts import Handover, PickupState
from shopkeeper.orders.errors import AlreadyCollected, NothingToHandOver, NotWaiting
from shopkeeper.orders.events import PickupCollected, PickupNotFound, PickupReady
from shopkeeper.orders.models import Pickup
from shopkeeper.orders.policies import SHELF
from shopkeeper.orders.queries import get_pick, is_placed_here, ref_of
from shopkeeper.orders.rules.collecting import check_proof
from shopkeeper.orders.rules.states import pickup_state
from shopkeeper.promises import public as promises


@action
def promise_pickup(*, order_id: UUID, outlet_id: UUID, promised_at: datetime, by: Actor, now: datetime) -> UUID:
    """Promise that an order can be collected at an outlet from `promised_at` on. Twice changes nothing; one that was
    called off before stays beside it, with a promise of its own."""
    order, _lines = lock_order(order_id)
    known = list(Pickup.objects.filter(order=order))
    waiting = next((row for row in known if row.called_off_at is None), None)
    if waiting is not None:
        return waiting.id
    identifier = new_id()
    again = f":{len(known)}" if known else ""
    row = Pickup.objects.create(
        id=identifier, source_key=f"pickup:{order.id}{again}", recorded_at=now, order=order, outlet_id=outlet_id,
        record_id=order.record_id, customer_id=order.customer_id, promised_at=promised_at,
    )  # fmt: skip
    promises.make_promise(
        kind=promises.PromiseKind.PICKUP, ref=ref_of(order.id), subject=subject_of(row) if known else "",
        due_at=promised_at, outlet_id=outlet_id, node=row.outlet.code, record_id=order.record_id,
        customer_id=order.customer_id, by=by, now=now,
    )  # fmt: skip
    return row.id


def call_off_pickup(row: Pickup, *, failed: bool, by: Actor, now: datetime) -> None:
    """The order is not collected there after all: what was promised falls away, or is broken where the store `failed`
    to find it."""
    row.called_off_at = now
    row.save(update_fields=["called_off_at"])
    if failed:
        _break(row, at=now, by=by, now=now)
        return
    promises.withdraw_promise(
        kind=promises.PromiseKind.PICKUP, ref=ref_of(row.order_id), subject=subject_of(row), by=by, now=now
    )


def move_pickup(row: Pickup, promised_at: datetime, *, by: Actor, now: datetime) -> None:
    """It is promised for another time at the same place; the first one stays beside it on its promise."""
    row.promised_at = promised_at
    row.save(update_fields=["promised_at"])
    promises.move_promise(
        kind=promises.PromiseKind.PICKUP, ref=ref_of(row.order_id), subject=subject_of(row), due_at=promised_at,
        why="changed", by=by, now=now,
    )  # fmt: skip


def subject_of(row: Pickup) -> str:
    """What of its order a pick-up's promise is about, where there was one before."""
    return f"pickup:{row.id}"


@action
def mark_ready(*, pickup_id: UUID, shelf: str, at: datetime, by: Actor, now: datetime) -> None:
    """The order lies on the shelf, every piece of it scanned: the promise is kept from here on, its customer is told,
    and one that was missing is found again.

    :raises AlreadyCollected: when it is gone
    :raises NotAllFound: when pieces were not scanned
    """
    row = lock_pickup(pickup_id)
    if row.collected_at is not None or row.released_at is not None:
        raise AlreadyCollected
    if pickup_state(row.times) is PickupState.READY:
        return
    check_all_found(get_pick(row.id))
    note_pickup(row.id, row.outlet.name, left=False, by=by, now=now)
    row.ready_at, row.shelf, row.code = at, shelf, row.code or f"{secrets.randbelow(1_000_000):06}"
    row.keep_until = keep_until(row.outlet_id, at, agreed(SHELF).kept)
    row.save(update_fields=["ready_at", "shelf", "code", "keep_until"])
    _fulfill(row, at=at, by=by, now=now)
    ready = PickupReady(
        pickup_id=row.id, order_id=row.order_id, outlet_id=row.outlet_id, customer_id=row.customer_id, ready_at=at
    )
    announce(ready, by=by, now=now)
    tell_search(row, are_there=True, at=at, by=by, now=now)


@action
def collect(
    *, pickup_id: UUID, at: datetime, waited_seconds: int | None = None, handed: Handover | None = None, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """The customer has the order, or whoever showed that they may take it. Twice changes nothing.

    :raises WrongCode: when another code was shown
    :raises NobodyNamed: when it is not said whose paper was seen, or who signed
    :raises WaitsForOthers: when that is neither the customer nor whom they named
    :raises NotWaiting: when it was let go, or when something is shown for what does not lie on the shelf
    :raises StillToCome: while some of it is on its way
    :raises NothingToHandOver: when the store has none of it
    """
    row = lock_pickup(pickup_id)
    if row.collected_at is not None:
        return
    check_has_come(row.order_id)
    if row.released_at is not None or (handed and pickup_state(row.times) is not PickupState.READY):
        raise NotWaiting
    if handed is not None:
        check_proof(
            proof=handed.proof, shown=handed.code, code=row.code, name=handed.name, waits_for=_waits_for(row)
        )  # fmt: skip
        row.proof, row.handed_to = handed.proof, handed.name.strip()[:120]
    if pickup_state(row.times) is PickupState.NOT_FOUND:
        take_up(row, by=by, now=now)
    row.collected_at, row.waited_seconds, row.handed_by = at, waited_seconds, f"{by.kind}:{by.id}"[:120]
    row.save(update_fields=["collected_at", "waited_seconds", "proof", "handed_to", "handed_by"])
    _fulfill(row, at=at, by=by, now=now)
    gone = hand_over(order_id=row.order_id, ref=f"pickup:{row.id}", at=at, by=by, now=now)
    if not gone and is_placed_here(row.order_id):
        raise NothingToHandOver
    collected = PickupCollected(
        pickup_id=row.id, order_id=row.order_id, outlet_id=row.outlet_id, customer_id=row.customer_id, collected_at=at
    )
    announce(collected, by=by, now=now)


def _waits_for(row: Pickup) -> list[str]:
    """Who may have it: the customer, under the name that we know or the order says, and whom they named."""
    customer = customers.find_customer_card(row.customer_id) if row.customer_id else None
    return [customer.name if customer else "", row.order.ship_name, row.collector]


@action
def report_not_found(*, pickup_id: UUID, at: datetime, by: Actor, now: datetime) -> None:
    """The customer stands there and the order is not to be found: what was promised is broken, even if it turns up
    later, and its pieces are others', or somebody's to choose. Twice changes nothing.

    :raises AlreadyCollected: when it is gone
    :raises StillToCome: while some of it is on its way: it was promised for later
    """
    row = lock_pickup(pickup_id)
    if row.collected_at is not None:
        raise AlreadyCollected
    if row.not_found_at is not None:
        return
    check_has_come(row.order_id)
    row.not_found_at = at
    row.save(update_fields=["not_found_at"])
    if at >= min(row.promised_at, row.ready_at or row.promised_at):  # who comes too early was promised nothing yet
        _break(row, at=at, by=by, now=now)
    missing = PickupNotFound(
        pickup_id=row.id, order_id=row.order_id, outlet_id=row.outlet_id, customer_id=row.customer_id, occurred_at=at
    )
    announce(missing, by=by, now=now)
    tell_search(row, are_there=False, at=at, by=by, now=now)
    miss_all(order_id=row.order_id, by=by, now=now)


def _break(row: Pickup, *, at: datetime, by: Actor, now: datetime) -> None:
    if _is_promised(row, now):
        promises.break_promise(
            kind=promises.PromiseKind.PICKUP, ref=ref_of(row.order_id), subject=subject_of(row), at=at, by=by, now=now
        )


def _is_promised(row: Pickup, now: datetime) -> bool:
    made = promises.list_promises_for_ref(ref_of(row.order_id), now=now)
    return any(promise.kind is promises.PromiseKind.PICKUP for promise in made)


def _fulfill(row: Pickup, *, at: datetime, by: Actor, now: datetime) -> None:
    if _is_promised(row, now):
        promises.fulfill_promise(
            kind=promises.PromiseKind.PICKUP, ref=ref_of(row.order_id), subject=subject_of(row), at=at, by=by, now=now
        )
