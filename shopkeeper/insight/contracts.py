"""What crosses the boundary of the insight: how a metric is declared, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class MetricKind(StrEnum):
    """How a metric is worked out, and so which interval it has."""

    SHARE = "share"
    """Rows that satisfy the numerator, of those that satisfy the denominator. Wilson's interval."""
    MEAN = "mean"
    """The mean of the numerator over the rows that satisfy the denominator. Student's interval."""
    NET_SCORE = "net_score"
    """100 times the share of promoters (9, 10) less that of detractors (0 to 6)."""
    SUM = "sum"
    """The sum of the numerator. No interval: it is counted, not sampled."""


class Direction(StrEnum):
    """Which way is good for the customer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric, declared once; every page, route, command and test uses this.

    `numerator` and `denominator` are expressions over the data set's columns in DuckDB's dialect; `$today` is the local
    day on which it is worked out. An empty denominator takes every row. With `per` (a column), rows are gathered by it
    first and the numerator is a condition on the group ("count(*) >= 2").
    """

    name: str
    label: str
    question: str
    kind: MetricKind
    data_set: str
    numerator: str
    direction: Direction
    unit: str
    owner_role: str
    dimensions: tuple[str, ...]
    denominator: str = ""
    per: str = ""
    minimum_sample: int = 30
    target: float | None = None
    drivers: tuple[str, ...] = ()
    """Yes/no columns of the data set that may drive it: "delivered late"."""
    watches_people: bool = True
    """Whether a bad outcome is something that a person suffered."""

    @property
    def bad_outcome(self) -> str:
        """The condition of a row that went wrong for the customer, for shares."""
        return self.numerator if self.direction is Direction.DOWN else f"NOT COALESCE({self.numerator}, false)"


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric's value with its 95 % interval and the number of rows behind it; none where nothing was seen."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    def is_enough(self, minimum: int) -> bool:
        """Whether enough was seen to judge."""
        return self.value is not None and self.n >= minimum


@dataclass(frozen=True, slots=True)
class Point:
    """A metric in one period that begins on `starts_on`."""

    starts_on: date
    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A metric for one value of a dimension."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open local days, and the values of dimensions to keep to."""

    starts_on: date
    ends_on: date
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """A metric as a scorecard shows it: now, before, its weeks, what these say, its target and age."""

    metric: Metric
    reading: Reading
    before: Reading
    weeks: tuple[Point, ...]
    variation: str
    assurance: str
    target: float | None
    as_of: datetime | None
