"""What crosses the boundary of the interactions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """How a touch, an order or a message came or went. Never the same as outlet or location."""

    STORE = "store"
    WEB = "web"
    PHONE = "phone"
    CHAT = "chat"
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    MARKETPLACE = "marketplace"
    SOCIAL = "social"


class TopicKind(StrEnum):
    """What a topic may be used for; one tree serves contacts, feedback, cancellations, returns and causes."""

    TOPIC = "topic"
    CONTACT_REASON = "contact_reason"
    RETURN_REASON = "return_reason"
    CANCELLATION_REASON = "cancellation_reason"


class StepKind(StrEnum):
    """What somebody did in the e-shop."""

    VISIT = "visit"
    VIEW = "view"
    SEARCH = "search"
    CART = "cart"
    CHECKOUT = "checkout"
    DELIVERY_OPTIONS = "delivery_options"
    PAYMENT = "payment"
    ORDER = "order"


FUNNEL = (
    StepKind.VISIT,
    StepKind.CART,
    StepKind.CHECKOUT,
    StepKind.DELIVERY_OPTIONS,
    StepKind.PAYMENT,
    StepKind.ORDER,
)
"""The steps of a purchase, in order."""


class ContactKind(StrEnum):
    """What somebody observed when a customer got in touch."""

    CALL = "call"
    CHAT = "chat"
    EMAIL = "email"
    VISIT = "visit"
    LETTER = "letter"


class Outcome(StrEnum):
    """How a contact ended."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    RESOLVED = "resolved"
    TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A contact as it is written down. `ref` says what it is about ("order:…"); times waited and handled in seconds."""

    kind: ContactKind
    channel: Channel
    occurred_at: datetime
    customer_id: UUID | None = None
    record_id: UUID | None = None
    outlet_id: UUID | None = None
    employee_id: UUID | None = None
    topic_code: str = ""
    ref: str = ""
    queue_seconds: int | None = None
    handle_seconds: int | None = None
    outcome: Outcome | None = None
    text: str = ""
    source: str = "shopkeeper"
    source_key: str = ""


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A node of the one tree, with the words by which it is found in texts."""

    id: UUID
    code: str
    name: str
    kind: TopicKind
    parent_id: UUID | None
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A contact as others know it."""

    id: UUID
    kind: ContactKind
    channel: str
    occurred_at: datetime
    customer_id: UUID | None
    outlet_id: UUID | None
    topic: str
    ref: str
    queue_seconds: int | None
    handle_seconds: int | None
    outcome: str
    text: str
