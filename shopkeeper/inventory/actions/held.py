"""Movements that could not be placed when they came: tried again until they can."""

from datetime import datetime

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.actions.ledger import Placed, write
from shopkeeper.inventory.contracts import MovementKind
from shopkeeper.inventory.models import HeldMovement
from shopkeeper.inventory.rules.movements import AHEAD_AT_MOST, EARLIEST, LARGEST

AT_ONCE = 2_000
# What can never have happened is left out here, so that it keeps nobody waiting.
_READY = """
SELECT h.id, h.kind, t.id, l.id, h.quantity, h.occurred_at, h.reason, h.ref, h.source, h.source_key, h.sequence
FROM inventory_heldmovement h
JOIN catalog_product t ON t.sku = h.sku JOIN inventory_location l ON l.code = h.location_code
WHERE h.recorded_at IS NULL AND h.occurred_at BETWEEN %s AND %s AND h.kind NOT IN ('reserve', 'release')
    AND h.quantity BETWEEN CASE h.kind WHEN 'adjust' THEN -%s WHEN 'count' THEN 0 ELSE 1 END AND %s
ORDER BY h.held_at, h.id LIMIT %s FOR UPDATE OF h SKIP LOCKED"""


@action
def replay_held_movements(*, by: Actor, now: datetime) -> int:
    """Record what was held and can be placed now. Gives how many movements left the waiting room."""
    with connection.cursor() as cursor:
        cursor.execute(_READY, [EARLIEST, now + AHEAD_AT_MOST, LARGEST, LARGEST, AT_ONCE])
        rows = cursor.fetchall()
    placed = [Placed(MovementKind(kind), *rest) for _, kind, *rest in rows]
    write(placed, by=by, now=now, feed=True)
    HeldMovement.objects.filter(pk__in=[row[0] for row in rows]).update(recorded_at=now)
    return len(rows)
