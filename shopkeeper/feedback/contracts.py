"""What crosses the boundary of the feedback."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class FeedbackKind(StrEnum):
    """How a judgment reached us."""

    SURVEY = "survey"
    REVIEW = "review"
    COMPLAINT = "complaint"
    MENTION = "mention"


class Scale(StrEnum):
    """What was asked: would recommend (0-10), satisfied (1-5), easy (1-7), stars (1-5)."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    STARS = "stars"


class Verdict(StrEnum):
    """How a score reads."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Trend(StrEnum):
    """How often people speak of a topic, beside the time before."""

    MORE = "more"
    LESS = "less"
    ALIKE = "alike"
    TOO_FEW = "too_few"


class NoteOutcome(StrEnum):
    """What became of a feedback that somebody took note of."""

    NOTED = "noted"
    ANSWERED = "answered"
    NOT_FOR_US = "not_for_us"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """A customer was asked for their opinion at `sent_at`, by a system that asks for itself."""

    touchpoint: str
    sent_at: datetime
    customer_id: UUID | None = None
    record_id: UUID | None = None
    outlet_id: UUID | None = None
    order_id: UUID | None = None
    source: str
    source_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeedback:
    """What somebody said or showed with a judgment, as it is written down."""

    kind: FeedbackKind
    occurred_at: datetime
    channel: str = ""
    touchpoint: str = ""
    scale: Scale | None = None
    score: Decimal | None = None
    title: str = ""
    text: str = ""
    language: str = ""
    customer_id: UUID | None = None
    record_id: UUID | None = None
    order_id: UUID | None = None
    product_id: UUID | None = None
    outlet_id: UUID | None = None
    invitation_id: UUID | None = None
    department_code: str = ""
    source: str = "shopkeeper"
    source_key: str = ""


@dataclass(frozen=True, slots=True)
class MentionCard:
    """A topic that a feedback speaks of, how (-1 bad to 1 good), and the words that say so."""

    topic_id: UUID
    topic: str
    sentiment: float
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TopicStanding:
    """How often people speak of a topic: its share of all comments, now and before."""

    topic_id: UUID
    topic: str
    parent: str
    comments: int
    unhappy: int
    share: float
    share_before: float
    trend: Trend
    latest_id: UUID | None
    """The newest comment of somebody unhappy, and its words about the topic."""
    latest: str


@dataclass(frozen=True, slots=True)
class TopicStandings:
    """All topics by how many unhappy people speak of them, and how many comments there were at all."""

    comments: int
    comments_before: int
    topics: tuple[TopicStanding, ...]


@dataclass(frozen=True, slots=True)
class FeedbackCard:
    """A feedback as others know it."""

    id: UUID
    kind: FeedbackKind
    channel: str
    touchpoint: str
    scale: str
    score: Decimal | None
    verdict: Verdict | None
    title: str
    text: str
    language: str
    occurred_at: datetime
    customer_id: UUID | None
    order_id: UUID | None
    outlet_id: UUID | None
    outlet: str
    product: str
    source: str
    noted: str
    mentions: tuple[MentionCard, ...] = field(default=())
