"""The way into the ledger: movements that feeds tell, once each, in any order; what cannot be placed is held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.statements import as_array, as_moments, as_texts, fetch
from shopkeeper.inventory.contracts import MovementKind, Recorded, StockMovement
from shopkeeper.inventory.events import MovementsRecorded
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.rules.movements import EFFECTS, is_plausible

AT_ONCE = 5_000
OWN = "shopkeeper"
_HEARD_EVERY = 30
_HOLD = """
INSERT INTO inventory_heldmovement (id, held_at, source, source_key, sequence, kind, sku, location_code, quantity,
    occurred_at, reason, ref, why)
SELECT uuidv7(), %s, * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[])
ON CONFLICT DO NOTHING"""
_APPLY = (
    "SELECT inventory_apply($1::timestamptz, $2::text, $3::boolean, $4::text[], $5::uuid[], $6::uuid[], $7::int[],"
    " $8::int[], $9::int[], $10::int[], $11::int[], $12::int[], $13::text[], $14::text[], $15::text[], $16::text[],"
    " $17::bigint[], $18::timestamptz[])"
)
_COUNT = (
    "SELECT product_id, location_id, counted, difference"
    " FROM inventory_count($1::timestamptz, $2::text, $3::boolean, $4::uuid[], $5::uuid[], $6::int[], $7::text[],"
    " $8::text[], $9::text[], $10::text[], $11::bigint[], $12::timestamptz[])"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A movement with the ids of its product and location. `reserved` is added to what its kind adds."""

    kind: MovementKind
    product_id: UUID
    location_id: UUID
    quantity: int
    occurred_at: datetime
    reason: str = ""
    ref: str = ""
    source: str = OWN
    source_key: str = ""
    sequence: int = 0
    reserved: int = 0


_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""What can be kept and read again by every clock; a time beyond is shown as one of these, and stays implausible."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count changed."""

    product_id: UUID
    location_id: UUID
    counted: int
    difference: int


@action
def record_movements(*, movements: Sequence[StockMovement], by: Actor, now: datetime) -> Recorded:
    """Write what feeds tell. Each movement counts once, whatever the order in which they come.

    A SKU or location that nobody knows, or a time that cannot be, holds its movement: it is shown and recorded later.
    """
    placed, strays = _place(movements, now=now)
    if len(placed) > AT_ONCE:
        lock_positions((m.product_id, m.location_id) for m in placed)
    applied = sum(write(some, by=by, now=now, feed=True) for some in batched(placed, AT_ONCE))
    held = _hold(strays, now=now)
    _note_feeds(placed, now=now)
    repeated = len(movements) - applied - held
    sources = {movement.source for movement in movements}
    told = MovementsRecorded(
        source=min(sources) if len(sources) == 1 else "", applied=applied, repeated=repeated, held=held
    )
    announce(told, by=by, now=now)
    return Recorded(applied, repeated, held)


def write(movements: Sequence[Placed], *, by: Actor, now: datetime, feed: bool = False) -> int:
    """Write movements and add them up, counts last, under one lock of all their positions. Gives how many were new."""
    counts = [m for m in movements if m.kind == MovementKind.COUNT]
    others = [m for m in movements if m.kind != MovementKind.COUNT]
    if counts and others:
        lock_positions((m.product_id, m.location_id) for m in movements)
    applied = _apply(others, by=by, now=now, feed=feed) if others else 0
    return applied + len(write_counts(counts, by=by, now=now, feed=feed))


def write_counts(counts: Sequence[Placed], *, by: Actor, now: datetime, feed: bool = False) -> list[Counted]:
    """Set the record to what was found; gives the counts that were new, with how far the record was off."""
    if not counts:
        return []
    columns = [
        as_array(m.product_id for m in counts), as_array(m.location_id for m in counts),
        as_array(m.quantity for m in counts), *_names(counts),
    ]  # fmt: skip
    return [Counted(*row) for row in fetch(_COUNT, [now, actor_name(by), feed, *columns])]


