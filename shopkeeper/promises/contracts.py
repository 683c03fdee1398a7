"""What crosses the boundary of the promise ledger."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class PromiseKind(StrEnum):
    """What was promised."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
    REFUND = "refund"
    CALL_BACK = "call_back"
    REPLY = "reply"
    PRICE = "price"
    """So much and no more: `amount`, until `due_at`."""
    STOCK = "stock"
    """So many pieces: `quantity`, by `due_at`."""


class PromiseState(StrEnum):
    """What became of it, at a given moment."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PromiseTimes:
    """The times by which a promise is judged."""

    due_at: datetime
    fulfilled_at: datetime | None = None
    withdrawn_at: datetime | None = None
    is_short: bool = False
    """Less was given than was promised: a higher price, fewer pieces, or nothing when they came for it. For good."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How likely a promise is to be broken, and by when it will probably be fulfilled. `raw` is what the forecaster
    said before its words were set right by what became of earlier ones."""

    chance: float
    raw: float
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Forecasts that said about the same: how many, what they said on average, how many promises were broken."""

    low: float
    high: float
    n: int
    said: float
    broken: int


@dataclass(frozen=True, slots=True)
class PromiseCard:
    """A promise as others know it; `late_by_seconds` is 0 while it is open or kept."""

    id: UUID
    kind: PromiseKind
    ref: str
    node: str
    outlet_id: UUID | None
    customer_id: UUID | None
    made_at: datetime
    original_due_at: datetime
    due_at: datetime
    fulfilled_at: datetime | None
    state: PromiseState
    late_by_seconds: int
    subject: str = ""
    original_amount: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""
    quantity: int | None = None
    late_chance: float | None = None
    expected_at: datetime | None = None
    told_due_at: datetime | None = None
    """The later time that the customer was told of; the promise is still judged by `due_at`."""
