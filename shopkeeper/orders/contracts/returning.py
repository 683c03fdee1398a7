"""Returns and refunds: what is asked, what is found, what goes back to whom."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from shopkeeper.payments.public import PaymentCard, TenderCard

type Words = Annotated[str, Meta(max_length=2000)]


class ReturnState(StrEnum):
    """How far a return is, derived from what happened to it."""

    REQUESTED = "requested"
    """Somebody has to decide."""
    DENIED = "denied"
    APPROVED = "approved"
    """The pieces may come, anywhere."""
    RECEIVED = "received"
    """They are here and nobody has looked at them yet."""
    INSPECTED = "inspected"
    """Looked at; money has to go back, or there is none to give back."""
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class ReturnKind(StrEnum):
    """Why pieces come back. `called_back`: on their way to the customer, stopped by the carrier; already paid back."""

    ORDER = "order"
    NO_RECEIPT = "no_receipt"
    CALLED_BACK = "called_back"


class WayBack(StrEnum):
    """How pieces come back."""

    COUNTER = "counter"
    PARCEL = "parcel"


class Condition(StrEnum):
    """What somebody who looked at a piece found."""

    AS_NEW = "as_new"
    OPENED = "opened"
    WORN = "worn"
    FAULTY = "faulty"
    """Broken, or not what was ordered, by no fault of the customer."""
    SPOILED = "spoiled"
    """Broken by the customer, or not our piece at all."""


class Disposition(StrEnum):
    """What becomes of a piece that came back."""

    RESTOCK = "restock"
    REFURBISH = "refurbish"
    SUPPLIER = "supplier"
    DESTROY = "destroy"


class RefundWay(StrEnum):
    """Where money goes. `till`: an order of another system, whose till or shop gives it back."""

    ORIGINAL = "original"
    STORE_CREDIT = "store_credit"
    TILL = "till"


class RefundKind(StrEnum):
    """Why money goes back."""

    RETURN = "return"
    GOODWILL = "goodwill"


class RefundState(StrEnum):
    """How far a refund is."""

    ASKED = "asked"
    """Above what its author may give: a second person decides."""
    OPEN = "open"
    """Decided; it goes as soon as the money has been taken."""
    PAID = "paid"
    DENIED = "denied"
    TAKEN_BACK = "taken_back"
    """By whoever asked, or after it was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackLine:
    """Pieces of an order line that somebody wants to send back. `is_faulty`: broken, or not what was ordered."""

    line_id: UUID
    quantity: int
    reason_code: str = ""
    comment: Words = ""
    is_faulty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturn:
    """A return as it is asked for. `channel`: counter, phone, own_page, api."""

    order_id: UUID
    lines: tuple[BackLine, ...]
    channel: Annotated[str, Meta(max_length=20)] = "phone"
    way: WayBack = WayBack.PARCEL
    refund_way: RefundWay = RefundWay.ORIGINAL
    outlet_id: UUID | None = None
    waited_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPieces:
    """What was found of pieces that came back, and what becomes of them. `photo` is where a picture lies.

    Without a `percent`, as much of the price goes back as the policy says for this condition.
    """

    item_id: UUID
    quantity: int
    condition: Condition
    disposition: Disposition
    percent: Annotated[int, Meta(ge=0, le=100)] | None = None
    photo: Annotated[str, Meta(max_length=300)] = ""
    note: Annotated[str, Meta(max_length=500)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that somebody found who looked at a return."""

    found: tuple[FoundPieces, ...]


@dataclass(frozen=True, slots=True)
class ReturnItemCard:
    """Pieces of one product in a return. `worth`: what all of them are worth back."""

    id: UUID
    line_id: UUID | None
    sku: str
    name: str
    quantity: int
    received: int
    inspected: int
    worth: Decimal
    reason: str
    comment: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class ReturnStepCard:
    """Something that happened to a return: by whom, when, why."""

    kind: str
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """A return as others know it."""

    id: UUID
    number: str
    kind: ReturnKind
    state: ReturnState
    order_id: UUID | None
    order_number: str
    customer_id: UUID | None
    outlet_id: UUID | None
    currency: str
    way: WayBack
    refund_way: RefundWay
    asked_at: datetime
    reasons: tuple[str, ...]
    why: str
    location: str
    items: tuple[ReturnItemCard, ...]
    steps: tuple[ReturnStepCard, ...] = ()
    photos: tuple[UUID, ...] = ()
    label: str = ""
    """The number of the label by which its pieces come, where somebody asked for it."""

    @property
    def ref(self) -> str:
        """How the ledgers below speak of it."""
        return f"return:{self.id}"

    @property
    def pieces(self) -> int:
        """How many pieces it is about."""
        return sum(item.quantity for item in self.items)

    @property
    def worth(self) -> Decimal:
        """What all of them are worth back."""
        return sum((item.worth for item in self.items), Decimal(0))


@dataclass(frozen=True, slots=True)
class RefundCard:
    """Money that goes back, or is asked to."""

    id: UUID
    kind: RefundKind
    state: RefundState
    way: RefundWay
    amount: Decimal
    currency: str
    why: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    paid_at: datetime | None
    order_id: UUID | None
    order_number: str
    customer_id: UUID | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the policy says of a return, with its reasons as codes that pages put in words.

    `verdict` is `requested` where a person has to decide.
    """

    verdict: ReturnState
    reasons: tuple[str, ...]

    @property
    def is_approved(self) -> bool:
        """The pieces may come."""
        return self.verdict is ReturnState.APPROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReceipt:
    """Pieces that come back at a counter, of which nobody knows the order."""

    sku: Annotated[str, Meta(max_length=80)]
    quantity: int
    customer_id: UUID
    outlet_id: UUID | None = None
    reason_code: str = ""
    comment: Words = ""
    condition: Condition = Condition.AS_NEW
    disposition: Disposition = Disposition.RESTOCK
    waited_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """What would become of a return: what the policy says, and what its lines are worth back, in their order."""

    ruling: Ruling
    parts: tuple[Decimal, ...]
    currency: str

    @property
    def worth(self) -> Decimal:
        """What all of it would bring, as new."""
        return sum(self.parts, Decimal(0))


@dataclass(frozen=True, slots=True)
class MoneyLedger:
    """How the money of an order stands: set aside and not taken, taken, given back, promised back, left to give."""

    set_aside: Decimal
    asked: Decimal
    taken: Decimal
    given_back: Decimal
    promised: Decimal
    left: Decimal
    moves: tuple[PaymentCard, ...]
    is_here: bool
    """False for an order of another system, whose money moves there."""
    means: tuple[TenderCard, ...] = ()
    """By what it is paid, in the order in which money goes back."""
