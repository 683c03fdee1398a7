"""Pieces that came back as another system told it, together under the number that it gave them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ToldPieces:
    """Pieces of one product, or money alone: of no piece and no SKU, and its name says what it was for.

    `refund` is None where nobody said what went back."""

    sku: str
    name: str
    quantity: int
    refund: Decimal | None
    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class ToldReturn:
    """What came back under one number. Without an order, where the system could not say of which."""

    number: str
    at: datetime
    customer_id: UUID | None
    outlet: str
    order_id: UUID | None
    order_number: str
    currency: str
    pieces: tuple[ToldPieces, ...]

    @property
    def count(self) -> int:
        """Of all products."""
        return sum(one.quantity for one in self.pieces)

    @property
    def refund(self) -> Decimal:
        """What went back for all of it, as far as it was said."""
        return sum((one.refund or Decimal(0) for one in self.pieces), Decimal(0))
