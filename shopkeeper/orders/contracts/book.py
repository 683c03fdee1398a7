"""Orders of every channel as others know them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shopkeeper.interactions.public import Channel
from shopkeeper.orders.errors import LineNotFound


class OrderState(StrEnum):
    """How far an order is, derived from the counters of its lines."""

    PLACED = "placed"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELED = "canceled"


class PickupState(StrEnum):
    """How far an order to be collected is."""

    PREPARING = "preparing"
    READY = "ready"
    NOT_FOUND = "not_found"
    COLLECTED = "collected"
    RELEASED = "released"
    """Nobody came for it in time."""
    CALLED_OFF = "called_off"
    """It is canceled, or reaches its customer another way."""


class MovementKind(StrEnum):
    """What happened to pieces of a line."""

    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CALLED_BACK = "called_back"
    """They had left, and their carrier stopped them: they count as shipped no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line as it is ordered. Without a unit cost, the product's cost of today."""

    sku: str
    quantity: int
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    unit_cost: Decimal | None = None
    supplier_id: UUID | None = None
    batch: str = ""
    source_key: str = ""
    described_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order as it is placed. `taken_home`: a till receipt, all pieces are handed over at once."""

    number: str
    channel: Channel
    currency: str
    placed_at: datetime
    lines: tuple[NewLine, ...]
    outlet_id: UUID | None = None
    customer_id: UUID | None = None
    record_id: UUID | None = None
    account_id: UUID | None = None
    taken_home: bool = False
    postcode_area: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    shipping_total: Decimal = Decimal(0)
    discount_total: Decimal = Decimal(0)
    tax_total: Decimal = Decimal(0)
    source: str = "shopkeeper"
    source_key: str = ""


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company that buys, by the number and the name that people use."""

    id: UUID
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class BuyingCompany:
    """For which company an order is, and whose credit pays for it."""

    account: CompanyName | None
    payer: CompanyName | None

    @property
    def paid_by_another(self) -> bool:
        """Whether another company pays than the one that buys."""
        return self.payer is not None and self.payer != self.account


@dataclass(frozen=True, slots=True)
class Counters:
    """Pieces of a line and what became of them."""

    ordered: int
    shipped: int = 0
    delivered: int = 0
    canceled: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line as others know it."""

    id: UUID
    position: int
    sku: str
    name: str
    unit_price: Decimal
    discount: Decimal
    counters: Counters
    batch: str = ""
    sold_in: str = ""
    """The name of the bundle of which it is a part."""

    @property
    def left_to_ship(self) -> int:
        """Pieces that can still be canceled."""
        return self.counters.ordered - self.counters.shipped - self.counters.canceled

    @property
    def with_customer(self) -> int:
        """Pieces that can come back."""
        return self.counters.delivered - self.counters.returned

    @property
    def kept(self) -> int:
        """Pieces that the customer has or is to have."""
        return self.counters.ordered - self.counters.canceled - self.counters.returned

    @property
    def total(self) -> Decimal:
        """What the line costs."""
        return self.unit_price * self.counters.ordered - self.discount


@dataclass(frozen=True, slots=True)
class PickupTimes:
    """The times by which a pick-up is judged."""

    ready_at: datetime | None = None
    collected_at: datetime | None = None
    not_found_at: datetime | None = None
    released_at: datetime | None = None
    called_off_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PickupCard:
    """An order to be collected, as others know it."""

    id: UUID
    order_id: UUID
    order_number: str
    outlet_id: UUID
    outlet: str
    customer_id: UUID | None
    promised_at: datetime
    ready_at: datetime | None
    collected_at: datetime | None
    not_found_at: datetime | None
    shelf: str
    state: PickupState
    keep_until: datetime | None = None
    collector: str = ""
    put_back_at: datetime | None = None
    ordered_for: str = ""
    """The name on the order, which may be all that is known of whoever comes."""


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order as others know it."""

    id: UUID
    ref: str
    number: str
    channel: str
    outlet_id: UUID | None
    outlet: str
    customer_id: UUID | None
    currency: str
    placed_at: datetime
    total: Decimal
    state: OrderState
    lines: tuple[LineCard, ...] = field(default=())
    shipping: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    """Taxes and fees on top of the prices, in the total with what delivery costs; the discount is taken off."""

    def line(self, line_id: object) -> LineCard:
        """One of its lines.

        :raises LineNotFound: when it is not a line of this order
        """
        found = next((line for line in self.lines if str(line.id) == str(line_id)), None)
        if found is None:
            raise LineNotFound(key=line_id)
        return found


@dataclass(frozen=True, slots=True)
class ReturnsOfProduct:
    """Pieces of a product that customers got, those that came back, and the commonest reasons with their pieces."""

    delivered: int
    returned: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """How much came back, as a share of 1."""
        return self.returned / self.delivered
