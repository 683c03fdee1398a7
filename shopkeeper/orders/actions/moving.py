"""Pieces leave the building and reach the customer: a fact row for each, counters that add them up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Sum

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.allocating import Taken, lock_open, send_off
from shopkeeper.orders.actions.holding import check_not_held
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.redirecting import settle_idle_redirections
from shopkeeper.orders.actions.settling import check_paid, settle_money
from shopkeeper.orders.actions.stages import note_handed_over
from shopkeeper.orders.contracts import MovementKind, OrderState
from shopkeeper.orders.errors import NothingToShip
from shopkeeper.orders.events import OrderDelivered, OrderShipped
from shopkeeper.orders.models import Movement, Order, OrderLine, Placement
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.rules.states import left_to_ship, state_of

AT_THE_TILL = "till"


@action
def ship_order(*, order_id: UUID, parcel_id: UUID, tracking_number: str, at: datetime, by: Actor, now: datetime) -> int:
    """Hand all pieces that are left over to the carrier in one parcel; gives how many. Twice changes nothing.

    Of an order that was placed here, those that the parcel's location fulfills; their money is taken.

    :raises NothingToShip: when every piece has left or was canceled
    :raises OrderHeld: when something keeps the order from leaving
    :raises NotPaidYet: when less is set aside than they cost
    """
    order, lines = lock_order(order_id)
    ref = f"parcel:{parcel_id}"
    if Movement.objects.filter(line__order=order, ref=ref, undone_at=None).exists():
        return 0
    taken = _to_send(order, lines, parcel_id, now=now)
    note_handed_over(order, ref, by=by, now=now)
    moved = _move(lines, MovementKind.SHIPPED, only=taken.by_line if taken else None, ref=ref, at=at, by=by, now=now)
    if not moved:
        raise NothingToShip
    delivery.hand_over_parcel(parcel_id=parcel_id, tracking_number=tracking_number, by=by, now=now)
    announce(OrderShipped(order_id=order.id, ref=ref_of(order.id), occurred_at=at), by=by, now=now)
    _leave(order, lines, taken, by=by, now=now)
    settle_idle_redirections(order, by=by, now=now)
    return moved


@action
def follow_hand_over(*, order_id: UUID, parcel_id: UUID, at: datetime, by: Actor, now: datetime) -> int:
    """A carrier has a parcel that nobody here handed over: its pieces have left, held or paid or not, and what money is
    there is taken. Gives how many; none when that is known, or of an order of another system."""
    order, lines = lock_order(order_id)
    ref = f"parcel:{parcel_id}"
    parcels = delivery.list_parcels_for_ref(ref_of(order.id), now=now)
    parcel = next((one for one in parcels if one.id == parcel_id and one.handed_over_at), None)
    is_known = Movement.objects.filter(line__order=order, ref=ref, undone_at=None).exists()
    if parcel is None or is_known or not Placement.objects.filter(order=order).exists():
        return 0
    taken = [Taken(row, row.open) for row in lock_open(order, location=parcel.ship_from)]
    by_line = {line.id: 0 for line in lines}
    for one in taken:
        by_line[one.allocation.line_id] += one.pieces
    moved = _move(lines, MovementKind.SHIPPED, only=by_line, ref=ref, at=at, by=by, now=now)
    if moved:
        announce(OrderShipped(order_id=order.id, ref=ref_of(order.id), occurred_at=at), by=by, now=now)
        settle_money(order, lines, by=by, now=now)
        send_off(taken, by=by, now=now)
        settle_idle_redirections(order, by=by, now=now)
    return moved


@action
def record_delivery(*, order_id: UUID, ref: str, at: datetime, by: Actor, now: datetime) -> int:
    """What left has reached the customer by `ref` (a parcel); gives how many pieces. Twice changes nothing."""
    order, lines = lock_order(order_id)
    if Movement.objects.filter(line__order=order, ref=ref, kind=MovementKind.DELIVERED, undone_at=None).exists():
        return 0
    sent = Movement.objects.filter(line__order=order, kind=MovementKind.SHIPPED, ref=ref, undone_at=None)
    by_line = dict(sent.values_list("line").annotate(pieces=Sum("quantity")))
    moved = _move(lines, MovementKind.DELIVERED, only=by_line or None, ref=ref, at=at, by=by, now=now)
    if moved and state_of(line.counters for line in lines) is OrderState.DELIVERED:
        _announce_delivered(order, at=at, by=by, now=now)
    return moved


@action
def deliver_parcel(*, order_id: UUID, parcel_id: UUID, at: datetime, by: Actor, now: datetime) -> None:
    """The carrier says that a parcel of an order arrived: its promise is settled, its pieces are the customer's."""
    delivery.deliver_parcel(parcel_id=parcel_id, at=at, by=by, now=now)
    record_delivery(order_id=order_id, ref=f"parcel:{parcel_id}", at=at, by=by, now=now)


