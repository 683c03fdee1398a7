"""Locations, reservations and held movements, as others know them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import as_texts, fetch
from shopkeeper.inventory.contracts import (
    Claim,
    InboundKind,
    LocationCard,
    LocationKind,
    ReservationCard,
    ReservationKind,
)
from shopkeeper.inventory.models import BufferRule, HeldMovement, Inbound, Location, Position, Reservation

_BY_CODE = """
SELECT id, code, name, kind, outlet_id, supplier_id, may_ship, may_pick_up, may_receive_returns, daily_capacity,
    switched_off_at IS NULL, postcode, latitude, longitude, trusted_minutes
FROM inventory_location WHERE code = ANY ($1::text[])"""


def list_locations(*, by: Actor, kind: LocationKind | None = None) -> list[LocationCard]:
    """All locations, by kind and name: what is where is no secret inside the company."""
    by.require("inventory.view_stock")
    rows = Location.objects.order_by("kind", "name")
    return [card_of(row) for row in (rows.filter(kind=kind) if kind else rows)]


def get_locations(codes: Collection[str]) -> dict[str, LocationCard]:
    """The locations of these codes; those that are not known are left out."""
    return {row[1]: _card(row) for row in fetch(_BY_CODE, [as_texts(codes)])}


def name_of_place(code: str) -> str:
    """What people call a location; its code where nobody has described it yet."""
    return Location.objects.filter(code=code).values_list("name", flat=True).first() or code


def list_reservations(ref: str) -> list[ReservationCard]:
    """What is or was kept for a ref, oldest first."""
    rows = Reservation.objects.filter(ref=ref).select_related("product", "location", "inbound", "part_of")
    return [
        ReservationCard(
            row.ref, row.attempt, row.product.sku, row.location.code, ReservationKind(row.kind), row.quantity, row.open,
            row.expires_at, *_when(row.inbound), part_of=row.part_of.sku if row.part_of else "",
        )
        for row in rows.order_by("reserved_at", "id")
    ]  # fmt: skip


def find_stocked(product_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these products that lie somewhere themselves, or come; that one once lay somewhere says nothing."""
    there = Q(on_hand__gt=0) | Q(reserved__gt=0) | Q(incoming__gt=0) | Q(owed__gt=0)
    rows = Position.objects.filter(there, product_id__in=list(product_ids))
    return set(rows.values_list("product_id", flat=True))


def list_held_movements(*, by: Actor, limit: int = 200) -> list[HeldMovement]:
    """Movements that wait for their SKU, their location or a reason, oldest first."""
    by.require("inventory.view_stock")
    return list(HeldMovement.objects.waiting().order_by("held_at")[:limit])


def has_open(claim: Claim, *, now: datetime) -> bool:
    """Whether pieces are still kept under this name."""
    return Reservation.objects.filter(ref=claim.ref, attempt=claim.attempt, ended_at=None).exists()


def list_stores() -> list[Location]:
    """Where customers collect, by name."""
    return list(Location.objects.filter(may_pick_up=True, kind=LocationKind.STORE).order_by("name"))


def _when(inbound: Inbound | None) -> tuple[date | None, bool]:
    """On which day it comes; a queue has none, nor what came short."""
    is_queued = inbound is not None and (inbound.kind == InboundKind.QUEUE or inbound.closed_at is not None)
    return (None if inbound is None or is_queued else inbound.due_on), is_queued


def list_buffers(*, by: Actor) -> list[BufferRule]:
    """What is kept back by rules: those for everywhere, and those of locations where the actor works."""
    rows = BufferRule.objects.select_related("location", "category").order_by(
        "kind", "location__name", "place_kind", "category__name", "channel"
    )
    return [row for row in rows if row.location is None or by.scopes.allows("outlet_id", row.location.outlet_id)]


def list_silent(*, now: datetime) -> list[Location]:
    """Locations that should be heard of and were not for too long, the longest first; not those switched off."""
    rows = Location.objects.filter(switched_off_at=None, stale_after_minutes__isnull=False)
    silent = [
        row
        for row in rows.order_by("code")
        if row.fed_at is None or now - row.fed_at > timedelta(minutes=row.stale_after_minutes or 0)
    ]
    return sorted(silent, key=lambda row: row.fed_at or datetime.min.replace(tzinfo=UTC))


def find_states(product_id: UUID, location: Location) -> Position | None:
    """What of a product at a location cannot be sold, beside what can; None where none of it ever was."""
    return Position.objects.filter(product=product_id, location=location).first()


def _card(row: Sequence[Any]) -> LocationCard:
    key, code, name, kind, *rest = row
    return LocationCard(key, code, name, LocationKind(kind), *rest)


def card_of(row: Location) -> LocationCard:
    """A row as others know it."""
    return LocationCard(
        row.id, row.code, row.name, LocationKind(row.kind), row.outlet_id, row.supplier_id, row.may_ship,
        row.may_pick_up, row.may_receive_returns, row.daily_capacity, row.switched_off_at is None,
        row.postcode, row.latitude, row.longitude, row.trusted_minutes,
    )  # fmt: skip
