"""What crosses the boundary of improvement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Level(StrEnum):
    """Where a problem is solved: at one outlet, in one department wherever it works, or by the whole company."""

    OUTLET = "outlet"
    DEPARTMENT = "department"
    COMPANY = "company"


class Direction(StrEnum):
    """On which side of its threshold a metric has to be."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class ProblemState(StrEnum):
    """Derived from the facts of a problem, never set by hand."""

    OPEN = "open"
    FIX_PROPOSED = "fix_proposed"
    PROVING = "proving"
    NOT_PROVEN = "not_proven"
    REOPENED = "reopened"
    PROVEN = "proven"
    GONE = "gone"
    """The figures are good again, but nobody took a measure: it may come back."""


class Verdict(StrEnum):
    """What one week says."""

    REACHED = "reached"
    MISSED = "missed"
    CANNOT_TELL = "cannot_tell"


class IdeaVerdict(StrEnum):
    """What becomes of an idea."""

    DONE = "done"
    PLANNED = "planned"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Terms:
    """What has to hold, written before the fix: a threshold, for so many weeks in a row, each with so many records."""

    direction: Direction
    threshold: Decimal
    weeks: int
    minimum: int


@dataclass(frozen=True, slots=True)
class Week:
    """A metric in one week at one node. `node` is an outlet's id as text, or empty for all; no value: no records."""

    starts_on: date
    value: Decimal | None
    n: int
    low: Decimal | None = None
    high: Decimal | None = None
    node: str = ""


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """A watch to be written. `what` follows the value in a sentence ("late"), `noun` names the records ("parcels").

    `complement` turns a share around: the watch speaks of late parcels where the metric counts those in time.
    """

    metric: str
    terms: Terms
    unit: str = "share"
    what: str = ""
    noun: str = ""
    filters: Mapping[str, str] | None = None
    complement: bool = False
    baseline: Decimal | None = None
    baseline_n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDraft:
    """A problem to be opened. Without an owner, whoever holds the role; `cost_a_year` in the retailer's currency."""

    title: str
    level: Level
    watch: WatchPlan
    owner_role: str
    since_on: date
    owner_id: UUID | None = None
    outlet_id: UUID | None = None
    department_id: UUID | None = None
    cause_id: str = ""
    story: str = ""
    promise_to_customers: str = ""
    cost_a_year: Decimal | None = None
    follows_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDraft:
    """A measure to be agreed; `cost` in the retailer's currency, `expected` in the unit of the watch."""

    title: str
    level: Level
    due_on: date
    owner_id: UUID | None
    outlet_id: UUID | None = None
    cost: Decimal | None = None
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PersonHurt:
    """Somebody whom a problem touched, when, and about which order."""

    customer_id: UUID
    at: datetime
    order_id: UUID | None = None
    record_id: UUID | None = None
    spoke: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a problem stands by the facts."""

    state: ProblemState
    weeks_in_a_row: int
    last: Week | None
    last_verdict: Verdict | None
    counts_from: date | None
    last_told: Week | None = None
    """The last week with figures, where the last of all has none."""


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """A problem as others know it."""

    number: str
    title: str
    level: Level
    state: ProblemState
    outlet: str
    department: str
    owner_id: UUID
    owner: str
    owner_role: str
    metric: str
    filters: Mapping[str, str]
    opened_at: datetime
    closed_at: datetime | None
    value: Decimal | None
    n: int | None
    week: date | None
    threshold: Decimal
    direction: Direction
    weeks: int
    weeks_in_a_row: int
    minimum: int
    people: int
    silent: int
    cost_a_year: Decimal | None
    currency: str
    sentence: str
    promise_to_customers: str = ""
    """What staff may tell a customer who is touched by it."""


@dataclass(frozen=True, slots=True)
class ClosingResponse:
    """What the facts said to somebody who wanted to close a problem."""

    closed: bool
    sentence: str
