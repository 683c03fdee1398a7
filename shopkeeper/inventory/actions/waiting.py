"""Demand for what is not there yet: given what comes, of several deliveries if need be, in the order of asking."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.ledger import Placed, lock_positions, refresh_positions, write
from shopkeeper.inventory.contracts import InboundKind, MovementKind
from shopkeeper.inventory.events import QueueServed
from shopkeeper.inventory.models import Inbound, Position, Reservation
from shopkeeper.inventory.models.promised import SOME_DAY
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.rules.availability import owed, rooms

_STRANDED = Q(inbound__kind=InboundKind.QUEUE) | Q(inbound__closed_at__isnull=False)
"""Reservations on a queue, or on a delivery that came short: nothing that is expected covers them."""


@action
def serve_queues(*, by: Actor, now: datetime) -> int:
    """Give those who wait what has come since, in the order in which they asked. Gives how many were served."""
    rows = Reservation.objects.filter(_STRANDED, ended_at=None).order_by()
    return serve_waiting(rows.values_list("product_id", "location_id").distinct(), by=by, now=now)


def serve_waiting(pairs: Iterable[tuple[UUID, UUID]], *, by: Actor, now: datetime) -> int:
    """The same for some positions (product, location)."""
    both = sorted(set(pairs))
    return serve_known(lock_waiting(both), both, by=by, now=now)


def lock_waiting(pairs: Iterable[tuple[UUID, UUID]], *, ref: str = "") -> set[UUID]:
    """Lock all who wait at positions (product, location), then what is kept for them under a ref, then the positions:
    the order in which everybody locks, those who give up what they waited for as well.

    Gives the reservations that are locked. Whoever came while we waited for a position is not among them: they may be
    changed next time only, or two would wait for each other.
    """
    both = set(pairs)
    waiting = Reservation.objects.filter(
        ended_at=None, inbound__isnull=False, ref=OuterRef("ref"), attempt=OuterRef("attempt"),
        product=OuterRef("product"), location=OuterRef("location"),
    )  # fmt: skip
    rows = Reservation.objects.filter(Exists(waiting), ended_at=None, **_at(both))
    known = _lock(rows)
    known |= _lock(Reservation.objects.filter(ref=ref, ended_at=None)) if ref else set()
    lock_positions(both)
    return known


def _lock(rows: QuerySet[Reservation]) -> set[UUID]:
    locked = rows.order_by("location_id", "product_id", "id").select_for_update(no_key=True, of=("self",))
    return set(locked.values_list("id", flat=True))


def serve_known(known: Collection[UUID], pairs: Sequence[tuple[UUID, UUID]], *, by: Actor, now: datetime) -> int:
    """Serve those of some positions whose reservations are locked. Gives how many got something."""
    refresh_positions(pairs)
    return sum(_serve(rows, by=by, now=now) for rows in _list_stranded(known, pairs))


def choose_delivery(rows: Sequence[Inbound], quantity: int, *, needed_on: date) -> Inbound | None:
    """The latest delivery in time for a day that has room for all of it."""
    free = zip(rows, rooms([(row.due_on, row.net) for row in rows]), strict=True)
    in_time = [row for row, room in free if row.due_on <= needed_on and room >= quantity]
    return in_time[-1] if in_time else None


def draw(rows: Sequence[Inbound], quantity: int) -> list[tuple[Inbound, int]]:
    """Up to so many pieces out of deliveries, the first ones first: which, and how many of each."""
    drawn: list[tuple[Inbound, int]] = []
    for place, row in enumerate(rows):
        taken = dict(drawn)
        room = rooms([(other.due_on, other.net - taken.get(other, 0)) for other in rows])[place]
        pieces = min(room, quantity - sum(taken.values()))
        drawn += [(row, pieces)] if pieces else []
    return drawn


def list_coming(product: UUID, place: UUID) -> list[Inbound]:
    """What comes to a position and what is promised out of it, by day; its queue last."""
    rows = Inbound.objects.filter(Q(closed_at=None) | Q(reserved__gt=0), product=product, location=place)
    return list(rows.order_by("due_on", "id"))


def list_expected(product: UUID, place: UUID, *, now: datetime) -> list[Inbound]:
    """The same without what is late and has pieces left: nobody knows when these come, so nobody is promised them."""
    today = day_of(now)
    return [row for row in list_coming(product, place) if row.due_on >= today or row.net <= 0]


def find_queue(product: UUID, place: UUID, *, now: datetime) -> Inbound:
    """The queue of a position, which its lock guards; a new one where nobody has waited yet."""
    key = f"queue:{product}:{place}"
    first = {
        "kind": InboundKind.QUEUE, "product_id": product, "location_id": place, "due_on": SOME_DAY, "quantity": 0,
        "recorded_at": now,
    }  # fmt: skip
    row, _ = Inbound.objects.get_or_create(source="shopkeeper", source_key=key, defaults=first)
    return row


def give(row: Reservation, chosen: Inbound | None, pieces: int, *, by: Actor, now: datetime) -> None:
    """Let pieces for which somebody waits come out of another delivery, or be kept of what is there (None)."""
    Inbound.objects.filter(pk__in=[row.inbound_id]).update(reserved=F("reserved") - pieces)
    _rename(row, chosen, pieces, now=now)
    if chosen is None:
        kept = Placed(MovementKind.RESERVE, row.product_id, row.location_id, pieces, now, "arrived", row.ref)
        write([kept], by=by, now=now)
    else:
        chosen.reserved += pieces
        Inbound.objects.filter(pk=chosen.pk).update(reserved=F("reserved") + pieces)
    served = QueueServed(
        ref=row.ref, attempt=row.attempt, product_id=row.product_id, location_id=row.location_id,
        due_on=chosen.due_on if chosen else None, quantity=pieces,
    )  # fmt: skip
    announce(served, by=by, now=now)


def strand(row: Reservation, pieces: int, *, now: datetime) -> None:
    """Pieces for which somebody waits do not come as was thought: they wait in the queue of their position."""
    queue = find_queue(row.product_id, row.location_id, now=now)
    Inbound.objects.filter(pk__in=[row.inbound_id]).update(reserved=F("reserved") - pieces)
    _rename(row, queue, pieces, now=now)
    Inbound.objects.filter(pk=queue.pk).update(reserved=F("reserved") + pieces)


def _rename(row: Reservation, chosen: Inbound | None, pieces: int, *, now: datetime) -> None:
    """Move pieces from one row of a demand to its row for another delivery; there is at most one row for each."""
    same = Reservation.objects.filter(
        ref=row.ref, attempt=row.attempt, product=row.product_id, location=row.location_id, inbound=chosen
    )
    is_all = pieces == row.quantity - row.released
    if same.update(quantity=F("quantity") + pieces, ended_at=None) == 0:
        if is_all and not row.released:
            Reservation.objects.filter(pk=row.pk).update(inbound=chosen)
            return
        Reservation.objects.create(
            id=new_id(), ref=row.ref, attempt=row.attempt, product_id=row.product_id, location_id=row.location_id,
            inbound=chosen, kind=row.kind, channel=row.channel, quantity=pieces, expires_at=row.expires_at,
            reserved_at=row.reserved_at, by=row.by,
        )  # fmt: skip
    row.quantity -= pieces
    left = Reservation.objects.filter(pk=row.pk)
    if row.quantity == 0:
        left.delete()
    else:
        left.update(quantity=row.quantity, ended_at=now if is_all else None)


def _serve(rows: Sequence[Reservation], *, by: Actor, now: datetime) -> int:
    """Give those who wait at a position what is there, then what comes. Gives how many got some."""
    product, place = rows[0].product_id, rows[0].location_id
    coming = list_expected(product, place, now=now)
    expected = [row for row in coming if row.closed_at is None and row.kind != InboundKind.QUEUE]
    free = Position.objects.get(product=product, location=place).unpromised
    free -= owed([(row.due_on, row.net) for row in expected])
    served = 0
    for row in rows:
        wanted = row.open
        there = max(0, min(free, wanted))
        drawn = [*([(None, there)] if there else []), *draw(expected, wanted - there)]
        for chosen, pieces in drawn:
            give(row, chosen, pieces, by=by, now=now)
        free -= there
        served += bool(drawn)
        if sum(pieces for _, pieces in drawn) < wanted:
            break
    refresh_positions([(product, place)])
    return served


def _list_stranded(known: Collection[UUID], pairs: Iterable[tuple[UUID, UUID]]) -> list[list[Reservation]]:
    """Who waits for nothing that is expected, position by position, longest first."""
    found: dict[tuple[UUID, UUID], list[Reservation]] = {pair: [] for pair in pairs}
    rows = Reservation.objects.filter(_STRANDED, ended_at=None, pk__in=known) if known else ()
    for row in sorted(rows, key=lambda row: (row.reserved_at, row.id)):
        found.get((row.product_id, row.location_id), []).append(row)
    return [waiting for waiting in found.values() if waiting]


def _at(pairs: Iterable[tuple[UUID, UUID]]) -> dict[str, set[UUID]]:
    both = set(pairs)
    return {"product__in": {product for product, _ in both}, "location__in": {place for _, place in both}}
