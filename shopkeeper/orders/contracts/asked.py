"""What somebody else has to agree to: that pieces are canceled, or go elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class AskedOf(StrEnum):
    """Who has to let pieces go."""

    SUPPLIER = "supplier"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True)
class CancellationPlan:
    """What becomes of pieces that somebody wants to cancel: at once, asked of the supplier, asked of the carrier (whole
    parcels); and what is let go or given back for those at once."""

    at_once: int = 0
    of_supplier: int = 0
    of_carrier: int = 0
    parcels: tuple[UUID, ...] = ()
    money: Decimal = Decimal(0)

    @property
    def pieces(self) -> int:
        """All of them."""
        return self.at_once + self.of_supplier + self.of_carrier


@dataclass(frozen=True, slots=True)
class AskedCancellationCard:
    """Pieces that somebody else was asked to let go; `agreed` is None until they say."""

    id: UUID
    order_id: UUID
    order_number: str
    line_id: UUID
    name: str
    quantity: int
    asked_of: AskedOf
    node: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    agreed: bool | None
    why: str
    stop_id: UUID | None = None
    place: str = ""
    """What people call the supplier's location."""
    asked_by: str = ""
    answered_by: str = ""

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time for an answer is over."""
        return self.answered_at is None and self.due_at <= now


@dataclass(frozen=True, slots=True)
class AskedRedirectionCard:
    """A supplier was asked to send its pieces elsewhere; `agreed` is None until it says. Where to, in words."""

    id: UUID
    order_id: UUID
    order_number: str
    node: str
    place: str
    what: str
    to: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    agreed: bool | None
    why: str
    is_withdrawn: bool = False
    """The next change made it pointless, or nothing is left that it was about."""
    is_in_force: bool = False
    """The order goes there just now, and the supplier has pieces that have not arrived."""
    asked_by: str = ""
    answered_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.answered_at is None and not self.is_withdrawn

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time for an answer is over."""
        return self.is_open and self.due_at <= now
