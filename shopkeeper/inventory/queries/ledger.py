"""What happened to a product at a location: its movements, newest first, each with what was there after it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

# Where what is there now is known, the levels before follow from it: older months need not be read.
_READ = """
    WITH latest AS (
        SELECT m.* FROM inventory_movement m WHERE m.product_id = %(product)s AND m.location_id = %(place)s
        ORDER BY m.occurred_at DESC, m.id DESC LIMIT %(limit)s
    )
    SELECT m.occurred_at, m.recorded_at, m.kind, m.quantity, m.on_hand, m.reserved, m.reason, m.ref, m.source, m.by,
        p.on_hand - coalesce(sum(m.on_hand) OVER later, 0), p.reserved - coalesce(sum(m.reserved) OVER later, 0)
    FROM latest m JOIN inventory_position p USING (product_id, location_id)
    WINDOW later AS (ORDER BY m.occurred_at DESC, m.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ORDER BY m.occurred_at DESC, m.id DESC"""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A movement as it was told, what it changed, and what was there and kept after it."""

    occurred_at: datetime
    recorded_at: datetime
    kind: str
    quantity: int
    on_hand: int
    reserved: int
    reason: str
    ref: str
    source: str
    by: str
    there_after: int
    kept_after: int

    @property
    def is_late(self) -> bool:
        """Whether it was told more than an hour after it happened, as tills without a line do."""
        return (self.recorded_at - self.occurred_at).total_seconds() > 3600


def list_ledger(product_id: UUID, location_id: UUID, *, limit: int = 100) -> list[LedgerLine]:
    """The last movements, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"product": product_id, "place": location_id, "limit": limit})
        return [LedgerLine(*row) for row in cursor.fetchall()]
