"""What crosses the boundary of the insight: how a metric is declared, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

EITHER = "|"
"""Between dimensions of which any may hold one of a filter's values."""

ANY_OF = " | "
"""Between the values of a filter that keeps to any of them."""


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


class Loss(StrEnum):
    """What a bad outcome costs, and so how it is worked out from the retailer's own history."""

    RELATIONSHIP = "relationship"
    """The margin that people who suffered it bring less in the 90 days after than people who did not."""
    SALE = "sale"
    """An order that did not happen: the usual chance of an order from here, times the margin of one."""


class Direction(StrEnum):
    """Which way is good for the customer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who tells of an outcome, so that "not heard of yet" is not taken for "did not happen".

    A row that was due on a day counts once its source has told of something on a later day: until then all rows of
    that day wait, the good ones too, or those heard early would stand for all. `due` and `told` are columns of days,
    `source` tells who speaks. Where others have been heard of for `patience` days more, silence is an outcome.
    """

    due: str
    told: str
    source: str
    patience: int = 14


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
    follow_up: int = 0
    """Each row is followed for so many days; younger ones wait, since their outcome may still come (censoring)."""
    heard: Heard | None = None
    minimum_sample: int = 30
    target: float | None = None
    drivers: tuple[str, ...] = ()
    """Yes/no columns of the data set that may drive it: "delivered late"."""
    loss: Loss | None = Loss.RELATIONSHIP
    level: str = "company"
    """Who mends what lies in a dimension that belongs to no outlet and no department: see `LEVELS` of the search."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """Dimensions whose causes belong to another role than the metric."""
    is_judgment: bool = False
    """Whether people judge here what other metrics measure: then its losses are not added to theirs."""
    watches_people: bool = True
    """Whether a bad outcome is something that a person suffered."""

    severity: str = ""
    """How bad a row was for whom it hit (days late, minutes waited), so that people are listed by harm."""
    severity_unit: str = ""
    mix: str = ""
    """The dimension whose mix an outlet does not choose (what people come for, at which hour): outlets are compared as
    if the others had the same."""

    guard: str = ""
    """The metric that suffers where this one is pushed too hard: while that one misses its target, nobody is told that
    this one is good."""

    needs: tuple[str, ...] = ()
    """Canonical tables without which the numerator finds nothing, besides those that the data set's rows come from."""

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
    guard: "ScorecardLine | None" = None
    """The line of the metric that suffers where this one is pushed too hard, if it has one."""

    @property
    def is_missed(self) -> bool:
        """Whether the target is missed with the whole interval, by enough records to judge."""
        low, high = self.reading.low, self.reading.high
        if self.target is None or low is None or high is None or self.reading.n < self.metric.minimum_sample:
            return False
        return high < self.target if self.metric.direction is Direction.UP else low > self.target


@dataclass(frozen=True, slots=True)
class OutletStanding:
    """An outlet's share, and what the other outlets would have come to with this one's mix; None where they do not
    have enough of it."""

    metric: Metric
    own: Reading
    others: float | None

    @property
    def verdict(self) -> str:
        """`better` or `worse` than others where the whole interval says so, else `like`; `thin` with too few."""
        if self.others is None or not self.own.is_enough(self.metric.minimum_sample):
            return "thin"
        above, below = (self.own.low or 0.0) > self.others, (self.own.high or 0.0) < self.others
        if not above and not below:
            return "like"
        return "better" if above == (self.metric.direction is Direction.UP) else "worse"


@dataclass(frozen=True, slots=True)
class CauseCard:
    """A cause as others know it. Shares are of bad outcomes.

    Money is a year at today's pace; of what is over (`until_on`, the last day of it) it is all that it cost.
    """

    id: UUID
    metric: str
    filters: Mapping[str, str]
    kind: str
    direction: str
    level: str
    since_on: date | None
    until_on: date | None
    n: int
    bad: int
    expected: float
    share: float
    share_expected: float
    difference_low: float | None
    difference_high: float | None
    people_hurt: int
    people_silent: int
    money: float
    money_low: float
    money_high: float
    owner_role: str
    is_certain: bool
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Hurt:
    """Somebody whom a cause has hurt: how often, when last, and whether they told us."""

    customer_id: UUID
    times: int
    last_at: datetime
    has_told: bool
    order_number: str
    worst: float | None = None
    """The worst that they met, in the metric's unit of severity."""
