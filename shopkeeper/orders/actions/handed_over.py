"""Somebody handed over what was not to go yet, or said so by mistake: all is as it was before."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.parceling import list_ready
from shopkeeper.orders.actions.picking import lock_pickup
from shopkeeper.orders.actions.pickups import subject_of
from shopkeeper.orders.actions.settling import settle_money
from shopkeeper.orders.actions.voiding import void_packings
from shopkeeper.orders.contracts import MovementKind
from shopkeeper.orders.errors import NotHandedOver, NotPlacedHere, ReasonNeeded
from shopkeeper.orders.events import HandOverUndone
from shopkeeper.orders.models import Allocation, Movement, Order, OrderLine, Placement, StagePassed
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.book import demand_ref
from shopkeeper.promises import public as promises

_AGAIN = "handed over by mistake"


@action
def undo_parcel_hand_over(*, order_id: UUID, parcel_id: UUID, why: str, by: Actor, now: datetime) -> int:
    """A parcel has not left after all; gives how many pieces are to be sent again. Money that was taken stays taken for
    them.

    :raises ReasonNeeded: when nobody says why
    :raises NotHandedOver: when it has not left
    :raises ParcelUnderWay: when its carrier has seen it since, or it was delivered
    :raises NotPlacedHere: for an order of another system
    """
    order, lines = lock_order(order_id)
    placement = _check(order, why)
    pieces = _undo(order, placement, lines, f"parcel:{parcel_id}", why, by=by, now=now)
    delivery.undo_hand_over(parcel_id=parcel_id, by=by, now=now)
    _join_what_was_to_follow(order, parcel_id, by=by, now=now)
    return pieces


@action
def undo_collection(*, pickup_id: UUID, why: str, by: Actor, now: datetime) -> int:
    """An order was not collected after all; it lies where it lay. Gives how many pieces.

    :raises ReasonNeeded: when nobody says why
    :raises NotHandedOver: when it was not collected, or pieces of it have come back since
    :raises NotPlacedHere: for an order of another system
    """
    row = lock_pickup(pickup_id)
    order, lines = lock_order(row.order_id)
    placement = _check(order, why)
    if row.collected_at is None or any(line.returned for line in lines):
        raise NotHandedOver
    pieces = _undo(order, placement, lines, f"pickup:{row.id}", why, by=by, now=now)
    row.collected_at = row.waited_seconds = None
    row.proof = row.handed_to = row.handed_by = ""
    row.save(update_fields=["collected_at", "waited_seconds", "proof", "handed_to", "handed_by"])
    if row.ready_at is None:
        promises.unfulfill_promise(
            kind=promises.PromiseKind.PICKUP, ref=ref_of(order.id), subject=subject_of(row), by=by, now=now
        )
    return pieces


def _join_what_was_to_follow(order: Order, parcel_id: UUID, *, by: Actor, now: datetime) -> None:
    """One parcel leaves a place: what was added after this one had left goes with it, and the parcel of that is called
    back. Two of them would be promised, and the first to leave would take the pieces of both."""
    ready = list_ready(order, now=now)
    place = next(parcel.ship_from for parcel in ready if parcel.id == parcel_id)
    for parcel in ready:
        if parcel.ship_from == place and parcel.id != parcel_id:
            delivery.cancel_parcel(parcel_id=parcel.id, by=by, now=now)
    void_packings(order, by=by, now=now)


def _check(order: Order, why: str) -> Placement:
    if not why.strip():
        raise ReasonNeeded
    placement = Placement.objects.filter(order=order).first()
    if placement is None:
        raise NotPlacedHere
    return placement


def _undo(
    order: Order, placement: Placement, lines: list[OrderLine], ref: str, why: str, *, by: Actor, now: datetime
) -> int:
    """Pieces that had gone by `ref` are at their location again, kept for the order."""
    moved = list(Movement.objects.filter(line__order=order, ref=ref, undone_at=None))
    gone = {row.line_id: row.quantity for row in moved if row.kind == MovementKind.SHIPPED}
    if not gone:
        raise NotHandedOver
    for line in lines:
        mine = [row for row in moved if row.line_id == line.id]
        _count_back(line, mine)
    placement.attempts += 1
    placement.save(update_fields=["attempts"])
    for line in lines:
        _keep_again(line, placement.attempts, gone.get(line.id, 0), moved[0].occurred_at, by=by, now=now)
    name = f"{by.kind}:{by.id}"[:120]
    undone = {"undone_at": now, "undone_by": name, "undone_why": why.strip()[:200]}
    Movement.objects.filter(pk__in=[row.pk for row in moved]).update(**undone)
    StagePassed.objects.filter(ref=ref, stage="hand_over", undone_at=None).update(undone_at=now)
    settle_money(order, lines, by=by, now=now)
    announce(HandOverUndone(order_id=order.id, ref=ref, customer_id=order.customer_id), by=by, now=now)
    return sum(gone.values())


def _count_back(line: OrderLine, moved: list[Movement]) -> None:
    pieces = defaultdict[str, int](int)
    for row in moved:
        pieces[row.kind] += row.quantity
    shipped, delivered = pieces[MovementKind.SHIPPED], pieces[MovementKind.DELIVERED]
    if not shipped:
        return
    OrderLine.objects.filter(pk=line.pk).update(
        shipped=F("shipped") - shipped, delivered=F("delivered") - delivered, allocated=F("allocated") + shipped
    )
    line.shipped, line.delivered, line.allocated = (
        line.shipped - shipped, line.delivered - delivered, line.allocated + shipped,
    )  # fmt: skip


def _keep_again(line: OrderLine, attempt: int, pieces: int, left_at: datetime, *, by: Actor, now: datetime) -> None:
    """Each location gets back what it gave, under a new attempt; the latest gave it."""
    rows = Allocation.objects.filter(line=line, shipped__gt=0).select_related("location").order_by("-attempt", "id")
    back = defaultdict[UUID, int](int)
    codes = {}
    for row in rows:
        part = min(row.shipped, pieces)
        if not part:
            break
        Allocation.objects.filter(pk=row.pk).update(shipped=F("shipped") - part, released=F("released") + part)
        back[row.location_id] += part
        codes[row.location_id] = row.location.code
        pieces -= part
    for location_id, part in back.items():
        Allocation.objects.create(
            id=new_id(), line=line, location_id=location_id, attempt=attempt, quantity=part, allocated_at=left_at
        )
        ref = demand_ref(line.order_id, line.position)
        demand = inventory.Demand(ref, attempt, line.product.sku, part, codes[location_id])
        inventory.keep_found(demand=demand, missed_at=left_at, reason=_AGAIN, by=by, now=now)
