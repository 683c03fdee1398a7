"""What the payments announce."""

from decimal import Decimal
from uuid import UUID

from shopkeeper.core.events import event


@event
class InstructionGiven:
    """A gateway has to be told something."""

    instruction_id: UUID
    ref: str
    kind: str


@event
class PaymentAuthorized:
    """A payer set money aside."""

    tender_id: UUID
    ref: str
    amount: Decimal


@event
class PaymentCaptured:
    """Money was taken."""

    tender_id: UUID
    ref: str
    amount: Decimal


@event
class PaymentRefunded:
    """Money went back."""

    tender_id: UUID
    ref: str
    amount: Decimal


@event
class PaymentDeclined:
    """A gateway refused to set aside, take or give back money."""

    tender_id: UUID
    ref: str
    kind: str
    amount: Decimal
