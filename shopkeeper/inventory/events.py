"""What the inventory announces: few events, ids and counts only. Each change of a position is told to open pages."""

from datetime import date
from uuid import UUID

from shopkeeper.core.events import event


@event
class MovementsRecorded:
    """A source told a batch of movements."""

    source: str
    applied: int
    repeated: int
    held: int


@event
class MovementExplained:
    """Somebody said why a held movement took pieces off."""

    held_id: UUID


@event
class MovementDismissed:
    """Somebody decided that a held movement never happened."""

    held_id: UUID


@event
class PickedShort:
    """Pieces that the record promised were not found; the record is corrected and a count is due."""

    product_id: UUID
    location_id: UUID
    missing: int
    ref: str


@event
class StockCounted:
    """Somebody counted an item; the record was wrong by `difference` pieces."""

    product_id: UUID
    location_id: UUID
    counted: int
    difference: int


@event
class ReservationsExpired:
    """Soft reservations ended because their time was over; their pieces are free again."""

    refs: tuple[str, ...]


@event
class InboundMoved:
    """Pieces on their way come on another day, or (`due_on` empty) no more; `refs` were promised some of them."""

    inbound_id: UUID
    product_id: UUID
    location_id: UUID
    reserved: int
    due_on: date | None = None
    refs: tuple[str, ...] = ()


@event
class QueueServed:
    """Pieces for which somebody waited are there (`due_on` empty), or are due on a day now."""

    ref: str
    attempt: int
    product_id: UUID
    location_id: UUID
    due_on: date | None
    quantity: int = 0


@event
class LocationSwitched:
    """A location was switched off or on: while it is off, nothing is promised from it."""

    location_id: UUID
    is_on: bool


@event
class LocationDescribed:
    """What a location does, or how much it handles, was said anew."""

    location_id: UUID


@event
class DriftFound:
    """The record of some positions differed from their movements or reservations."""

    inspection_id: UUID
    positions: int
    repaired: int
