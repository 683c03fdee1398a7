"""Orders that are placed here, on our own stock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from shopkeeper.interactions.public import Channel
from shopkeeper.payments.public import Balance, Means

type Word = Annotated[str, Meta(max_length=40)]
type Name = Annotated[str, Meta(max_length=80)]
type Text = Annotated[str, Meta(max_length=120)]


class HowKind(StrEnum):
    """How an order reaches its customer."""

    DELIVERY = "delivery"
    PICKUP = "pickup"


class HoldReason(StrEnum):
    """Why an order may not leave for now."""

    FRAUD = "fraud"
    CREDIT = "credit"
    ADDRESS = "address"
    PAYMENT = "payment"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class BasketLine:
    """Pieces of a SKU, and the price that the customer was shown."""

    sku: Name
    quantity: int
    shown: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an order goes. The point on the map decides what is near, where somebody knows it."""

    name: Text = ""
    street: Text = ""
    postcode: Annotated[str, Meta(max_length=16)] = ""
    city: Text = ""
    region: Name = ""
    country: Annotated[str, Meta(max_length=2)] = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def postcode_area(self) -> str:
        """The part before the space, or the first four letters: as far as a carrier's lane is told."""
        return (self.postcode.split() or [""])[0][:4].upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """By which carrier and service on which day, or where and from when on it is collected.

    `offer` is the key of a delivery offer: it says all of this by itself, and only a nominated day is chosen beside it.
    """

    kind: HowKind = HowKind.DELIVERY
    carrier_key: Name = ""
    service: Word = ""
    promised_on: date | None = None
    location: Word = ""
    promised_at: datetime | None = None
    price: Decimal = Decimal(0)
    offer: Annotated[str, Meta(max_length=20_000)] = ""


@dataclass(frozen=True, slots=True)
class Basket:
    """Pieces that are to reach an address; what is `kept` for them already, by location and SKU, is as good as free."""

    lines: tuple[BasketLine, ...]
    address: Address
    channel: str
    kept: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlacement:
    """An order to be placed on our own stock, in one call. `key` names it: the same again changes nothing."""

    key: Annotated[str, Meta(min_length=1, max_length=180)]
    channel: Channel
    lines: tuple[BasketLine, ...]
    how: How
    means: tuple[Means, ...]
    address: Address = Address()
    source: Annotated[str, Meta(max_length=60)] = "shopkeeper"
    currency: Annotated[str, Meta(max_length=3)] = ""
    outlet_id: UUID | None = None
    customer_id: UUID | None = None
    record_id: UUID | None = None
    account_id: UUID | None = None
    payer_id: UUID | None = None
    cart_refs: tuple[Name, ...] = ()
    may_split: bool = True
    may_wait: bool = False
    """Whether lines that nobody has may wait for what comes; each is promised its day."""

    @property
    def basket(self) -> Basket:
        """What is to reach whom."""
        return Basket(self.lines, self.address, self.channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRevision:
    """What is to change about an order: how many pieces of a line are wanted in all, what is wanted beside, where it
    goes, on which day or by which service (`how`, with its price). What is left out stays."""

    quantities: tuple[tuple[UUID, int], ...] = ()
    added: tuple[BasketLine, ...] = ()
    address: Address | None = None
    promised_on: date | None = None
    how: How | None = None
    why: Annotated[str, Meta(max_length=200)] = ""


@dataclass(frozen=True, slots=True)
class RevisionPreview:
    """What a change would cost: pieces beside and fewer, and the difference in price; below nothing is given back."""

    more: int
    fewer: int
    difference: Decimal
    currency: str

    @property
    def amount(self) -> Decimal:
        """How much moves, in whichever direction."""
        return abs(self.difference)


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A change that can be undone; `title` says it in words."""

    id: UUID
    title: str
    why: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class SourcingCard:
    """A decision from where an order is fulfilled, and why it was made; `words` say it to people."""

    attempt: int
    cause: str
    decided_at: datetime
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllocationCard:
    """Pieces of a line that a location fulfills."""

    line_id: UUID
    position: int
    sku: str
    location: str
    location_name: str
    outlet_id: UUID | None
    attempt: int
    quantity: int
    open: int


@dataclass(frozen=True, slots=True)
class HoldCard:
    """Why an order may not leave."""

    id: UUID
    reason: HoldReason
    owner: str
    why: str
    held_at: datetime
    released_at: datetime | None


class Precedence(StrEnum):
    """Why an order is served before others where pieces are scarce; the first reason comes first."""

    LET_DOWN = "let_down"
    """The day that it was promised for has passed."""
    COMPANY = "company"
    LONGEST = "longest"
    """It has waited longest."""


@dataclass(frozen=True, slots=True)
class UnfilledCard:
    """Pieces that nobody can fulfill, since when, and what their turn comes of."""

    id: UUID
    order_id: UUID
    order_number: str
    line_id: UUID
    sku: str
    name: str
    pieces: int
    since: datetime
    customer_id: UUID | None
    precedence: Precedence


@dataclass(frozen=True, slots=True)
class AwaitedCard:
    """Pieces of a line that come to a location: promised first for a day, expected now on one, or nobody knows."""

    order_id: UUID
    order_number: str
    customer_id: UUID | None
    line_id: UUID
    position: int
    sku: str
    name: str
    location: str
    location_name: str
    pieces: int
    first_due_on: date
    due_on: date | None
    since: datetime

    @property
    def is_late(self) -> bool:
        """Whether they come later than promised first, or nobody knows when."""
        return self.due_on is None or self.due_on > self.first_due_on


@dataclass(frozen=True, slots=True)
class CanceledPieces:
    """A cancellation that can be undone."""

    id: UUID
    pieces: int
    name: str


@dataclass(frozen=True, slots=True)
class Fulfillment:
    """How an order that was placed here stands: from where it comes, what holds it, its money."""

    sourcings: tuple[SourcingCard, ...] = ()
    open: tuple[AllocationCard, ...] = ()
    holds: tuple[HoldCard, ...] = ()
    canceled: tuple[CanceledPieces, ...] = ()
    balance: Balance | None = None
    awaited: tuple[AwaitedCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """An order as it was placed."""

    id: UUID
    number: str
    ref: str
    currency: str
    goods_total: Decimal
    shipping_total: Decimal
    total: Decimal
    sources: tuple[str, ...]
    is_new: bool = True
