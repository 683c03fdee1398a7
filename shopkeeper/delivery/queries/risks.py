"""Parcels that somebody should look after today: likely late, late, or silent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises

_KIND = promises.PromiseKind.DELIVERY
WATCHED = 0.25
"""From this chance on a parcel is worth a look."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A parcel with what is expected of it; `told_on` is the later day that its customer was told."""

    parcel_id: UUID
    ref: str
    carrier: str
    region: str
    tracking_number: str
    status: str
    heard_at: datetime | None
    promised_on: date | None
    chance: float | None
    expected_on: date | None
    told_on: date | None
    has_customer: bool
    is_silent: bool


def list_risks(*, by: Actor, now: datetime, limit: int = 200) -> list[Risk]:
    """Parcels under way, or not left yet, that may break their promise, the likeliest first."""
    by.require("delivery.view_delivery")
    cards = promises.list_foreseen(kind=_KIND, at_least=WATCHED, now=now, limit=limit)
    rows = Parcel.objects.filter(
        ref__in=[card.ref for card in cards], delivered_at=None, canceled_at=None
    ).select_related("carrier")
    by_subject = {f"parcel:{row.id}": row for row in rows}
    by_ref = {row.ref: row for row in rows}
    zone = organization.get_retailer().time_zone
    pairs = ((card, by_subject.get(card.subject) or by_ref.get(card.ref)) for card in cards)
    return [_risk(row, card, zone) for card, row in pairs if row]


def list_silent(*, by: Actor, now: datetime, limit: int = 100) -> list[Risk]:
    """Parcels of which their carrier has said nothing for too long, the longest first."""
    by.require("delivery.view_delivery")
    rows = Parcel.objects.filter(silent_at__isnull=False, delivered_at=None, canceled_at=None, lost_at=None)
    zone = organization.get_retailer().time_zone
    return [_risk(row, None, zone) for row in rows.select_related("carrier").order_by("silent_at")[:limit]]


def count_waiting(*, now: datetime) -> tuple[int, int]:
    """How many parcels will probably be late, and how many are silent."""
    likely = len(promises.list_foreseen(kind=_KIND, at_least=promises.FORESEEN, now=now))
    return likely, Parcel.objects.filter(
        silent_at__isnull=False, delivered_at=None, canceled_at=None, lost_at=None
    ).count()


def _risk(row: Parcel, card: promises.PromiseCard | None, zone: str) -> Risk:
    def day(at: datetime | None) -> date | None:
        return at.astimezone(zone_of(zone)).date() if at else None

    return Risk(
        parcel_id=row.id, ref=row.ref, carrier=row.carrier.name if row.carrier else "", region=row.region,
        tracking_number=row.tracking_number, status=row.scan_status, heard_at=row.scanned_at or row.handed_over_at,
        promised_on=row.promised_on, chance=card.late_chance if card else None,
        expected_on=day(card.expected_at) if card else None, told_on=day(card.told_due_at) if card else None,
        has_customer=row.customer_id is not None, is_silent=row.silent_at is not None,
    )  # fmt: skip
