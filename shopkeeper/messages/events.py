"""What the messages announce."""

from uuid import UUID

from shopkeeper.core.events import event


@event
class MessageQueued:
    """A message waits to be sent."""

    message_id: UUID
    customer_id: UUID
    ref: str
    template: str


@event
class MessageHeldBack:
    """A message was not sent, and why."""

    message_id: UUID
    customer_id: UUID
    ref: str
    reason: str


@event
class MessageSent:
    """A carrier took a message."""

    message_id: UUID
    customer_id: UUID
    ref: str


@event
class MessageFailed:
    """A message was given up after the last try."""

    message_id: UUID
    customer_id: UUID
    ref: str


@event
class MessageBounced:
    """A message came back, or was refused for good: nobody reads mail at that address."""

    message_id: UUID
    customer_id: UUID
    ref: str
