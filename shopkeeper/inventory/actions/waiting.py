"""Demand for pieces that nobody expects yet: a queue at each location, served first when something comes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.inventory.actions.ledger import Placed, lock_positions, refresh_positions, write
from shopkeeper.inventory.contracts import InboundKind, MovementKind
from shopkeeper.inventory.events import QueueServed
from shopkeeper.inventory.models import Inbound, Position, Reservation
from shopkeeper.inventory.models.promised import SOME_DAY
from shopkeeper.inventory.rules.availability import owed

_STRANDED = Q(inbound__kind=InboundKind.QUEUE) | Q(inbound__closed_at__isnull=False)
"""Reservations on a queue, or on a delivery that came short: nothing that is expected covers them."""


@action
def serve_queues(*, by: Actor, now: datetime) -> int:
    """Give those who wait what has come since, in the order in which they asked. Gives how many were served."""
    rows = Reservation.objects.filter(_STRANDED, ended_at=None).order_by()
    return serve_waiting(rows.values_list("product_id", "location_id").distinct(), by=by, now=now)


def serve_waiting(pairs: Iterable[tuple[UUID, UUID]], *, by: Actor, now: datetime) -> int:
    """The same for some positions (product, location)."""
    served = 0
    for product, place in sorted(set(pairs)):
        waiting = Reservation.objects.filter(_STRANDED, product=product, location=place, ended_at=None)
        if waiting.exists():
            lock_positions([(product, place)])
            rows = waiting.select_related("inbound").order_by("reserved_at", "id").select_for_update(of=("self",))
            served += _serve(list(rows), product, place, by=by, now=now)
    return served


def choose_delivery(rows: Sequence[Inbound], quantity: int, *, needed_on: date | None) -> Inbound | None:
    """The latest delivery in time for a day, or the first of all, that has room while no promise would lack a piece."""
    before = owed([(row.due_on, row.net) for row in rows])
    in_time = rows if needed_on is None else [row for row in reversed(rows) if row.due_on <= needed_on]
    for row in in_time:
        after = owed([(other.due_on, other.net - (quantity if other is row else 0)) for other in rows])
        if row.net >= quantity and after <= before:
            return row
    return None


def list_coming(product: UUID, place: UUID) -> list[Inbound]:
    """What comes to a position and what is promised out of it, by day; its queue last."""
    rows = Inbound.objects.filter(Q(closed_at=None) | Q(reserved__gt=0), product=product, location=place)
    return list(rows.order_by("due_on", "id"))


def _list_expected(product: UUID, place: UUID) -> list[Inbound]:
    """What is on its way, for those who wait for it."""
    return [row for row in list_coming(product, place) if row.closed_at is None and row.kind != InboundKind.QUEUE]


def find_queue(product: UUID, place: UUID, *, now: datetime) -> Inbound:
    """The queue of a position, which its lock guards; a new one where nobody has waited yet."""
    key = f"queue:{product}:{place}"
    first = {
        "kind": InboundKind.QUEUE, "product_id": product, "location_id": place, "due_on": SOME_DAY, "quantity": 0,
        "recorded_at": now,
    }  # fmt: skip
    row, _ = Inbound.objects.get_or_create(source="shopkeeper", source_key=key, defaults=first)
    return row


def _serve(rows: Sequence[Reservation], product: UUID, place: UUID, *, by: Actor, now: datetime) -> int:
    expected = _list_expected(product, place)
    room = Position.objects.get(product=product, location=place).unpromised
    room -= owed([(row.due_on, row.net) for row in expected])
    served = 0
    for row in rows:
        chosen = None if row.open <= room else choose_delivery(expected, row.open, needed_on=None)
        if row.open > room and chosen is None:
            break
        room -= 0 if chosen else row.open
        _move(row, chosen, by=by, now=now)
        expected = _list_expected(product, place)
        served += 1
    refresh_positions([(product, place)])
    return served


def _move(row: Reservation, chosen: Inbound | None, *, by: Actor, now: datetime) -> None:
    Inbound.objects.filter(pk__in=[row.inbound_id]).update(reserved=F("reserved") - row.open)
    Reservation.objects.filter(pk=row.pk).update(inbound=chosen)
    if chosen is None:
        kept = Placed(MovementKind.RESERVE, row.product_id, row.location_id, row.open, now, "arrived", row.ref)
        write([kept], by=by, now=now)
    else:
        Inbound.objects.filter(pk=chosen.pk).update(reserved=F("reserved") + row.open)
    due_on = chosen.due_on if chosen else None
    served = QueueServed(
        ref=row.ref, attempt=row.attempt, product_id=row.product_id, location_id=row.location_id, due_on=due_on
    )
    announce(served, by=by, now=now)
