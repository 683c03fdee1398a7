"""What systems say is there: the record follows them, without taking it for a count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.actions.ledger import Placed, lock_positions, write
from shopkeeper.inventory.contracts import MovementKind
from shopkeeper.inventory.models import Location

TOLD = "told by its system"
_OFF = """
    SELECT g.line, g.quantity - p.on_hand + coalesce(since.moved, 0)
    FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::timestamptz[])
        WITH ORDINALITY AS g (product_id, location_id, quantity, at, line)
    JOIN inventory_position p USING (product_id, location_id)
    CROSS JOIN LATERAL (
        SELECT sum(m.on_hand)::int AS moved, coalesce(bool_or(m.kind = 'count' OR m.reason = %s), false) AS known_better
        FROM inventory_movement m
        WHERE (m.product_id, m.location_id) = (g.product_id, g.location_id) AND m.occurred_at > g.at
            AND m.occurred_at <= %s
    ) since
    WHERE NOT since.known_better AND g.quantity - p.on_hand + coalesce(since.moved, 0) <> 0"""
_HEARD = """
    UPDATE inventory_position p SET fed_at = g.at
    FROM (SELECT product_id, location_id, max(at) AS at FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[])
        AS u (product_id, location_id, at) GROUP BY 1, 2) g
    WHERE (p.product_id, p.location_id) = (g.product_id, g.location_id) AND coalesce(p.fed_at < g.at, true)"""

_HEARD_OF = """
    UPDATE inventory_location l SET fed_at = g.at
    FROM (SELECT location_id, max(at) AS at FROM unnest(%s::uuid[], %s::timestamptz[]) AS u (location_id, at)
        GROUP BY 1) g
    WHERE l.id = g.location_id AND coalesce(l.fed_at < g.at, true)"""


@dataclass(frozen=True, slots=True)
class Level:
    """What a system says is there at a moment."""

    product_id: UUID
    location_id: UUID
    quantity: int
    as_of: datetime
    source: str
    source_key: str


@action
def set_levels(*, levels: Sequence[Level], by: Actor, now: datetime) -> int:
    """Let the record follow what systems say. Gives how many positions were off.

    What happened after a level's moment stays; a level older than a count or than the last level changes nothing.
    """
    last = {(level.product_id, level.location_id): level for level in sorted(levels, key=lambda level: level.as_of)}
    if not last:
        return 0
    kept = list(last.values())
    # First, as by whoever sets a rule for a location, and in one order.
    places = Location.objects.filter(pk__in={level.location_id for level in kept}).order_by("id")
    list(places.select_for_update(no_key=True).values_list("id"))
    lock_positions(last)
    off = _how_far_off(kept, now)
    write([_correction(kept[line - 1], pieces) for line, pieces in off], by=by, now=now, feed=True)
    products, at = [level.product_id for level in kept], [level.location_id for level in kept]
    moments = [min(level.as_of, now) for level in kept]
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [products, at, moments])
        cursor.execute(_HEARD_OF, [at, moments])
    return len(off)


def _how_far_off(levels: Sequence[Level], now: datetime) -> list[tuple[int, int]]:
    columns: list[Any] = [
        [x.product_id for x in levels], [x.location_id for x in levels], [x.quantity for x in levels],
        [x.as_of for x in levels],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_OFF, [*columns, TOLD, now])
        return list(cursor.fetchall())


def _correction(level: Level, pieces: int) -> Placed:
    # The same file again finds nothing off; a corrected one of the same moment is told anew, so the pieces are named.
    name = f"{level.source_key}/{level.as_of.isoformat()}/{pieces}"
    return Placed(
        MovementKind.ADJUST, level.product_id, level.location_id, pieces, level.as_of, TOLD, source=level.source,
        source_key=name,
    )  # fmt: skip
