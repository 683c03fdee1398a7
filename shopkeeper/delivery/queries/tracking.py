"""What a customer sees of a delivery: where it is, what was promised, what has changed, what to do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from shopkeeper.delivery.contracts import ParcelState, TrackingStatus
from shopkeeper.delivery.models import Parcel, Scan
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises

KEPT = timedelta(days=90)
"""How long a tracking page says something after the parcel came."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the way, behind or ahead."""

    code: str
    at: datetime | None
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class TrackedScan:
    """One thing that the carrier told."""

    at: datetime
    status: TrackingStatus
    place: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """A parcel as its customer sees it. `told_on` is a later day that they were told of."""

    id: UUID
    carrier: str
    tracking_number: str
    state: ParcelState
    status: str
    promised_on: date | None
    told_on: date | None
    expected_on: date | None
    is_late: bool
    will_be_late: bool
    delivered_at: datetime | None
    attempts: int
    is_lost: bool
    is_returned: bool
    steps: tuple[Step, ...]
    scans: tuple[TrackedScan, ...]


def track(ref: str, *, now: datetime) -> list[Tracked]:
    """The parcels of a ref, without those that were called off for others before they left; none where all of them came
    long ago, or there never were any."""
    every = list(Parcel.objects.filter(ref=ref).select_related("carrier").order_by("promised_on", "recorded_at"))
    rows = [row for row in every if row.canceled_at is None or row.handed_over_at] or every[-1:]
    if not any(row.delivered_at is None or row.delivered_at > now - KEPT for row in rows):
        return []
    cards = {c.subject: c for c in promises.list_promises_for_ref(ref, now=now) if c.kind == "delivery"}
    scans: dict[UUID, list[TrackedScan]] = {}
    told = Scan.objects.filter(parcel_id__in=[row.id for row in rows]).exclude(status=TrackingStatus.NOTE)
    for scan in told.order_by("-occurred_at"):
        scans.setdefault(scan.parcel_id, []).append(
            TrackedScan(scan.occurred_at, TrackingStatus(scan.status), scan.place)
        )
    zone = organization.get_retailer().time_zone
    return [
        _tracked(row, cards.get(f"parcel:{row.id}") or cards.get(""), scans.get(row.id, []), zone, now) for row in rows
    ]


def list_scans_for_ref(ref: str) -> dict[UUID, tuple[TrackedScan, ...]]:
    """What carriers told of the parcels of a ref, by parcel, oldest first; notes say nothing and are left out."""
    found: dict[UUID, tuple[TrackedScan, ...]] = {}
    rows = Scan.objects.filter(parcel__ref=ref).exclude(status=TrackingStatus.NOTE).order_by("occurred_at")
    for parcel_id, at, status, place in rows.values_list("parcel_id", "occurred_at", "status", "place"):
        found[parcel_id] = (*found.get(parcel_id, ()), TrackedScan(at, TrackingStatus(status), place))
    return found


def _tracked(
    row: Parcel, card: promises.PromiseCard | None, scans: list[TrackedScan], zone: str, now: datetime
) -> Tracked:  # fmt: skip
    today = now.astimezone(zone_of(zone)).date()
    told_on = card.told_due_at.astimezone(zone_of(zone)).date() if card and card.told_due_at else None
    expected = card.expected_at.astimezone(zone_of(zone)).date() if card and card.expected_at else None
    reached = row.delivered_at.astimezone(zone_of(zone)).date() if row.delivered_at else today
    return Tracked(
        id=row.id, carrier=row.carrier.name if row.carrier else "", tracking_number=row.tracking_number,
        state=row.state, status=row.scan_status, promised_on=row.promised_on, told_on=told_on, expected_on=expected,
        is_late=row.promised_on is not None and reached > row.promised_on,
        will_be_late=bool(card and (card.late_chance or 0) >= promises.FORESEEN), delivered_at=row.delivered_at,
        attempts=row.attempts, is_lost=row.lost_at is not None, is_returned=row.returned_at is not None,
        steps=_steps(row, scans), scans=tuple(scans),
    )  # fmt: skip


def _steps(row: Parcel, scans: list[TrackedScan]) -> tuple[Step, ...]:
    on_van = next((s.at for s in reversed(scans) if s.status is TrackingStatus.OUT_FOR_DELIVERY), None)
    # What came in as history was recorded after it had left: when it was prepared is not known then.
    prepared_at = None if row.handed_over_at and row.handed_over_at < row.recorded_at else row.recorded_at
    times = {
        "prepared": prepared_at, "on_its_way": row.handed_over_at, "out_for_delivery": on_van,
        "delivered": row.delivered_at,
    }  # fmt: skip
    done = max((place for place, at in enumerate(times.values()) if at is not None), default=0)
    return tuple(Step(code, at, place <= done, place == done) for place, (code, at) in enumerate(times.items()))
