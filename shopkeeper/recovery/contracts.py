"""What crosses the boundary of recovery."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Fault(StrEnum):
    """What went wrong for the customer; a playbook belongs to each."""

    PICKUP_NOT_FOUND = "pickup_not_found"
    WRONG_ITEM = "wrong_item"
    LONG_WAIT = "long_wait"
    LATE_DELIVERY = "late_delivery"
    REPEAT_CONTACT = "repeat_contact"
    LOW_SCORE = "low_score"


class SignalKind(StrEnum):
    """How we noticed harm."""

    PICKUP_NOT_FOUND = "pickup_not_found"
    WRONG_ITEM = "wrong_item"
    LONG_WAIT = "long_wait"
    LATE_DELIVERY = "late_delivery"
    REPEAT_CONTACT = "repeat_contact"
    LOW_SCORE = "low_score"
    COMPLAINT = "complaint"


class StepKind(StrEnum):
    """What a step of a playbook is."""

    APOLOGIZE = "apologize"
    CALL = "call"
    FIND = "find"
    REPLACE = "replace"
    ASK = "ask"
    CHECK = "check"
    GIVE = "give"
    """Give something back: money or store credit for the order, or another remedy."""


class Outcome(StrEnum):
    """How a case ended."""

    PUT_RIGHT = "put_right"
    UNABLE = "unable"


class CaseState(StrEnum):
    """Derived from the facts of a case, never set."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    PUT_RIGHT = "put_right"
    UNABLE = "unable"


class RemedyKind(StrEnum):
    """What a customer is given besides an apology."""

    VOUCHER = "voucher"
    REFUND = "refund"
    STORE_CREDIT = "store_credit"
    REPLACEMENT = "replacement"
    FREE_DELIVERY = "free_delivery"
    GESTURE = "gesture"


class RemedyState(StrEnum):
    """Where a remedy stands: asked of an approver, reserved in the budget, given, or taken back."""

    ASKED = "asked"
    RESERVED = "reserved"
    GIVEN = "given"
    RELEASED = "released"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class HarmSignal:
    """One fact that tells of harm to somebody. `size` is in the kind's own unit (see `rules.harm`)."""

    kind: SignalKind
    ref: str
    customer_id: UUID
    record_id: UUID | None
    order_id: UUID | None
    outlet_id: UUID | None
    feedback_id: UUID | None
    occurred_at: datetime
    size: Decimal


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step of a case as others know it. `due_at` is an instant; `done_at` is empty while it is open."""

    id: UUID
    position: int
    kind: StepKind
    title: str
    say: str
    channel: str
    role: str
    owner_id: UUID
    owner: str
    due_at: datetime
    done_at: datetime | None = None
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that a case waits for, and whether it is the last one."""

    case_id: UUID
    number: str
    opened_at: datetime
    step: StepCard
    is_last: bool


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as others know it: enough for a list, a chip and an export."""

    number: str
    state: CaseState
    fault: Fault
    title: str
    customer_id: UUID
    customer: str
    order_id: UUID | None
    order: str
    outlet_id: UUID | None
    outlet: str
    owner_id: UUID
    owner: str
    role: str
    harm: Decimal
    opened_at: datetime
    due_at: datetime | None
    next_step: str
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Who takes a case on: a role, at an outlet or for the whole company."""

    role: str
    outlet_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of a team's budget for remedies this month, and how much one may give without asking."""

    team: Team
    currency: str
    monthly: Decimal
    left: Decimal
    ceiling: Decimal


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """People who were harmed alike and have no case: how many, how many of them never told us, how much harm."""

    fault: Fault
    outlet_id: UUID | None
    outlet: str
    people: int
    silent: int
    harm: Decimal
    oldest_at: datetime
