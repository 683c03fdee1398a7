"""Pieces leave the building and reach the customer: a fact row for each, counters that add them up."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Sum

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import MovementKind, OrderState
from shopkeeper.orders.errors import NothingToShip, OrderNotFound
from shopkeeper.orders.events import OrderDelivered, OrderShipped
from shopkeeper.orders.models import Movement, Order, OrderLine
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.rules import left_to_ship, state_of

AT_THE_TILL = "till"


@action
def ship_order(*, order_id: UUID, parcel_id: UUID, tracking_number: str, at: datetime, by: Actor, now: datetime) -> int:
    """Hand all pieces that are left over to the carrier in one parcel; gives how many. Twice changes nothing.

    :raises NothingToShip: when every piece has left or was canceled
    """
    order, lines = lock_order(order_id)
    ref = f"parcel:{parcel_id}"
    if Movement.objects.filter(line__order=order, ref=ref).exists():
        return 0
    moved = _move(lines, MovementKind.SHIPPED, ref=ref, at=at, by=by, now=now)
    if not moved:
        raise NothingToShip
    delivery.hand_over_parcel(parcel_id=parcel_id, tracking_number=tracking_number, by=by, now=now)
    announce(OrderShipped(order_id=order.id, ref=ref_of(order.id), occurred_at=at), by=by, now=now)
    return moved


@action
def record_delivery(*, order_id: UUID, ref: str, at: datetime, by: Actor, now: datetime) -> int:
    """What left has reached the customer by `ref` (a parcel); gives how many pieces. Twice changes nothing."""
    order, lines = lock_order(order_id)
    if Movement.objects.filter(line__order=order, ref=ref, kind=MovementKind.DELIVERED).exists():
        return 0
    sent = Movement.objects.filter(line__order=order, kind=MovementKind.SHIPPED, ref=ref)
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
    _move(lines, MovementKind.SHIPPED, ref=ref, at=moment, by=by, now=now)
    moved = _move(lines, MovementKind.DELIVERED, ref=ref, at=moment, by=by, now=now)
    if moved and ref != AT_THE_TILL:  # a sale is told by OrderPlaced, not by two events more
        _announce_delivered(order, at=moment, by=by, now=now)
    return moved


def lock_order(order_id: UUID) -> tuple[Order, list[OrderLine]]:
    """The order and its lines, locked in this order.

    :raises OrderNotFound: when there is none
    """
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound(key=order_id)
    return order, list(OrderLine.objects.select_for_update().filter(order=order).order_by("id"))


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
            OrderLine.objects.filter(pk=line.pk).update(**{kind.value: F(kind.value) + quantity})
            setattr(line, kind.value, getattr(line, kind.value) + quantity)
    Movement.objects.bulk_create(moved)
    return sum(movement.quantity for movement in moved)


def _announce_delivered(order: Order, *, at: datetime, by: Actor, now: datetime) -> None:
    delivered = OrderDelivered(
        order_id=order.id, ref=ref_of(order.id), occurred_at=at, customer_id=order.customer_id,
        outlet_id=order.outlet_id,
    )  # fmt: skip
    announce(delivered, by=by, now=now)
