"""How long pieces are on the road from one location of ours to another: measured, or by a rule."""

from collections.abc import Collection
from datetime import datetime, timedelta

from shopkeeper.core.statements import as_texts, fetch
from shopkeeper.inventory.contracts import InboundKind
from shopkeeper.inventory.models import Inbound
from shopkeeper.inventory.rules.lead_times import ENOUGH
from shopkeeper.inventory.rules.replenishing import ON_THE_ROAD

_OF_LATE = timedelta(days=365)
_TOOK = """
SELECT o.code, l.code, percentile_disc(0.9) WITHIN GROUP (ORDER BY i.closed_at::date - i.left_at::date)
FROM inventory_inbound i
JOIN inventory_location l ON l.id = i.location_id JOIN inventory_location o ON o.id = i.origin_id
WHERE l.code = ANY ($1::text[]) AND i.kind = 'transfer' AND i.left_at IS NOT NULL AND i.received > 0
    AND i.closed_at >= $2::timestamptz
GROUP BY 1, 2 HAVING count(*) >= $3::int"""

type RoadDays = dict[tuple[str, str], int]
"""Days by origin and destination."""


def list_road_days(destinations: Collection[str], *, now: datetime) -> RoadDays:
    """In how many days nine in ten transfers of the last year were taken in, from where ten or more came."""
    found = fetch(_TOOK, [as_texts(destinations), now - _OF_LATE, ENOUGH])
    return {(origin, destination): max(0, days) for origin, destination, days in found}


def find_origin(ref: str) -> str:
    """Which location was last asked to send pieces for a demand; empty where none was."""
    rows = Inbound.objects.filter(ref=ref, kind=InboundKind.TRANSFER, leave_by__isnull=False, origin__isnull=False)
    return str(rows.order_by("recorded_at", "id").values_list("origin__code", flat=True).last() or "")


def days_on_the_road(days: RoadDays, origin: str, destination: str) -> int:
    """What was measured between the two; two days where too few came to tell."""
    return days.get((origin, destination), ON_THE_ROAD)
