"""What crosses the boundary of the messages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MessageState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"
    """Written to a file instead of sent, since no mail server was set. It does not go out later."""
    FAILED = "failed"
    HELD_BACK = "held_back"


class HeldBack(StrEnum):
    """Why a message was not sent."""

    NO_CONTACT_POINT = "no_contact_point"
    NO_CONSENT = "no_consent"
    HOLD = "hold"
    QUIET = "quiet"
    FATIGUE = "fatigue"


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message as others know it."""

    id: UUID
    customer_id: UUID
    ref: str
    purpose: str
    channel: str
    contact_point: str
    subject: str
    body: str
    queued_at: datetime
    sent_at: datetime | None
    kept_at: datetime | None
    state: MessageState
    held_back: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a carrier of messages takes: to whom, what."""

    message_id: UUID
    contact_point: str
    subject: str
    body: str
