"""What recovery announces."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.events import event


@event
class CaseOpened:
    """Somebody has taken on to put something right for a customer."""

    case_id: UUID
    number: str
    customer_id: UUID
    fault: str
    owner_id: UUID


@event
class CaseHandedOver:
    """A case has another owner."""

    case_id: UUID
    number: str
    from_id: UUID
    to_id: UUID


@event
class StepCompleted:
    """A step of a case was done, or found to be impossible."""

    case_id: UUID
    number: str
    step_id: UUID
    kind: str
    outcome: str


@event
class ApologySent:
    """Somebody said sorry to a customer: who, to whom, how."""

    case_id: UUID
    customer_id: UUID
    employee_id: UUID
    channel: str


@event
class RemedyAsked:
    """A remedy is above what its team may give, and waits for an approver."""

    case_id: UUID
    remedy_id: UUID
    approver_id: UUID
    amount: Decimal
    currency: str


@event
class RemedyMoved:
    """A remedy was reserved, given, released or refused."""

    case_id: UUID
    remedy_id: UUID
    state: str
    amount: Decimal
    currency: str


@event
class CaseResolved:
    """A case ended: put right, or openly not."""

    case_id: UUID
    number: str
    customer_id: UUID
    outcome: str
    opened_at: datetime


@event
class CaseReopened:
    """It was not over after all."""

    case_id: UUID
    number: str
    customer_id: UUID
    reason: str


@event
class PlaybookRevised:
    """What is done about a kind of fault from now on."""

    playbook_id: UUID
    fault: str
    version: int


@event
class CapacitySet:
    """How many cases a person of a team takes on a day and holds at once from now on."""

    role: str
    outlet_id: UUID | None
    new_a_day: int
    open_at_once: int
