"""What crosses the boundary of the payments."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

NOTHING = Decimal(0)


class PaymentKind(StrEnum):
    """How money moved."""

    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    VOIDED = "voided"
    REFUNDED = "refunded"


class Method(StrEnum):
    """By what a customer pays."""

    CARD = "card"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    INVOICE = "invoice"
    CASH = "cash"


class InstructionKind(StrEnum):
    """What a gateway is told to do."""

    AUTHORIZE = "authorize"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"


class Verdict(StrEnum):
    """What a gateway says of an instruction."""

    DONE = "done"
    DECLINED = "declined"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class GatewayAnswer:
    """What a gateway said: the verdict, its own key for it, and why not."""

    verdict: Verdict
    gateway_key: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """By what somebody wants to pay, and how much of it; without an amount, all that the others leave.

    A card has a `token` for which our gateway asks, or an `authorization` that a web shop got there already. A gift
    card has its `code`.
    """

    method: Method
    amount: Decimal | None = None
    token: str = ""
    authorization: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """The counters of a tender. What is `capturing` or `refunding` waits for the gateway's word."""

    amount: Decimal
    authorized: Decimal = NOTHING
    capturing: Decimal = NOTHING
    captured: Decimal = NOTHING
    voided: Decimal = NOTHING
    refunding: Decimal = NOTHING
    refunded: Decimal = NOTHING

    @property
    def capturable(self) -> Decimal:
        """Set aside by the payer and not taken yet."""
        return self.authorized - self.captured - self.capturing - self.voided

    @property
    def taken(self) -> Decimal:
        """What the payer has paid, with what waits for the gateway."""
        return self.captured + self.capturing

    @property
    def given_back(self) -> Decimal:
        """What went back to the payer, with what waits for the gateway."""
        return self.refunded + self.refunding

    @property
    def refundable(self) -> Decimal:
        """Taken and not given back."""
        return self.captured - self.refunded - self.refunding


@dataclass(frozen=True, slots=True)
class TenderCard:
    """A means of payment put against a ref, as others know it."""

    id: UUID
    ref: str
    method: Method
    currency: str
    sums: Sums
    declined: bool
    why: str


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """Money that moved for a ref, here or in another system."""

    kind: str
    method: str
    amount: Decimal
    currency: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """All tenders of a ref together. `asked` waits for the gateway; `held`: set aside or taken, less what went back."""

    asked: Decimal
    authorized: Decimal
    captured: Decimal
    voided: Decimal
    refunded: Decimal
    capturable: Decimal
    refundable: Decimal
    refundable_now: Decimal
    """Less than `refundable` while the gateway has not said that the money was taken."""

    @property
    def held(self) -> Decimal:
        """What is set aside for the ref or taken and not given back."""
        return self.capturable + self.refundable


@dataclass(frozen=True, slots=True)
class Told:
    """What was taken and given back for a ref in other systems, as far as they told."""

    captured: Decimal
    refunded: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLimits:
    """Up to how much somebody issues on one gift card, or as one credit, who may not issue any amount."""

    alone: Decimal = Decimal(250)


@dataclass(frozen=True, slots=True)
class StoredValueCard:
    """A gift card or a customer's store credit."""

    id: UUID
    code: str
    kind: Method
    currency: str
    issued: Decimal
    balance: Decimal
