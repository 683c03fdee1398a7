"""What becomes of pieces that locations fulfill: they leave, are given up, or turn out not to be there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.models import Allocation, Awaited, Order, OrderLine, ShortPick
from shopkeeper.orders.queries.book import demand_ref


@dataclass(frozen=True, slots=True)
class Taken:
    """Pieces of an allocation, or of what is awaited, that something happens to."""

    allocation: Allocation | Awaited
    pieces: int


def lock_open(order: Order, *, location: str = "") -> list[Allocation]:
    """The open allocations of an order, at one location or everywhere, locked; the latest attempt first."""
    rows = Allocation.objects.select_for_update(no_key=True, of=("self",)).select_related("line", "location")
    rows = rows.filter(line__order=order, open__gt=0).order_by("-attempt", "id")
    return list(rows.filter(location__code=location) if location else rows)


def list_awaited_rows(line: OrderLine) -> list[Awaited]:
    """What a line of a locked order waits for; the latest attempt first."""
    rows = Awaited.objects.select_for_update(no_key=True, of=("self",)).select_related("line", "location")
    return list(rows.filter(line=line, open__gt=0).order_by("-attempt", "id"))


def take_open(rows: Sequence[Allocation | Awaited], line: OrderLine, pieces: int) -> list[Taken]:
    """Pieces of a line out of its allocations, latest attempt first."""
    taken = []
    for row in rows:
        part = min(row.open, pieces) if row.line_id == line.id else 0
        if part:
            taken.append(Taken(row, part))
            pieces -= part
    return taken


def let_off(taken: Sequence[Taken]) -> None:
    """The locations need not fulfill these pieces. The line counts them elsewhere already."""
    for one in taken:
        type(one.allocation).objects.filter(pk=one.allocation.pk).update(released=F("released") + one.pieces)


def free_stock(taken: Sequence[Taken], *, reason: str, by: Actor, now: datetime) -> None:
    """Their locations may promise these pieces to others; of what is awaited, the latest ones."""
    for is_awaited in (True, False):
        some = [one for one in taken if isinstance(one.allocation, Awaited) == is_awaited]
        for claim, pieces in _claims(some):
            kept = min(pieces, _kept(claim))
            if kept:
                inventory.release(
                    claims=[claim], quantity=kept, reason=reason, latest_first=is_awaited, by=by, now=now
                )  # fmt: skip


def send_off(taken: Sequence[Taken], *, by: Actor, now: datetime) -> None:
    """The pieces leave their location. The line counts them as shipped already."""
    for one in taken:
        Allocation.objects.filter(pk=one.allocation.pk).update(shipped=F("shipped") + one.pieces)
    for claim, pieces in _claims(taken):
        kept = _kept(claim)
        if kept:  # pieces that were reported missing have left the record already
            inventory.consume(claims=[claim], quantity=min(pieces, kept), by=by, now=now)


def report_missing(one: Taken, *, by: Actor, now: datetime) -> None:
    """The location looked and has not got them: the record is corrected, and a count is due."""
    Allocation.objects.filter(pk=one.allocation.pk).update(refused=F("refused") + one.pieces)
    [(claim, pieces)] = _claims([one])
    kept = min(pieces, _kept(claim))
    if kept:
        inventory.short_pick(claim=claim, missing=kept, by=by, now=now)


def write_short_picks(taken: Sequence[Taken], *, reason: str, by: Actor, now: datetime) -> None:
    """Keep which locations had not got, or could not send, how many pieces, and who said so."""
    ShortPick.objects.bulk_create(
        ShortPick(
            id=new_id(), line=one.allocation.line, location_id=one.allocation.location_id, quantity=one.pieces,
            reason=reason[:40], reported_by=f"{by.kind}:{by.id}"[:120], reported_at=now,
        )
        for one in taken
    )  # fmt: skip


def refuse(one: Taken, *, reason: str, by: Actor, now: datetime) -> None:
    """The location has them and cannot send them."""
    Allocation.objects.filter(pk=one.allocation.pk).update(refused=F("refused") + one.pieces)
    for claim, pieces in _claims([one]):
        inventory.release(claims=[claim], quantity=min(pieces, _kept(claim)) or None, reason=reason, by=by, now=now)


def _claims(taken: Sequence[Taken]) -> list[tuple[inventory.Claim, int]]:
    """By location and line, which is the order in which stock is locked."""
    ordered = sorted(taken, key=lambda one: (one.allocation.location_id, one.allocation.line.product_id))
    return [
        (
            inventory.Claim(
                demand_ref(one.allocation.line.order_id, one.allocation.line.position), one.allocation.attempt,
                one.allocation.location.code,
            ),
            one.pieces,
        )
        for one in ordered
    ]  # fmt: skip


def _kept(claim: inventory.Claim) -> int:
    rows = inventory.list_reservations(claim.ref)
    return sum(row.open for row in rows if (row.attempt, row.location) == (claim.attempt, claim.location))
