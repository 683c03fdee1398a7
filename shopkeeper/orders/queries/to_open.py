"""Parcels that were packed and called back: somebody has to open them, and to put their pieces back."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import ToOpen, VoidPacking, VoidWhy
from shopkeeper.orders.models import Packing, PackScan
from shopkeeper.orders.queries.book import list_numbers
from shopkeeper.orders.queries.stages import list_void_labels

_AT_ONCE = 200


def list_to_open(*, by: Actor) -> list[ToOpen]:
    """At the locations of the reader's outlets, or at all of them, oldest first."""
    waiting = Packing.objects.filter(void_why=VoidWhy.CALLED_BACK, opened_at=None)
    codes = set(waiting.values_list("parcel__ship_from", flat=True))
    known = inventory.get_locations(codes) if codes else {}
    places = {code: place for code, place in known.items() if _is_theirs(place, by)}
    theirs = waiting.filter(parcel__ship_from__in=places).select_related("parcel")
    found = list(theirs.order_by("undone_at", "id")[:_AT_ONCE])
    return _cards(found, places) if found else []


def _cards(rows: list[Packing], places: dict[str, inventory.LocationCard]) -> list[ToOpen]:
    keys = [row.parcel_id for row in rows]
    numbers = dict(list_numbers(_order_of(row) for row in rows))
    labels, pieces = list_void_labels(keys), _pieces(keys)
    return [
        ToOpen(
            row.parcel_id, _order_of(row), numbers.get(_order_of(row), ""), row.parcel.ship_from,
            places[row.parcel.ship_from].name, row.packed_at,
            VoidPacking(VoidWhy.CALLED_BACK, _since(row), labels.get(row.parcel_id, "")),
            tuple(pieces.get(row.parcel_id, ())),
        )
        for row in rows
    ]  # fmt: skip


def _is_theirs(place: inventory.LocationCard, by: Actor) -> bool:
    return by.scopes.company_wide or str(place.outlet_id) in by.scopes.values.get("outlet_id", frozenset())


def _pieces(parcels: Collection[UUID]) -> dict[UUID, list[str]]:
    counts = defaultdict[tuple[UUID, str], int](int)
    scans = PackScan.objects.filter(parcel__in=parcels, undone_at=None).select_related("line__product")
    for row in scans.order_by("line__position"):
        counts[row.parcel_id, row.line.product.name or row.line.product.sku] += row.quantity
    told = defaultdict[UUID, list[str]](list)
    for (parcel, name), count in counts.items():
        told[parcel].append(f"{count} × {name}")
    return told


def _order_of(row: Packing) -> UUID:
    return UUID(row.parcel.ref.removeprefix("order:"))


def _since(row: Packing) -> datetime:
    return row.undone_at or row.packed_at
