"""What crosses the boundary of the delivery."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shopkeeper.delivery.contracts.services import (
    CapacitySpec,
    ClosureSpec,
    CutOffSpec,
    RateSpec,
    ServiceKind,
    ServiceSpec,
)

__all__ = [
    "Announced", "BasketLine", "CapacitySpec", "CarrierScan", "ClaimRules", "ClosureSpec", "CutOffSpec",
    "DeliveryOffer", "Destination", "Heard", "OfferPart", "ParcelCard", "ParcelState", "RateSpec", "SealedOffer",
    "SentFrom", "ServiceKind", "ServiceSpec", "SplitRules", "StopCard", "TrackingStatus", "VoidLabel",
]  # fmt: skip


class ParcelState(StrEnum):
    """Where a parcel is, derived from its times."""

    PREPARING = "preparing"
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    CANCELED = "canceled"


class TrackingStatus(StrEnum):
    """What a carrier says of a parcel, in one language for all carriers."""

    LABEL = "label"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"
    EXCEPTION = "exception"
    DELIVERED = "delivered"
    RETURNED = "returned"
    NOTE = "note"
    """Something that says nothing about where the parcel is; kept, and nothing follows from it."""


@dataclass(frozen=True, slots=True)
class CarrierScan:
    """One thing that a carrier told: of which parcel, what in our words and in its own, where, when it happened."""

    tracking_number: str
    status: TrackingStatus
    code: str
    occurred_at: datetime
    place: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a carrier's scans: new, known before, waiting for their parcel, not to be believed."""

    recorded: int
    repeated: int
    held: int
    refused: int


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
    leaves_on: date | None = None
    """The day on which it has to leave, as its offer said."""
    put_off_to: date | None = None
    """The day on which it leaves instead, as its node announced."""
    prepared_at: datetime | None = None
    """Since when there is a parcel to fill."""
    lost_at: datetime | None = None
    returned_at: datetime | None = None
    """Since when nobody expects it any more, as it was given up, or its carrier brings it back."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A node announced another day for a parcel: the day before, the day now, why, and who wrote it down."""

    parcel_id: UUID
    before: date | None
    leaves_on: date
    why: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class BasketLine:
    """So many pieces of a SKU; `grams` is what one piece weighs, where that is known."""

    sku: str
    quantity: int
    grams: int = 0


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a basket is to go. `postcode` or its `area` ("LS"); `region` as the retailer's files name it, if known.

    With `latitude` and `longitude` stores to collect from come nearest first.
    """

    country: str
    postcode: str = ""
    area: str = ""
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class OfferPart:
    """What leaves one node: lines by SKU. An offer of several parts comes in as many parcels."""

    node: str
    skus: tuple[str, ...]
    leaves_on: date


@dataclass(frozen=True, slots=True)
class SentFrom:
    """The location that sends what lacks to the store where it is collected, and by which day it has to leave."""

    node: str
    name: str
    leaves_on: date


@dataclass(frozen=True, slots=True)
class DeliveryOffer:
    """One way in which a basket can reach a customer; all of it is in stock where it is to leave from, or comes to the
    store where it is to be collected: then `comes_on` is the day by which it is there, and `sent_from` who sends it
    there, where that is for this order alone.

    `order_by` is the cut-off: ordered after it, the dates are others; `seconds_left` counts down to it, and no
    page closes before. `promised_on` is the day to show; `earliest_on` the day by which one in ten arrives; `chance`
    the measured share that arrives by then (None: nobody has measured), learned from `measured` parcels of this very
    lane (0: from its parents, or from the carrier's words where these have none).
    `ready_at` is set for collecting, `days` for a nominated day: any of them can be promised. `key` is the offer under
    our seal: sent back with an order, it holds for half an hour, or until the cut-off.
    """

    service: str
    carrier: str
    name: str
    kind: ServiceKind
    node: str
    node_name: str
    price: Decimal
    cost: Decimal | None
    currency: str
    order_by: datetime
    seconds_left: int
    leaves_on: date
    earliest_on: date
    promised_on: date
    due_at: datetime
    chance: float | None
    measured: int
    parts: tuple[OfferPart, ...]
    days: tuple[date, ...] = ()
    ready_at: datetime | None = None
    km: float | None = None
    key: str = ""
    comes_on: date | None = None
    sent_from: SentFrom | None = None


@dataclass(frozen=True, slots=True)
class SealedOffer:
    """What an offer's key says: what was offered, for which basket and area, and until when it holds."""

    service: str
    carrier: str
    price: Decimal
    currency: str
    promised_on: date
    days: tuple[date, ...]
    ready_at: datetime | None
    parts: tuple[OfferPart, ...]
    country: str
    area: str
    pieces: dict[str, int]
    holds_until: datetime
    comes_on: date | None = None
    sent_from: SentFrom | None = None


@dataclass(frozen=True, slots=True)
class VoidLabel:
    """A label of a ref by which nothing goes any more; without a number where it was never made."""

    ref: str
    tracking_number: str
    canceled_at: datetime


@dataclass(frozen=True, slots=True)
class StopCard:
    """A parcel that a carrier was asked to stop; `agreed` is None until it says."""

    id: UUID
    parcel_id: UUID
    carrier: str
    asked_at: datetime
    answered_at: datetime | None
    agreed: bool | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRules:
    """For how many days a carrier answers for a parcel, and how many days after the promised one it is late enough."""

    claimable_days: int = 60
    days_late: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRules:
    """Whether one order may leave from several locations, from how many, and from which value of each part on."""

    may_split: bool = True
    most_parts: int = 3
    least_value: Decimal = Decimal(0)
