"""How long pieces are on the road from one location of ours to another: measured, or by a rule."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from shopkeeper.core.statements import as_array, as_texts, fetch
from shopkeeper.inventory.contracts import InboundKind, LocationKind
from shopkeeper.inventory.models import Inbound, Reservation
from shopkeeper.inventory.models.promised import TO_LEAVE
from shopkeeper.inventory.rules.lead_times import ENOUGH
from shopkeeper.inventory.rules.roads import DrivingDays, Roads

_OF_LATE = timedelta(days=365)
_AT_ONCE = 500
_TOOK = """
SELECT o.code, l.code, percentile_disc(0.9) WITHIN GROUP (ORDER BY greatest(
    least(i.closed_at::date - i.left_at::date, 1),
    (SELECT count(*) FROM generate_series(i.left_at::date + 1, i.closed_at::date, '1 day') AS day
        WHERE extract(isodow FROM day) - 1 = ANY ($4::int[]) AND day::date <> ALL ($5::date[]))))
FROM inventory_inbound i
JOIN inventory_location l ON l.id = i.location_id JOIN inventory_location o ON o.id = i.origin_id
WHERE l.code = ANY ($1::text[]) AND i.kind = 'transfer' AND i.left_at IS NOT NULL AND i.received > 0
    AND i.closed_at >= $2::timestamptz
GROUP BY 1, 2 HAVING count(*) >= $3::int"""

type Calendar = Callable[[datetime], DrivingDays]
_CALENDARS: list[Calendar] = []


def register_calendar(calendar: Calendar) -> None:
    """Say on which days anything drives: those above know the carriers. Until somebody does, every day."""
    _CALENDARS[:] = [calendar]


def list_roads(destinations: Collection[str], *, now: datetime) -> Roads:
    """In how many driving days nine in ten transfers of the last year were taken in, from where ten or more came."""
    driving = _CALENDARS[0](now) if _CALENDARS else DrivingDays()
    calendar = (as_array(driving.weekdays), as_array(driving.rests_on))
    found = fetch(_TOOK, [as_texts(destinations), now - _OF_LATE, ENOUGH, *calendar])
    measured = {(origin, destination): max(0, int(days)) for origin, destination, days in found}
    return Roads(measured, driving)


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