def lock_positions(pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Lock the positions (product, location), in the one order that all use; those that are missing begin at zero."""
    both = sorted(set(pairs))
    columns = [as_array(product for product, _ in both), as_array(place for _, place in both)]
    fetch("SELECT inventory_lock($1::uuid[], $2::uuid[])", columns)


def refresh_positions(pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Work out anew what comes to positions (product, location), and what is owed out of it; locks them."""
    both = sorted(set(pairs))
    columns = [as_array(product for product, _ in both), as_array(place for _, place in both)]
    fetch("SELECT inventory_refresh_coming($1::uuid[], $2::uuid[])", columns)


def actor_name(by: Actor) -> str:
    """Who, as the ledger names them."""
    return f"{by.kind}:{by.id}"[:120]


def _apply(movements: Sequence[Placed], *, by: Actor, now: datetime, feed: bool) -> int:
    pairs = [(m, EFFECTS[m.kind]) for m in movements]
    columns = [
        as_texts(m.kind for m in movements), as_array(m.product_id for m in movements),
        as_array(m.location_id for m in movements), as_array(m.quantity for m in movements),
        as_array(m.quantity * e.on_hand for m, e in pairs),
        as_array(m.quantity * e.reserved + m.reserved for m, e in pairs),
        as_array(m.quantity * e.damaged for m, e in pairs), as_array(m.quantity * e.held for m, e in pairs),
        as_array(m.quantity * e.display for m, e in pairs), *_names(movements),
    ]  # fmt: skip
    return int(fetch(_APPLY, [now, actor_name(by), feed, *columns])[0][0])


def _names(movements: Sequence[Placed]) -> list[str]:
    return [
        as_texts(m.reason[:80] for m in movements), as_texts(m.ref[:80] for m in movements),
        as_texts(m.source for m in movements), as_texts(m.source_key for m in movements),
        as_array(m.sequence for m in movements), as_moments(m.occurred_at for m in movements),
    ]  # fmt: skip


def _place(
    movements: Sequence[StockMovement], *, now: datetime
) -> tuple[list[Placed], list[tuple[StockMovement, str]]]:
    products = catalog.find_product_ids({m.sku for m in movements})
    codes = {m.location for m in movements}
    places = dict(Location.objects.filter(code__in=codes).values_list("code", "id"))
    placed, strays = [], []
    for m in movements:
        product, place = products.get(m.sku), places.get(m.location)
        if product is None or place is None:
            strays.append((m, "unknown_sku" if product is None else "unknown_location"))
        elif not is_plausible(m.kind, m.quantity, m.occurred_at, now=now):
            strays.append((m, "implausible"))
        else:
            placed.append(_placed(m, product, place))
    return placed, strays


def _placed(m: StockMovement, product: UUID, place: UUID) -> Placed:
    return Placed(
        m.kind, product, place, m.quantity, m.occurred_at, m.reason, m.ref, m.source, m.source_key, m.sequence
    )


def _hold(strays: Sequence[tuple[StockMovement, str]], *, now: datetime) -> int:
    if not strays:
        return 0
    columns: list[list[Any]] = [
        [m.source for m, _ in strays], [m.source_key for m, _ in strays], [m.sequence for m, _ in strays],
        [m.kind.value for m, _ in strays], [m.sku[:200] for m, _ in strays], [m.location[:200] for m, _ in strays],
        [m.quantity for m, _ in strays], [min(max(m.occurred_at, _FIRST), _LAST) for m, _ in strays],
        [m.reason[:80] for m, _ in strays],
        [m.ref[:80] for m, _ in strays], [why for _, why in strays],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [now, *columns])
        return int(cursor.rowcount)


def _note_feeds(movements: Sequence[Placed], *, now: datetime) -> None:
    """Note until when each location has been told; rarely, and never waiting, since all tills of it come along here."""
    latest: dict[UUID, datetime] = {}
    for m in movements:
        at = min(m.occurred_at, now)
        latest[m.location_id] = max(latest.get(m.location_id, at), at)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_location l SET fed_at = free.at FROM (SELECT w.id, w.at FROM inventory_location l"
            " JOIN unnest(%s::uuid[], %s::timestamptz[]) AS w (id, at) ON w.id = l.id"
            " WHERE l.fed_at IS NULL OR l.fed_at < w.at - %s * interval '1 second'"
            " ORDER BY l.id FOR UPDATE OF l SKIP LOCKED) free"
            " WHERE free.id = l.id",
            [list(latest), list(latest.values()), _HEARD_EVERY],
        )
