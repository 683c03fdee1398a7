"""What the search says: causes as facts and codes, which pages and reports turn into sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shopkeeper.insight.rules.causes.facts import Level
from shopkeeper.insight.rules.intervals import Estimate


class Kind(StrEnum):
    """Whether something changed or was always so."""

    CHANGE = "change"
    EPISODE = "episode"  # changed, and changed back
    NEW = "new"  # different since it first appeared
    STANDING = "standing"  # different all the time, and not new: worth knowing, not news


class Direction(StrEnum):
    """For the customer."""

    WORSE = "worse"
    BETTER = "better"


class Doubt(StrEnum):
    """Why the data cannot carry the claim."""

    VOLUME_DROP = "volume_drop"  # far fewer facts than before: what is missing may be the bad ones
    SILENCE = "silence"  # not one bad outcome where many were expected: more likely a dead feed than a wonder


class Verdict(StrEnum):
    """What was found out about another dimension."""

    RULED_OUT = "ruled_out"  # without the cause nothing is left of it
    INSEPARABLE = "inseparable"  # it coincides with the cause: the data cannot tell them apart
    REMAINS = "remains"  # something is left of it even without the cause


class Dismissal(StrEnum):
    """Why something that stood out is not called a cause."""

    MIX = "mix"  # explained by what it is made of
    TOO_SMALL = "too_small"  # real, perhaps, and not worth anybody's morning
    NOT_CERTAIN = "not_certain"  # chance would do as much in so many looks
    ONLY_RELATIVE = "only_relative"  # it stood still while the rest moved


EITHER = "|"
"""Between dimensions of which any may hold one of the values: at some hours, or on Saturdays."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A dimension and the value, or values, that the cause is about."""

    dimension: str
    values: tuple[str, ...]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The one dimension, or those of which any may hold a value."""
        return tuple(self.dimension.split(EITHER))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What became of one other dimension: its most suspicious value with and without the cause.

    `share` and `rest` are bad shares in the time of the cause; `share_without` and `rest_without` leave its facts out.
    `effect_within` is how much of the cause's effect remains when like is compared with like in this dimension.
    """

    dimension: str
    verdict: Verdict
    value: str | None
    share: float | None
    rest: float | None
    share_without: float | None
    rest_without: float | None
    p_without: float | None
    effect_within: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How a cause lies over the values of another dimension (outlets, say): how many show it, and the largest part."""

    dimension: str
    affected: int
    judged: int
    largest: str | None
    largest_share: float


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause. Counts and shares are of bad outcomes; for improvements `excess` is negative."""

    conditions: tuple[Condition, ...]
    kind: Kind
    direction: Direction
    level: Level
    since: date | None
    since_earliest: date | None
    since_latest: date | None
    until: date | None
    n: int
    bad: int
    expected: float
    share: float
    expected_share: float
    share_before: float | None
    share_shrunk: float
    rest_before: float | None
    rest_now: float | None
    excess: Estimate
    ratio: Estimate
    difference: Estimate
    p: float
    doubts: tuple[Doubt, ...]
    evidence: tuple[Evidence, ...]
    spread: tuple[Spread, ...]

    @property
    def is_certain(self) -> bool:
        """Whether it may be claimed; otherwise the honest words are "cannot tell"."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Something that stood out and is not claimed, with the dimension that explains it, if one does."""

    conditions: tuple[Condition, ...]
    reason: Dismissal
    explained_by: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which far fewer facts came in than usual: nothing may be concluded from their absence."""

    first: date
    last: date
    seen: int
    usual: float
    dimension: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result of one search, with how much was looked at, so that anybody may judge the odds."""

    causes: tuple[Cause, ...]
    dismissed: tuple[Dismissed, ...]
    gaps: tuple[Gap, ...]
    candidates: int
    facts: int
    bad: int
    overdispersion: float
    left_out: Mapping[str, int]
