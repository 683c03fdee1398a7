"""What crosses the catalog's boundary."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as others know it."""

    id: UUID
    sku: str
    name: str
    category: str = ""
    supplier_id: UUID | None = None
    unit_cost: Decimal | None = None
