"""What the interactions announce."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.events import event


@event
class ContactRecorded:
    """A customer called, wrote, chatted or came in."""

    interaction_id: UUID
    occurred_at: datetime
    kind: str
    channel: str
    outcome: str
    topic_code: str
    ref: str
    customer_id: UUID | None
    outlet_id: UUID | None


@event
class TopicDescribed:
    """A node of the tree of topics and reasons got its name, place or words."""

    topic_id: UUID
    code: str
