"""What the feedback announces."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.events import event


@event
class FeedbackReceived:
    """Somebody said or showed what they think."""

    feedback_id: UUID
    kind: str
    scale: str
    score: Decimal | None
    verdict: str
    touchpoint: str
    occurred_at: datetime
    customer_id: UUID | None
    order_id: UUID | None
    outlet_id: UUID | None


@event
class FeedbackNoted:
    """Somebody took note of a feedback."""

    feedback_id: UUID
    outcome: str


@event
class CustomerInvited:
    """Somebody was asked for their opinion."""

    invitation_id: UUID
    customer_id: UUID
    touchpoint: str
    order_id: UUID | None
