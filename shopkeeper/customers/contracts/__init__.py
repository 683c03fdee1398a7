"""What crosses the boundary of the customer record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shopkeeper.customers.contracts.models import (
    Comparisons,
    Judgment,
    ModelCard,
    ModelCause,
    ModelEffect,
    ModelReason,
    Outdated,
    RelinkCard,
    RuleCount,
    Stock,
)

LONGEST_TEXT = 2_000
"""No name, address or number of a person is longer; what is, is a mistake or an attack."""


class MatchKind(StrEnum):
    """What two records can share so that they are one person, strongest first."""

    PERSON_KEY = "person_key"
    CARD = "card"
    EMAIL = "email"
    PHONE_AND_NAME = "phone_and_name"


class LinkReason(StrEnum):
    """Why a record belongs to its customer: the first one, a shared value, or somebody's decision."""

    FIRST = "first"
    PERSON_KEY = "person_key"
    CARD = "card"
    EMAIL = "email"
    PHONE_AND_NAME = "phone_and_name"
    MODEL = "model"
    RULE = "rule"
    STEWARD = "steward"
    SPLIT = "split"
    PARTED = "parted"


CHANNELS = ("email", "sms", "phone", "letter")
"""By which a person may allow or refuse to be written to or called."""


class Purpose(StrEnum):
    """What somebody is written to for."""

    MARKETING = "marketing"
    SURVEY = "survey"
    SERVICE = "service"


class ConsentState(StrEnum):
    """What a person said. Denied: never allowed. Revoked: allowed once, not any more."""

    GRANTED = "granted"
    DENIED = "denied"
    REVOKED = "revoked"


class ProposalOrigin(StrEnum):
    """What noticed a pair: a record that arrived, or the look at all records anew."""

    ARRIVAL = "arrival"
    RELINK = "relink"


class ProposalKind(StrEnum):
    """What is proposed: to join two customers, or to part records of one."""

    JOIN = "join"
    PART = "part"


class ProposalOutcome(StrEnum):
    """How a proposal ended. Overtaken: it was decided elsewhere before anybody came to it."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    OVERTAKEN = "overtaken"


class NightWork(StrEnum):
    """What is done with all records: who is who, households, models and pairs by day, who may be reached by hour."""

    RELINK = "relink"
    HOUSEHOLDS = "households"
    MODEL = "model"
    REACH = "reach"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True)
class LastLook:
    """The last look at all records; without an end while it goes on, and then nothing has come of it yet."""

    started_at: datetime
    finished_at: datetime | None
    merged: int = 0
    moved: int = 0
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """Two records about which a model is not sure enough to decide alone."""

    record_id: UUID
    other_record_id: UUID
    probability: float
    """That they are one person, 0 to 1, whatever is proposed."""
    model_version: int
    origin: ProposalOrigin
    kind: ProposalKind


@dataclass(frozen=True, slots=True)
class RecordData:
    """A person as one system describes them, for a record that arrives by itself rather than in a file."""

    source: str
    source_key: str
    person_key: str = ""
    given_name: str = ""
    family_name: str = ""
    full_name: str = ""
    email: str = ""
    phone: str = ""
    card_number: str = ""
    born_on: date | None = None
    language: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""
    country: str = ""
    middle_name: str = ""
    gender: str = ""
    birth_place: str = ""
    occupation: str = ""
    detail_1: str = ""
    detail_2: str = ""
    detail_3: str = ""
    published_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordCard:
    """A source record and the customer that it belongs to."""

    record_id: UUID
    customer_id: UUID


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer as others know them: enough for a chip, a list and an address on a letter."""

    id: UUID
    number: str
    name: str
    email: str = ""
    phone: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""
    country: str = ""
    language: str = ""
    records: int = 1
    sources: int = 1


@dataclass(frozen=True, slots=True)
class ErasureReceipt:
    """Proof that a person was erased: when, and how many rows of each kind were blanked."""

    erasure_id: UUID
    customer_number: str
    carried_out_at: datetime
    rows: Mapping[str, int]
    kept: Mapping[str, int] = field(default_factory=dict)
    """What stays without a name, since trade and tax law ask for it."""


@dataclass(frozen=True, slots=True)
class RecordStory:
    """One source record of a person: where it lies, what it says, why it belongs to them."""

    id: UUID
    source: str
    source_key: str
    name: str
    email: str
    phone: str
    card_number: str
    address: str
    since: datetime
    described: bool
    why: str
    customer_id: UUID
    """The customer it is linked to: another one than the survivor where a merge brought it."""
    more: tuple[tuple[str, str], ...] = ()
    """What the retailer's own columns hold: what it calls each, and the value."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Why some records are one person, in words; and values that were not counted, with the reason."""

    records: tuple[RecordStory, ...]
    reasons: tuple[str, ...]
    not_counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """A person found by a search, and how well they fit (1 is exact)."""

    card: CustomerCard
    score: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people, in how many records."""

    people: int
    records: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person allows for one purpose and channel, and whether anybody ever asked."""

    purpose: Purpose
    channel: str
    state: ConsentState | None
    allowed: bool
    contact_point: str
    pending_until: datetime | None = None
    """Until when the person can confirm a yes that is none yet."""


@dataclass(frozen=True, slots=True)
class MergeStory:
    """A merge in force: which customer was merged, when, why, by whom."""

    merged_id: UUID
    merged_number: str
    at: datetime
    why: str
    decided_by: str


__all__ = [
    "CHANNELS",
    "LONGEST_TEXT",
    "Comparisons",
    "ConsentState",
    "CustomerCard",
    "ErasureReceipt",
    "FoundCustomer",
    "Identity",
    "Judgment",
    "LinkReason",
    "MatchKind",
    "MergeStory",
    "ModelCard",
    "ModelCause",
    "ModelEffect",
    "ModelReason",
    "NightWork",
    "Outdated",
    "ProposalKind",
    "ProposalOrigin",
    "ProposalOutcome",
    "ProposedPair",
    "Purpose",
    "RecordCard",
    "RecordData",
    "RecordStory",
    "RelinkCard",
    "RuleCount",
    "Standing",
    "Stock",
    "Tally",
]
