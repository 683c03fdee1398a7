"""The ledger: movements are written and added up under the locks of their positions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import as_array, as_moments, as_texts, fetch
from shopkeeper.inventory.contracts import MovementKind
from shopkeeper.inventory.rules.movements import EFFECTS

AT_ONCE = 5_000
OWN = "shopkeeper"
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


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count changed."""

    product_id: UUID
    location_id: UUID
    counted: int
    difference: int


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
