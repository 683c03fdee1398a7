"""What is on its way: purchase orders and transfers, due on a day, promised before they are there."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.leaving import call_off, lock_inbound, send_transfer
from shopkeeper.inventory.actions.ledger import Placed, refresh_positions, write
from shopkeeper.inventory.actions.waiting import give, lock_waiting, serve_known, serve_waiting
from shopkeeper.inventory.contracts import InboundKind, MovementKind, Ordered
from shopkeeper.inventory.errors import (
    DayTooFar,
    LocationNotFound,
    NotEnoughStock,
    NotPositive,
    OrderedTooLate,
    SamePlace,
)
from shopkeeper.inventory.events import InboundMoved
from shopkeeper.inventory.models import Inbound, Location, Position, Reservation
from shopkeeper.inventory.models.promised import SOME_DAY
from shopkeeper.inventory.queries.places import name_of_place


@action
def expect(
    *,
    sku: str,
    location: str,
    quantity: int,
    due_on: date,
    by: Actor,
    now: datetime,
    ref: str = "",
    ordered: Ordered | None = None,
) -> UUID:
    """Note that pieces that somebody ordered are due at a location. Gives the id under which they are received.

    :raises OrderedTooLate: when they were ordered after the day on which they come
    :raises DayTooFar: when nobody can mean that day
    """
    if quantity < 1:
        raise NotPositive(sku=sku)
    _check_day(due_on)
    papers = ordered or Ordered()
    if papers.on is not None and papers.on > due_on:
        raise OrderedTooLate(sku=sku)
    product = catalog.get_products([sku])[sku]
    row = _create(
        kind=InboundKind.PURCHASE, ref=ref, product_id=product.id, location_id=get_place(location).id, due_on=due_on,
        quantity=quantity, supplier_id=papers.supplier_id, ordered_on=papers.on, recorded_at=now,
    )  # fmt: skip
    refresh_coming(pairs=[(row.product_id, row.location_id)], by=by, now=now)
    return row.id


@action
def transfer(
    *, sku: str, origin: str, destination: str, quantity: int, due_on: date, by: Actor, now: datetime, ref: str = ""
) -> UUID:
    """Send pieces that nobody was promised to another location. Gives the id under which they are received.

    :raises NotEnoughStock: when fewer are free at the origin
    :raises SamePlace: when they are there already
    :raises DayTooFar: when nobody can mean that day
    """
    if quantity < 1:
        raise NotPositive(sku=sku)
    if origin == destination:
        raise SamePlace(location=name_of_place(origin))
    _check_day(due_on)
    product = catalog.get_products([sku])[sku]
    start, end = get_place(origin), get_place(destination)
    known = lock_waiting([(product.id, start.id), (product.id, end.id)])
    position = Position.objects.get(product=product.id, location=start)
    free = position.unpromised - position.owed
    if free < quantity:
        raise NotEnoughStock(free=max(0, free), sku=sku, location=start.name)
    left = Placed(MovementKind.TRANSFER_OUT, product.id, start.id, quantity, now, ref=ref)
    write([left], by=by, now=now)
    row = _create(
        kind=InboundKind.TRANSFER, ref=ref, product_id=product.id, location_id=end.id, origin_id=start.id,
        due_on=due_on, quantity=quantity, recorded_at=now, left_at=now,
    )  # fmt: skip
    serve_known(known, [(product.id, end.id)], by=by, now=now)
    return row.id


@action
def move_inbound(*, inbound_id: UUID, due_on: date, by: Actor, now: datetime) -> None:
    """What is on its way comes on another day; those who promised out of it are told.

    :raises DayTooFar: when nobody can mean that day
    """
    _check_day(due_on)
    row, known = lock_inbound(inbound_id)
    Inbound.objects.filter(pk=row.pk).update(due_on=due_on)
    serve_known(known, [(row.product_id, row.location_id)], by=by, now=now)
    _tell_moved(row, known, due_on, by=by, now=now)


@action
def cancel_inbound(*, inbound_id: UUID, by: Actor, now: datetime) -> None:
    """The rest does not come. Who was promised it is given what is there or comes otherwise, or waits without a day.
    An ordered transfer that has not left stays where it is."""
    row, known = lock_inbound(inbound_id)
    if row.is_to_leave:
        call_off(row, by=by, now=now)
    Inbound.objects.filter(pk=row.pk).update(closed_at=now)
    serve_known(known, [(row.product_id, row.location_id)], by=by, now=now)
    _tell_moved(row, known, None, by=by, now=now)


@action
def receive(*, inbound_id: UUID, quantity: int, by: Actor, now: datetime, is_last: bool = False) -> int:
    """Pieces are there. Those who were promised some get theirs first, in order. Gives what may still come.

    More than was expected is taken in as well: it is there. `is_last` closes a delivery that came short. What is there
    has left its origin, whether somebody said so or not.
    """
    row, known = lock_inbound(inbound_id)
    if quantity < 1 and not is_last:
        raise NotPositive(sku=row.product.sku)
    if row.is_to_leave:
        send_transfer(inbound_id=row.id, by=by, now=now)
    kind = MovementKind.TRANSFER_IN if row.kind == InboundKind.TRANSFER else MovementKind.RECEIVE
    if quantity > 0:
        write([Placed(kind, row.product_id, row.location_id, quantity, now, ref=row.ref)], by=by, now=now)
    received = row.received + quantity
    ended = now if is_last or received >= row.quantity else None
    Inbound.objects.filter(pk=row.pk).update(received=received, closed_at=ended)
    _hand_out(row, known, by=by, now=now)
    serve_known(known, [(row.product_id, row.location_id)], by=by, now=now)
    if ended:
        _tell_moved(row, known, None, by=by, now=now)
    return 0 if ended else row.quantity - received


@action
def refresh_coming(*, pairs: Iterable[tuple[UUID, UUID]], by: Actor, now: datetime) -> None:
    """Work out anew what comes to positions (product, location), after their inbound rows were written set-wise."""
    serve_waiting(pairs, by=by, now=now)


def give_back_coming(taken: Sequence[tuple[Reservation, int]]) -> None:
    """Free pieces that were promised out of what comes; their positions are locked already."""
    for row, pieces in taken:
        Inbound.objects.filter(pk__in=[row.inbound_id]).update(reserved=F("reserved") - pieces)
    if taken:
        refresh_positions((row.product_id, row.location_id) for row, _ in taken)


def _hand_out(row: Inbound, known: Collection[UUID], *, by: Actor, now: datetime) -> None:
    """Let reservations on a delivery become reservations of what is there, first come first, as far as it reaches."""
    free = Position.objects.get(product=row.product_id, location=row.location_id).unpromised
    waiting = Reservation.objects.filter(inbound=row, ended_at=None, pk__in=known)
    for promised in waiting.order_by("reserved_at", "id"):
        pieces = min(promised.open, free)
        if pieces < 1:
            break
        give(promised, None, pieces, by=by, now=now)
        free -= pieces


def _tell_moved(row: Inbound, known: Collection[UUID], due_on: date | None, *, by: Actor, now: datetime) -> None:
    """Those who still wait for a delivery hear that it comes on another day, or no more (None)."""
    kept = Reservation.objects.filter(inbound=row, ended_at=None).order_by("reserved_at", "id")
    kept = kept if due_on else kept.filter(pk__in=known)  # who came just now is served first
    refs = tuple(kept.values_list("ref", flat=True))
    if refs or due_on is not None:
        moved = InboundMoved(
            inbound_id=row.id, product_id=row.product_id, location_id=row.location_id, reserved=row.reserved,
            due_on=due_on, refs=refs,
        )  # fmt: skip
        announce(moved, by=by, now=now)


def _check_day(day: date) -> None:
    """What nobody expects is due on some day of its own, after all others."""
    if day >= SOME_DAY:
        raise DayTooFar(day=day.isoformat())


def _create(**told: Any) -> Inbound:
    identifier = new_id()
    return Inbound.objects.create(id=identifier, source_key=str(identifier), **told)


def get_place(code: str) -> Location:
    """The location of a code.

    :raises LocationNotFound: when there is none
    """
    row = Location.objects.filter(code=code).first()
    if row is None:
        raise LocationNotFound(what="location", key=code)
    return row
