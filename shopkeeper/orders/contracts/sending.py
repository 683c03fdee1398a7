"""What locations have to send to customers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PieceToSend:
    """Pieces of a line that go into a parcel."""

    line_id: UUID
    sku: str
    name: str
    category: str
    pieces: int


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
