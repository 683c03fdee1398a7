"""What crosses the boundary of the inventory."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shopkeeper.inventory.contracts.movements import MovementKind, Recorded, StockMovement, WhyHeld

__all__ = [
    "Abilities", "Availability", "Claim", "Coming", "Confidence", "Demand", "Found", "InboundKind", "Kept",
    "LocationCard", "LocationKind", "MovementKind", "Ordered", "Recorded", "ReservationCard", "ReservationKind",
    "ReserveOutcome", "ReservedLine", "ReturnedTo", "Road", "Shortfall", "Stock", "StockMovement", "WhyHeld",
]  # fmt: skip


class LocationKind(StrEnum):
    """What kind of place holds stock."""

    STORE = "store"
    WAREHOUSE = "warehouse"
    SUPPLIER = "supplier"
    TRANSIT = "transit"


class ReservationKind(StrEnum):
    """Soft ones end by themselves; hard ones belong to an order."""

    SOFT = "soft"
    HARD = "hard"


class InboundKind(StrEnum):
    """Why pieces are on their way to a location."""

    PURCHASE = "purchase"
    TRANSFER = "transfer"
    RETURN = "return"
    QUEUE = "queue"
    """Nothing comes, and somebody waits for it: a row of none that carries what is promised without a day."""


class ReturnedTo(StrEnum):
    """Where pieces go that came back and were looked at."""

    SHELF = "shelf"
    WORKSHOP = "workshop"
    SUPPLIER = "supplier"
    BIN = "bin"


class Shortfall(StrEnum):
    """Why a demand did not get what it asked for; empty when it did."""

    NONE = ""
    NOT_ENOUGH = "not_enough"
    UNKNOWN_SKU = "unknown_sku"
    UNKNOWN_LOCATION = "unknown_location"
    ENDED = "ended"
    IN_PARTS = "in_parts"
    """A bundle that lies nowhere itself; who asks for it by its parts tells what became of those."""


class Confidence(StrEnum):
    """How far a number may be trusted, in words for staff and customers."""

    SURE = "sure"
    PROBABLY = "probably"
    CALL_FIRST = "call_first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Demand:
    """Somebody needs pieces of a SKU from a location. `ref` is opaque ("order:1042/2"); asked again with the same
    `ref` and `attempt`, a demand reserves once."""

    ref: str
    attempt: int
    sku: str
    quantity: int
    location: str


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """What one demand got: `got` of `asked` pieces; `free` is what could be promised before this line."""

    ref: str
    attempt: int
    sku: str
    location: str
    asked: int
    got: int
    free: int
    why: Shortfall


@dataclass(frozen=True, slots=True)
class ReserveOutcome:
    """What a reservation got. Not complete and not partial means: nothing was written."""

    lines: tuple[ReservedLine, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A reservation by its name: a line of something, its attempt, and where (every location when empty)."""

    ref: str
    attempt: int = 1
    location: str = ""


@dataclass(frozen=True, slots=True)
class LocationCard:
    """A location as others know it."""

    id: UUID
    code: str
    name: str
    kind: LocationKind
    outlet_id: UUID | None
    supplier_id: UUID | None
    may_ship: bool
    may_pick_up: bool
    may_receive_returns: bool
    daily_capacity: int | None
    is_on: bool
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    stale_after_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a location does; `daily_capacity` orders a day (None: as many as come); its feed may be silent so long."""

    may_ship: bool
    may_pick_up: bool
    may_receive_returns: bool
    daily_capacity: int | None
    stale_after_minutes: int | None


@dataclass(frozen=True, slots=True)
class Coming:
    """Pieces on their way: due when, and how many are not promised yet (below zero: more promised than comes)."""

    due_on: date
    available: int


@dataclass(frozen=True, slots=True)
class Stock:
    """A SKU at a location. `available` can be promised now; `by_date` is what can be promised by each coming day.

    `age_seconds` is how long ago its record was last confirmed by whoever keeps it; `counts` is false while that is
    too long ago, or the location is switched off: then nothing is promised from here.
    """

    location: str
    name: str
    kind: LocationKind
    on_hand: int
    reserved: int
    safety: int
    buffer: int
    available: int
    by_date: tuple[Coming, ...]
    age_seconds: int | None
    confidence: Confidence
    counts: bool
    may_ship: bool
    may_pick_up: bool

    @property
    def kept_back(self) -> int:
        """Pieces that are there and promised to nobody, by rules."""
        return self.safety + self.buffer


@dataclass(frozen=True, slots=True)
class Availability:
    """A SKU everywhere: what can be promised now in the whole network, and location by location."""

    sku: str
    known: bool
    available: int
    as_of: datetime
    locations: tuple[Stock, ...]
    by_date: tuple[Coming, ...] = ()


@dataclass(frozen=True, slots=True)
class ReservationCard:
    """A reservation as others know it; `open` pieces are still kept."""

    ref: str
    attempt: int
    sku: str
    location: str
    kind: ReservationKind
    quantity: int
    open: int
    expires_at: datetime | None
    due_on: date | None = None
    """The day on which its pieces come; none where they are there, or nobody knows yet (`is_queued`)."""
    is_queued: bool = False
    part_of: str = ""
    """The SKU of the bundle for which it is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Pieces kept for a ref: `there` of them already, the last due on a day, or some queued until a day is known."""

    ref: str
    attempt: int
    sku: str
    location: str
    quantity: int
    due_on: date | None
    is_queued: bool
    there: int = 0


@dataclass(frozen=True, slots=True)
class Road:
    """From where pieces are sent to another location of ours, when they have to leave, and when they are there."""

    origin: str
    leaves_on: date
    arrives_on: date


@dataclass(frozen=True, slots=True)
class Ordered:
    """From whom pieces were ordered, and on which day, as far as somebody said."""

    supplier_id: UUID | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody went for `wanted` pieces that were promised to `ref`; `missing` of them were not there.

    `place_id` is the outlet or the supplier whose stock it was.
    """

    ref: str
    product_id: UUID
    place_id: UUID
    wanted: int
    missing: int
    occurred_at: datetime
