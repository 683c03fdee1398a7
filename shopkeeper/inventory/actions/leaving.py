"""Ordered transfers: kept at their origin for those they were ordered for, until somebody there sends them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.inventory.actions.ledger import Placed, write
from shopkeeper.inventory.actions.looked import Looked, write_looked
from shopkeeper.inventory.actions.waiting import lock_waiting, serve_known, strand
from shopkeeper.inventory.contracts import InboundKind, MovementKind
from shopkeeper.inventory.errors import InboundNotFound, MoreThanOrdered
from shopkeeper.inventory.events import InboundMoved, PickedShort
from shopkeeper.inventory.models import Inbound, Reservation
from shopkeeper.inventory.models.promised import TO_LEAVE
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.queries.roads import list_roads


def transfer_ref(inbound_id: UUID) -> str:
    """Under which name the origin keeps the pieces of an ordered transfer."""
    return f"transfer:{inbound_id}"


@action
def send_transfer(*, inbound_id: UUID, by: Actor, now: datetime, found: int | None = None) -> int:
    """The pieces of an ordered transfer leave: all of them, or as many as were `found`. Gives how many left.

    What was found and what was not teaches how far the origin's record can be trusted. What was not leaves the record,
    and a count is due; whoever was promised it waits without a day. What leaves
    too late to be there on its day comes as many days later as the road takes.

    :raises InboundNotFound: when it has left, or was called off
    :raises MoreThanOrdered: when more were found than are wanted
    """
    row, known = lock_inbound(inbound_id)
    if not row.is_to_leave:
        raise InboundNotFound(what="inbound", key=inbound_id)
    pieces = row.quantity if found is None else found
    if not 0 <= pieces <= row.quantity:
        raise MoreThanOrdered(open=row.quantity, sku=row.product.sku)
    missing = row.quantity - pieces
    if row.origin_id:
        looked = Looked(transfer_ref(row.id), row.product_id, row.origin_id, row.quantity, missing, now)
        write_looked([looked], by=by, now=now)
    _leave(row, pieces, missing, by=by, now=now)
    is_late = row.leave_by is not None and day_of(now) > row.leave_by
    due_on = max(row.due_on, _arrival(row, now=now)) if is_late else row.due_on
    Inbound.objects.filter(pk=row.pk).update(
        left_at=now, quantity=pieces, due_on=due_on, closed_at=None if pieces else now
    )  # fmt: skip
    _tell(row, known, missing, due_on > row.due_on, by=by, now=now)
    return pieces


def _arrival(row: Inbound, *, now: datetime) -> date:
    """The day on which it is there, if it leaves today."""
    origin, end = row.origin.code if row.origin else "", row.location.code
    return list_roads([end], now=now).arrival(origin, end, day_of(now))


def keep_no_more(taken: Sequence[tuple[Reservation, int]]) -> list[tuple[Reservation, int]]:
    """What their origins keep, locked, of pieces that nobody waits for any more and that have not left: they go no
    more. What has left is stock of the location to which it goes."""
    asked = Counter[UUID]()
    for row, pieces in taken:
        if row.inbound_id is not None:
            asked[row.inbound_id] += pieces
    rows = Inbound.objects.filter(TO_LEAVE, pk__in=asked).order_by("id") if asked else ()
    return [(_kept(row), asked[row.id]) for row in rows]


def shrink(taken: Sequence[tuple[Reservation, int]], *, now: datetime) -> None:
    """Ordered transfers are so many pieces smaller, and over once they are of none."""
    for row, pieces in taken:
        smaller = Inbound.objects.filter(TO_LEAVE, pk__in=[row.inbound_id])
        smaller.update(quantity=F("quantity") - pieces)
        smaller.filter(quantity=0).update(closed_at=now)


def call_off(row: Inbound, *, by: Actor, now: datetime) -> None:
    """What a locked transfer would have sent stays at its origin."""
    _leave(row, 0, 0, by=by, now=now)


def lock_inbound(inbound_id: UUID) -> tuple[Inbound, set[UUID]]:
    """What is still to come, locked after those who wait for it (their reservations), what its origin keeps for it, and
    both positions.

    :raises InboundNotFound: when nothing comes any more
    """
    rows = Inbound.objects.filter(pk=inbound_id, closed_at=None).exclude(kind=InboundKind.QUEUE)
    seen = rows.first()
    if seen is None:
        raise InboundNotFound(what="inbound", key=inbound_id)
    pairs = [(seen.product_id, seen.location_id)]
    if seen.is_to_leave and seen.origin_id:
        pairs.append((seen.product_id, seen.origin_id))
    known = lock_waiting(pairs, ref=transfer_ref(inbound_id) if seen.is_to_leave else "")
    row = rows.select_related("product").select_for_update(no_key=True, of=("self",)).first()
    if row is None:
        raise InboundNotFound(what="inbound", key=inbound_id)
    return row, known


def _leave(row: Inbound, pieces: int, missing: int, *, by: Actor, now: datetime) -> None:
    """Pieces leave the origin, some turn out to be missing; the others, if any, are free there again."""
    kept = _kept(row)
    freed = kept.open - pieces - missing
    Reservation.objects.filter(pk=kept.pk).update(
        consumed=F("consumed") + pieces, released=F("released") + missing + freed, ended_at=now
    )
    kinds = ((MovementKind.TRANSFER_OUT, pieces), (MovementKind.SHORT, missing), (MovementKind.RELEASE, freed))
    write(
        [
            Placed(kind, row.product_id, kept.location_id, n, now, "not found" if kind == MovementKind.SHORT else "",
                row.ref, reserved=0 if kind == MovementKind.RELEASE else -n)
            for kind, n in kinds if n
        ],
        by=by, now=now,
    )  # fmt: skip
    if missing:
        short = PickedShort(
            product_id=row.product_id, location_id=kept.location_id, missing=missing, ref=transfer_ref(row.id)
        )
        announce(short, by=by, now=now)


def _tell(
    row: Inbound, known: set[UUID], missing: int, is_late: bool, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Whoever waits for what does not come, or comes later, hears of it."""
    waiting = list(Reservation.objects.filter(inbound=row, ended_at=None).order_by("-reserved_at", "-id"))
    refs = tuple(one.ref for one in waiting)
    for one in waiting:
        pieces = min(missing, one.open)
        missing -= pieces
        if pieces:
            strand(one, pieces, now=now)
    serve_known(known, [(row.product_id, row.location_id)], by=by, now=now)
    left = Inbound.objects.get(pk=row.pk)
    if refs and (is_late or left.quantity != row.quantity):
        moved = InboundMoved(
            inbound_id=row.id, product_id=row.product_id, location_id=row.location_id, reserved=left.reserved,
            due_on=left.due_on if left.closed_at is None else None, refs=refs,
        )  # fmt: skip
        announce(moved, by=by, now=now)


def _kept(row: Inbound) -> Reservation:
    """What the origin keeps for an ordered transfer."""
    return Reservation.objects.select_for_update(no_key=True, of=("self",)).get(ref=transfer_ref(row.id), ended_at=None)
