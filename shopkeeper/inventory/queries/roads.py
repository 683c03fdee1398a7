"""How long pieces are on the road from one location of ours to another: measured, or by a rule."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from shopkeeper.core.statements import as_texts, fetch
from shopkeeper.inventory.contracts import InboundKind, LocationKind
from shopkeeper.inventory.models import Inbound, Reservation
from shopkeeper.inventory.models.promised import TO_LEAVE
from shopkeeper.inventory.rules.lead_times import ENOUGH
from shopkeeper.inventory.rules.replenishing import ON_THE_ROAD

_OF_LATE = timedelta(days=365)
_AT_ONCE = 500
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


@dataclass(frozen=True, slots=True)
class ToLeave:
    """Pieces kept for a demand out of an ordered transfer that a supplier has not sent yet."""

    ref: str
    attempt: int
    origin: str
    pieces: int


def list_supplied(refs: Collection[str]) -> list[ToLeave]:
    """What suppliers have yet to send to a store of ours, by the refs and attempts that wait for it."""
    rows = Reservation.objects.filter(
        ref__in=refs, ended_at=None, inbound__leave_by__isnull=False, inbound__left_at=None, inbound__closed_at=None,
        inbound__origin__kind=LocationKind.SUPPLIER,
    )  # fmt: skip
    found = rows.order_by("ref", "attempt", "id").values_list("ref", "attempt", "inbound__origin__code", "open")
    return [ToLeave(*row) for row in found if row[-1]]


def list_overdue(day: date) -> list[tuple[UUID, str, str, date]]:
    """Ordered transfers that should have left before a day, with origin, destination and when they are due there."""
    rows = Inbound.objects.filter(TO_LEAVE, leave_by__lt=day).order_by("leave_by", "id")
    return list(rows.values_list("id", "origin__code", "location__code", "due_on")[:_AT_ONCE])


def days_on_the_road(days: RoadDays, origin: str, destination: str) -> int:
    """What was measured between the two; two days where too few came to tell."""
    return days.get((origin, destination), ON_THE_ROAD)
