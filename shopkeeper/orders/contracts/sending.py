"""What locations have to send to customers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shopkeeper.orders.contracts.stages import StageClock


class VoidWhy(StrEnum):
    """Why a parcel that was packed is not ready to leave after all."""

    ELSEWHERE = "elsewhere"
    FEWER_PIECES = "fewer_pieces"
    CALLED_BACK = "called_back"


@dataclass(frozen=True, slots=True)
class VoidPacking:
    """What was packed before its order was changed: since when that is known, and the number of the label that is void
    with it, where there was one."""

    why: VoidWhy
    since: datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class ToOpen:
    """A parcel that was packed and called back: its pieces go back to where they lay."""

    parcel_id: UUID
    order_id: UUID
    order_number: str
    location: str
    place: str
    packed_at: datetime
    void: VoidPacking
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PieceToSend:
    """Pieces of a line that go into a parcel."""

    line_id: UUID
    sku: str
    name: str
    category: str
    pieces: int
    found: int = 0
    """How many of them were scanned."""

    @property
    def left(self) -> int:
        """Those that nobody has scanned yet."""
        return self.pieces - self.found


@dataclass(frozen=True, slots=True)
class ToSend:
    """A parcel that a location has to get ready and hand over to its carrier."""

    order_id: UUID
    parcel_id: UUID
    order_number: str
    location: str
    place: str
    carrier: str
    service: str
    since: datetime
    """When the location was given the first of its pieces."""
    leaves_on: date | None
    promised_on: date | None
    pieces: tuple[PieceToSend, ...]
    is_held: bool
    packed_at: datetime | None = None
    label: str = ""
    """The number on its label, once there is one."""
    clock: StageClock | None = None
    """What it waits for, and for how long."""
    void: VoidPacking | None = None
    """It was packed before its order was changed, and nobody has packed it anew."""
    is_suppliers: bool = False
    """A supplier packs it, out of our sight."""
    put_off_to: date | None = None
    """The day on which it leaves instead, as its place announced."""

    @property
    def due_on(self) -> date | None:
        """The day on which it has to leave; where no offer said one, it is as late as the promise."""
        return self.put_off_to or self.leaves_on or self.promised_on

    def is_late(self, today: date) -> bool:
        """Whether it should have left on a day before."""
        return self.due_on is not None and self.due_on < today

    @property
    def count(self) -> int:
        """All of its pieces."""
        return sum(piece.pieces for piece in self.pieces)

    @property
    def found(self) -> int:
        """Those that were scanned."""
        return sum(piece.found for piece in self.pieces)

    @property
    def left(self) -> int:
        """Those that nobody has scanned yet."""
        return self.count - self.found


@dataclass(frozen=True, slots=True)
class NotArriving:
    """An order of which a parcel was lost, or else came back undelivered, and since when that is known."""

    order_id: UUID
    number: str
    carrier: str
    since: datetime
    is_lost: bool
