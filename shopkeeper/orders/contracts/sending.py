"""What locations have to send to customers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shopkeeper.orders.contracts.stages import StageClock


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

    @property
    def due_on(self) -> date | None:
        """The day on which it has to leave; where no offer said one, it is as late as the promise."""
        return self.leaves_on or self.promised_on

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
