"""What crosses the boundary of the promise ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class PromiseKind(StrEnum):
    """What was promised."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
    REFUND = "refund"
    CALL_BACK = "call_back"
    REPLY = "reply"


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
