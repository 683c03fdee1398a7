"""What crosses the catalog's boundary."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

PICTURES_AT = "https://"
"""How the address of a picture begins that a page may load."""


class BaseUnit(StrEnum):
    """What one of a product is; quantities are whole numbers of it."""

    PIECE = "piece"
    GRAM = "gram"
    MILLILITER = "milliliter"
    MILLIMETER = "millimeter"


class CodeKind(StrEnum):
    """By which code a product was found."""

    SKU = "sku"
    GTIN = "gtin"
    INTERNAL = "internal"
    SUPPLIER_SKU = "supplier_sku"


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as others know it."""

    id: UUID
    sku: str
    name: str
    category: str = ""
    supplier_id: UUID | None = None
    unit_cost: Decimal | None = None
    category_id: UUID | None = None
    supplier: str = ""
    department_code: str = ""
    list_price: Decimal | None = None
    currency: str = ""
    family_id: UUID | None = None
    family: str = ""
    variant: str = ""
    base_unit: BaseUnit = BaseUnit.PIECE
    image_url: str = ""
    discontinued_on: date | None = None
    described: bool = True

    @property
    def has_picture(self) -> bool:
        """Whether there is one that a page may load."""
        return self.image_url.startswith(PICTURES_AT)


@dataclass(frozen=True, slots=True)
class ComponentCard:
    """How many of a product are in a bundle."""

    product_id: UUID
    sku: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class BarcodeCard:
    """A code on a product; `quantity` base units are meant by one scan."""

    code: str
    kind: CodeKind
    quantity: int

    @property
    def printed(self) -> str:
        """The code as it stands on most things: a GTIN without the zero that makes it 14 digits."""
        return self.code[1:] if self.kind is CodeKind.GTIN and self.code.startswith("0") else self.code


@dataclass(frozen=True, slots=True)
class PackCard:
    """A way in which a product comes, in base units."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class OfferCard:
    """For how much and how fast a supplier sells a product."""

    product_id: UUID
    sku: str
    product: str
    supplier_id: UUID
    supplier: str
    supplier_sku: str
    cost: Decimal | None
    currency: str
    lead_time_days: int | None
    minimum_quantity: int
    cut_off_at: time | None


@dataclass(frozen=True, slots=True)
class SupplyTerms:
    """How fast a supplier agreed to have a SKU ready: so many days, ordered until this time of a day."""

    sku: str
    supplier_id: UUID
    lead_time_days: int | None
    cut_off_at: time | None
    product_id: UUID
    category_id: UUID | None


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """The product behind a code that was scanned or typed, and how many base units the code means."""

    product: ProductCard
    kind: CodeKind
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category with its place in the tree; `products` counts those below it too."""

    id: UUID
    name: str
    depth: int
    products: int
    parent_id: UUID | None = None

    @property
    def indented_name(self) -> str:
        """The name moved to the right by its depth, for lists that know no tree."""
        return "\u2003" * self.depth + self.name


@dataclass(frozen=True, slots=True)
class SupplierCard:
    """A supplier; `products` are those that name it as their usual one."""

    id: UUID
    name: str
    region: str
    products: int = 0
    offers: int = 0


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What somebody says of a product; None leaves what is stored."""

    name: str | None = None
    variant: str | None = None
    category_id: UUID | None = None
    supplier_id: UUID | None = None
    department_code: str | None = None
    list_price: Decimal | None = None
    currency: str | None = None
    base_unit: BaseUnit | None = None
    image_url: str | None = None
    discontinued_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What a supplier asks and gives."""

    supplier_sku: str = ""
    cost: Decimal | None = None
    currency: str = ""
    lead_time_days: int | None = None
    minimum_quantity: int = 1
    cut_off_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSearch:
    """Which products, in which order (a column, with a minus for descending), and which page of them."""

    text: str = ""
    category_id: UUID | None = None
    supplier_id: UUID | None = None
    state: str = ""
    sort: str = "name"
    page: int = 1
    page_size: int = 40
