"""What becomes of a reservation: released, consumed, split, made hard, expired."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.coming import give_back_coming
from shopkeeper.inventory.actions.leaving import keep_no_more, shrink
from shopkeeper.inventory.actions.ledger import Placed, actor_name, lock_positions, write
from shopkeeper.inventory.contracts import Claim, MovementKind, ReservationKind
from shopkeeper.inventory.errors import NotThatManyReserved, ReservationNotFound, StillOnItsWay
from shopkeeper.inventory.events import PickedShort, ReservationsExpired
from shopkeeper.inventory.models import Reservation

EXPIRED_AT_ONCE = 500


@action
def release(
    *,
    claims: Sequence[Claim],
    by: Actor,
    now: datetime,
    quantity: int | None = None,
    reason: str = "",
    latest_first: bool = False,
) -> int:
    """Give pieces back: all that the claims hold, or `quantity` of a single one. Gives how many were given back.

    What is not reserved any more is left alone, so a retry releases nothing twice. `latest_first` gives up what nobody
    knows a day for, then what comes last, and what is there last of all.

    :raises NotThatManyReserved: when `quantity` is more than the claim holds
    """
    rows = lock_claims(claims)
    taken = take(sorted(rows, key=_day_of, reverse=True) if latest_first else rows, quantity)
    end_reservations(taken, reason=reason, by=by, now=now)
    return sum(pieces for _, pieces in taken)


@action
def consume(*, claims: Sequence[Claim], by: Actor, now: datetime, quantity: int | None = None) -> int:
    """The kept pieces leave: sold over the counter, or shipped. Gives how many left.

    :raises NotThatManyReserved: when `quantity` is more than the claim holds
    """
    taken = take(lock_claims(claims), quantity)
    for row, pieces in taken:
        _check_there(row)
        _settle(row, now=now, consumed=pieces)
    write([_leave(row, pieces, now) for row, pieces in taken], by=by, now=now)
    return sum(pieces for _, pieces in taken)


@action
def short_pick(*, claim: Claim, missing: int, by: Actor, now: datetime) -> int:
    """Pieces that were kept are not there: the record is corrected, they are no longer kept, a count is due.

    Gives how many pieces were believed to be there.

    :raises NotThatManyReserved: when the claim holds fewer
    """
    [row] = lock_claims([claim], exactly_one=True)
    _check_there(row)
    take([row], missing)
    _settle(row, now=now, released=missing)
    lost = Placed(
        MovementKind.SHORT, row.product_id, row.location_id, missing, now, "not found", row.ref, reserved=-missing
    )
    write([lost], by=by, now=now)
    short = PickedShort(product_id=row.product_id, location_id=row.location_id, missing=missing, ref=row.ref)
    announce(short, by=by, now=now)
    return missing


@action
def split_reservation(*, claim: Claim, into: Claim, quantity: int, by: Actor, now: datetime) -> None:
    """Put some pieces of a reservation under another name, where they are; nobody can take them in between.

    :raises NotThatManyReserved: when the claim holds fewer
    """
    [row] = lock_claims([claim], exactly_one=True)
    if Reservation.objects.filter(
        ref=into.ref, attempt=into.attempt, product=row.product_id, location=row.location_id
    ).exists():
        return
    take([row], quantity)
    Reservation.objects.create(
        id=new_id(), ref=into.ref, attempt=into.attempt, product_id=row.product_id, location_id=row.location_id,
        inbound_id=row.inbound_id, kind=row.kind, channel=row.channel, quantity=quantity, expires_at=row.expires_at,
        reserved_at=now, by=actor_name(by),
    )  # fmt: skip
    _settle(row, now=now, released=quantity)


@action
def harden(*, claims: Sequence[Claim], by: Actor, now: datetime) -> int:
    """An order was placed: what was kept for a while is kept until it leaves. Gives the pieces that are kept.

    :raises ReservationNotFound: when one of the claims holds nothing any more
    """
    rows = lock_claims(claims)
    held = {(row.ref, row.attempt) for row in rows}
    for claim in claims:
        if (claim.ref, claim.attempt) not in held:
            raise ReservationNotFound(what="reservation", key=claim.ref, ref=claim.ref)
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).update(kind=ReservationKind.HARD, expires_at=None)
    return sum(row.open for row in rows)


@action
def expire_reservations(*, by: Actor, now: datetime) -> int:
    """End soft reservations whose time is over; those that somebody works on just now wait for the next round."""
    due = Reservation.objects.filter(kind=ReservationKind.SOFT, ended_at=None, expires_at__lte=now)
    rows = list(
        due.order_by("expires_at").select_for_update(no_key=True, skip_locked=True, of=("self",))[:EXPIRED_AT_ONCE]
    )
    end_reservations([(row, row.open) for row in rows], reason="expired", by=by, now=now)
    for start in range(0, len(rows), 50):
        refs = tuple(row.ref for row in rows[start : start + 50])
        announce(ReservationsExpired(refs=refs), by=by, now=now)
    return len(rows)


def lock_claims(claims: Sequence[Claim], *, exactly_one: bool = False) -> list[Reservation]:
    """The open reservations behind claims, locked in the order of their places; what is there before what comes.

    With `exactly_one` the first of a single demand: what is there of it, if any is.

    :raises ReservationNotFound: when exactly one is wanted and there is none, or there are several
    """
    wanted = Q(pk=None)
    for claim in claims:
        one = Q(ref=claim.ref, attempt=claim.attempt)
        wanted |= one & Q(location__code=claim.location) if claim.location else one
    rows = Reservation.objects.filter(wanted, ended_at=None).select_related("product", "inbound")
    found = list(rows.order_by("location_id", "product_id", "id").select_for_update(no_key=True, of=("self",)))
    found.sort(key=lambda row: row.inbound_id is not None)
    if exactly_one and len({(row.product_id, row.location_id) for row in found}) != 1:
        raise ReservationNotFound(what="reservation", key=claims[0].ref, ref=claims[0].ref)
    return found[:1] if exactly_one else found


def take(rows: Sequence[Reservation], quantity: int | None) -> list[tuple[Reservation, int]]:
    """How many pieces of each reservation are meant: all, or `quantity` from the first on."""
    if quantity is None:
        return [(row, row.open) for row in rows]
    if quantity > sum(row.open for row in rows) or quantity < 1:
        ref = rows[0].ref if rows else ""
        raise NotThatManyReserved(open=sum(row.open for row in rows), ref=ref)
    taken = []
    for row in rows:
        pieces = min(row.open, quantity)
        quantity -= pieces
        taken += [(row, pieces)] if pieces else []
    return taken


def end_reservations(taken: Sequence[tuple[Reservation, int]], *, reason: str, by: Actor, now: datetime) -> None:
    """Free pieces, on hand or out of what comes, and at the origin of what was to be sent for them."""
    taken = [*taken, *keep_no_more(taken)]
    for row, pieces in taken:
        _settle(row, now=now, released=pieces)
    there = [(row, pieces) for row, pieces in taken if row.inbound_id is None]
    freed = [
        Placed(MovementKind.RELEASE, row.product_id, row.location_id, pieces, now, reason, row.ref)
        for row, pieces in there
    ]
    lock_positions((row.product_id, row.location_id) for row, _ in taken)
    write(freed, by=by, now=now)
    coming = [(row, pieces) for row, pieces in taken if row.inbound_id is not None]
    shrink(coming, now=now)
    give_back_coming(coming)


def _day_of(row: Reservation) -> date:
    return row.inbound.due_on if row.inbound else date.min


def _check_there(row: Reservation) -> None:
    if row.inbound_id is not None:
        raise StillOnItsWay(ref=row.ref)


def _settle(row: Reservation, *, now: datetime, consumed: int = 0, released: int = 0) -> None:
    ended_at = now if row.open == consumed + released else None
    Reservation.objects.filter(pk=row.pk).update(
        consumed=F("consumed") + consumed, released=F("released") + released, ended_at=ended_at
    )


def _leave(row: Reservation, pieces: int, now: datetime) -> Placed:
    return Placed(MovementKind.SELL, row.product_id, row.location_id, pieces, now, ref=row.ref, reserved=-pieces)
