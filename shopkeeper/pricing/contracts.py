"""What crosses the boundary of the pricing."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pieces of a SKU, and the price that the customer was shown, where they were shown one."""

    sku: str
    quantity: int
    shown: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A price of the list: for one outlet, one brand, or all (`rank` 2, 1, 0), from a time on."""

    amount: Decimal
    currency: str
    rank: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """What pieces of a product cost. `fell_from` is the higher price that the customer was shown."""

    product_id: UUID
    sku: str
    name: str
    quantity: int
    unit_price: Decimal
    unit_cost: Decimal | None
    supplier_id: UUID | None
    fell_from: Decimal | None = None
    is_bundle: bool = False

    @property
    def total(self) -> Decimal:
        """For all pieces."""
        return (self.unit_price * self.quantity).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Quote:
    """What a basket costs at a time."""

    lines: tuple[QuotedLine, ...]
    currency: str
    goods_total: Decimal


@dataclass(frozen=True, slots=True)
class PriceCard:
    """A row of the price list."""

    id: UUID
    sku: str
    outlet: str
    brand: str
    currency: str
    amount: Decimal
    starts_at: datetime
    ends_at: datetime | None
