"""What crosses the boundary of the delivery."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ParcelState(StrEnum):
    """Where a parcel is, derived from its times."""

    PREPARING = "preparing"
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """A parcel as others know it. `days_late` is 0 when in time, None while it is under way and not late."""

    id: UUID
    ref: str
    carrier: str
    service: str
    ship_from: str
    tracking_number: str
    region: str
    handed_over_at: datetime | None
    promised_on: date | None
    delivered_at: datetime | None
    state: ParcelState
    days_late: int | None
