"""Somebody went for promised pieces: what they found teaches how far a record can be trusted, and corrects it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.claims import short_pick
from shopkeeper.inventory.actions.corrections import find_position
from shopkeeper.inventory.actions.ledger import Placed, actor_name, lock_positions, write
from shopkeeper.inventory.actions.looked import Looked, take_off_shelf, write_looked
from shopkeeper.inventory.contracts import Claim, Demand, Found, MovementKind, ReservationKind
from shopkeeper.inventory.models import Location, Position, Reservation
from shopkeeper.inventory.queries.places import find_stocked

AT_ONCE = 5_000


@action
def record_search(*, found: Found, by: Actor, now: datetime) -> bool:
    """Somebody just went for promised pieces. Those that were missing leave the record at once, and a count is due.

    A bundle that lies nowhere itself was looked for part by part. The same again changes nothing. Gives whether the
    place is known here; where it is not, nothing was written.
    """
    places = _locations_of([found])
    if found.place_id not in places:
        return False
    place = places[found.place_id]
    for each in _in_parts([found]):
        if _write([each], places, by=by, now=now) and each.missing:
            _correct(each, place, by=by, now=now)
    return True


@action
def keep_found(
    *, demand: Demand, missed_at: datetime, by: Actor, now: datetime, reason: str = "found after all"
) -> None:
    """Pieces that were missing at `missed_at`, or written off then as sold, are in somebody's hands after all: they are
    on record again, and kept for what they were promised to. A count since then has seen them already, if its shelf has
    that many free."""
    product, place = find_position(demand.sku, demand.location)
    lock_positions([(product, place)])
    there = Position.objects.get(product=product, location=place)
    is_counted = there.last_counted_at is not None and missed_at < there.last_counted_at <= now
    seen = is_counted and there.on_hand - there.reserved - there.held - there.damaged >= demand.quantity
    kind, kept = (MovementKind.RESERVE, 0) if seen else (MovementKind.ADJUST, demand.quantity)
    found = Placed(kind, product, place, demand.quantity, now, reason, demand.ref, reserved=kept)
    write([found], by=by, now=now)
    Reservation.objects.create(
        id=new_id(), ref=demand.ref, attempt=demand.attempt, product_id=product, location_id=place,
        kind=ReservationKind.HARD, quantity=demand.quantity, reserved_at=now, by=actor_name(by),
    )  # fmt: skip


@action
def record_searches(*, found: Sequence[Found], by: Actor, now: datetime) -> int:
    """What people found in the past: it teaches, and corrects nothing, since counts and stock files came after it.

    Gives how many were new, or turned out worse than was known. Places that nobody knows here are left out.
    """
    places = _locations_of(found)
    known = _in_parts([each for each in found if each.place_id in places])
    return sum(
        _write(known[first : first + AT_ONCE], places, by=by, now=now) for first in range(0, len(known), AT_ONCE)
    )


def _in_parts(found: Sequence[Found]) -> list[Found]:
    """The same, with the parts of bundles in their place: their shelves were looked at, no shelf is the bundle's."""
    bundles = catalog.list_components({each.product_id for each in found})
    whole = find_stocked(bundles) if bundles else set()
    told = list[Found]()
    for each in found:
        parts = bundles.get(each.product_id, ()) if each.product_id not in whole else ()
        told += [
            replace(
                each, product_id=one.product_id, wanted=each.wanted * one.quantity, missing=each.missing * one.quantity
            )
            for one in parts
        ] or [each]
    return told


def _write(found: Sequence[Found], places: dict[UUID, Location], *, by: Actor, now: datetime) -> int:
    return write_looked([_looked(each, places[each.place_id]) for each in found], by=by, now=now)


def _looked(found: Found, place: Location) -> Looked:
    return Looked(found.ref, found.product_id, place.id, found.wanted, found.missing, found.occurred_at)


def _correct(found: Found, place: Location, *, by: Actor, now: datetime) -> None:
    """Take what is missing off the record: out of its reservation, or, where nothing was kept, off the shelf.

    What a reservation has let go already has left the record, and is not taken off again.
    """
    kept = Reservation.objects.filter(ref=found.ref, product=found.product_id, location=place, inbound=None)
    for row in kept.filter(ended_at=None).order_by("attempt")[:1]:
        claim = Claim(row.ref, row.attempt, place.code)
        short_pick(claim=claim, missing=min(found.missing, row.open), by=by, now=now)
        return
    if not kept.exists():
        take_off_shelf(_looked(found, place), by=by, now=now)


def _locations_of(found: Sequence[Found]) -> dict[UUID, Location]:
    """Where the stock of an outlet or a supplier lies: one place each, the store before others."""
    places = {each.place_id for each in found}
    rows = Location.objects.filter(Q(outlet__in=places) | Q(supplier__in=places)).order_by("-kind", "code")
    known: dict[UUID, Location] = {}
    for row in rows:
        for owner in (row.outlet_id, row.supplier_id):
            if owner in places and (owner not in known or row.kind == "store"):
                known[owner] = row
    return known