@action
def hand_over_at_the_till(*, order_id: UUID, by: Actor, now: datetime) -> None:
    """A sale in a store: all pieces leave and arrive at once."""
    hand_over(order_id=order_id, ref=AT_THE_TILL, by=by, now=now)


@action
def hand_over(*, order_id: UUID, ref: str, at: datetime | None = None, by: Actor, now: datetime) -> int:
    """All pieces that are left go straight into the customer's hands; gives how many."""
    order, lines = lock_order(order_id)
    moment = at or order.placed_at
    taken = _open_pieces(order, lines)
    only = taken.by_line if taken else None
    _move(lines, MovementKind.SHIPPED, only=only, ref=ref, at=moment, by=by, now=now)
    moved = _move(lines, MovementKind.DELIVERED, ref=ref, at=moment, by=by, now=now)
    if moved and ref != AT_THE_TILL:  # a sale is told by OrderPlaced, not by two events more
        _announce_delivered(order, at=moment, by=by, now=now)
    _leave(order, lines, taken, by=by, now=now)
    return moved


@dataclass(frozen=True, slots=True)
class _Leaving:
    """Pieces of allocations that are about to leave."""

    taken: list[Taken]
    by_line: dict[UUID, int]


def _to_send(order: Order, lines: list[OrderLine], parcel_id: UUID, *, now: datetime) -> _Leaving | None:
    """What the location of a parcel fulfills; None for orders that other systems fulfill."""
    if not Placement.objects.filter(order=order).exists():
        return None
    parcels = delivery.list_parcels_for_ref(ref_of(order.id), now=now)
    location = next((parcel.ship_from for parcel in parcels if parcel.id == parcel_id), None)
    if location is None:
        raise delivery.ParcelNotFound(key=parcel_id)
    return _open_pieces(order, lines, location=location)


def _open_pieces(order: Order, lines: list[OrderLine], *, location: str = "") -> _Leaving | None:
    """The pieces that are allocated, if nothing keeps them from leaving; None for orders of other systems."""
    if not Placement.objects.filter(order=order).exists():
        return None
    check_not_held(order)
    taken = [Taken(row, row.open) for row in lock_open(order, location=location)]
    by_line = {line.id: 0 for line in lines}
    for one in taken:
        by_line[one.allocation.line_id] += one.pieces
    return _Leaving(taken, by_line)


def _leave(order: Order, lines: list[OrderLine], leaving: _Leaving | None, *, by: Actor, now: datetime) -> None:
    """Money and stock follow what has left; both refuse what is not there, and then nothing has left."""
    if leaving is not None:
        check_paid(order, lines)
        settle_money(order, lines, by=by, now=now)
        send_off(leaving.taken, by=by, now=now)


def _move(
    lines: list[OrderLine],
    kind: MovementKind,
    *,
    only: dict[UUID, int] | None = None,
    ref: str,
    at: datetime,
    by: Actor,
    now: datetime,
) -> int:
    """Move what is left of each line, or `only` so many pieces of some; history knows no parcel of its pieces."""
    moved = []
    for line in lines:
        counters = line.counters
        leaving = kind is MovementKind.SHIPPED
        quantity = left_to_ship(counters) if leaving else counters.shipped - counters.delivered
        quantity = quantity if only is None else min(quantity, only.get(line.id, 0))
        if quantity > 0:
            moved.append(
                Movement(
                    line=line,
                    kind=kind,
                    quantity=quantity,
                    ref=ref,
                    decided_by=f"{by.kind}:{by.id}"[:120],
                    occurred_at=at,
                    recorded_at=now,
                )
            )
            allocated = min(line.allocated, quantity) if leaving else 0
            changes = {kind.value: F(kind.value) + quantity, "allocated": F("allocated") - allocated}
            OrderLine.objects.filter(pk=line.pk).update(**changes)
            setattr(line, kind.value, getattr(line, kind.value) + quantity)
            line.allocated -= allocated
    Movement.objects.bulk_create(moved)
    return sum(movement.quantity for movement in moved)


def _announce_delivered(order: Order, *, at: datetime, by: Actor, now: datetime) -> None:
    delivered = OrderDelivered(
        order_id=order.id, ref=ref_of(order.id), occurred_at=at, customer_id=order.customer_id,
        outlet_id=order.outlet_id,
    )  # fmt: skip
    announce(delivered, by=by, now=now)
