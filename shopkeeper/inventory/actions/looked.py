"""What people found when they went for pieces, as rows: it teaches how far a record can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.ledger import Placed, actor_name, lock_positions, write
from shopkeeper.inventory.contracts import MovementKind
from shopkeeper.inventory.events import PickedShort
from shopkeeper.inventory.models import Position

# What was missing once stays missing: somebody stood there. Gives the searches in which pieces are missing anew.
_WRITE = """
WITH given AS (
    SELECT DISTINCT ON (ref, product_id, location_id) *
    FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::int[], %s::int[], %s::timestamptz[])
        AS g (id, ref, product_id, location_id, wanted, missing, occurred_at)
    ORDER BY ref, product_id, location_id, missing DESC
)
INSERT INTO inventory_search AS s (id, ref, product_id, location_id, wanted, missing, occurred_at, recorded_at, by)
SELECT id, ref, product_id, location_id, wanted, missing, occurred_at, %s, %s FROM given
ON CONFLICT (ref, product_id, location_id) DO UPDATE
    SET missing = excluded.missing, wanted = greatest(s.wanted, excluded.wanted), occurred_at = excluded.occurred_at,
        recorded_at = excluded.recorded_at, by = excluded.by
    WHERE excluded.missing > s.missing
RETURNING ref, product_id, location_id, missing"""


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody went to a location for `wanted` pieces; `missing` of them were not there."""

    ref: str
    product_id: UUID
    location_id: UUID
    wanted: int
    missing: int
    occurred_at: datetime


def write_looked(rows: Sequence[Looked], *, by: Actor, now: datetime) -> int:
    """Keep what was found, once for each ref, product and location. Gives how many are new, or worse than was known."""
    columns: list[list[Any]] = [
        [new_id() for _ in rows], [each.ref[:80] for each in rows], [each.product_id for each in rows],
        [each.location_id for each in rows], [each.wanted for each in rows],
        [min(each.missing, each.wanted) for each in rows], [min(each.occurred_at, now) for each in rows],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*columns, now, actor_name(by)])
        return int(cursor.rowcount)


def take_off_shelf(looked: Looked, *, by: Actor, now: datetime) -> None:
    """What was missing, and kept for nobody, leaves the record, as far as the record has it; a count is due."""
    lock_positions([(looked.product_id, looked.location_id)])
    there = Position.objects.get(product=looked.product_id, location=looked.location_id).on_hand
    pieces = min(looked.missing, max(0, there))
    if pieces:
        lost = Placed(
            MovementKind.SHORT, looked.product_id, looked.location_id, pieces, now, "not found", looked.ref
        )  # fmt: skip
        write([lost], by=by, now=now)
        short = PickedShort(
            product_id=looked.product_id, location_id=looked.location_id, missing=pieces, ref=looked.ref
        )
        announce(short, by=by, now=now)
