"""Decisions about parcels."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shopkeeper.delivery.contracts import ParcelState


def state_of(
    *, handed_over_at: datetime | None, delivered_at: datetime | None, canceled_at: datetime | None
) -> ParcelState:
    """Where a parcel is."""
    if delivered_at is not None:
        return ParcelState.DELIVERED
    if canceled_at is not None:
        return ParcelState.CANCELED
    return ParcelState.ON_ITS_WAY if handed_over_at is not None else ParcelState.PREPARING


def days_late(*, promised_on: date | None, delivered_at: datetime | None, zone: str, now: datetime) -> int | None:
    """Local days after the promised one: 0 when in time, None without a promise or while it may still be in time."""
    if promised_on is None:
        return None
    reached = (delivered_at or now).astimezone(ZoneInfo(zone)).date()
    late = max(0, (reached - promised_on).days)
    return late if delivered_at is not None or late else None
