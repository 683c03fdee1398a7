"""How much worse than it would have been: observed against expected outcomes of some facts in a time.

Expected is what the same facts would have had at their own level of before (or, for what was always so, at
the level of the rest of the world), moved by what happened to the rest of the world on the same days. Levels
are odds, so that a world at 30 percent does not expect more than everything. The comparison is exact: of the
rare outcomes before and after together, so many would fall after by chance alone (a binomial), which holds
for five outcomes as for five thousand.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shopkeeper.insight.rules.causes.facts import Facts, Members
from shopkeeper.insight.rules.distributions import beta_quantile, binomial_p
from shopkeeper.insight.rules.intervals import Estimate, share_difference

CONFIDENCE = 0.95
STEADY = 4.0
"""The world keeps its level until it tells otherwise, by as many rare outcomes: where it hardly has any, nothing can be
read from it, and a candidate is compared with its own time before alone."""
_PRIOR = 0.5
_STEPS = 40


@dataclass(frozen=True, slots=True)
class Series:
    """A candidate's facts by day, beside the odds of the rare outcome in the rest of the world in the same week."""

    n: tuple[int, ...]
    k: tuple[int, ...]
    odds: tuple[float, ...]
    rest_n: tuple[int, ...]
    rest_k: tuple[int, ...]

    def expected(self, level: float, first: int, end: int) -> float:
        """Rare outcomes of the days from `first` to before `end` at `level` times the odds of the rest."""
        return math.fsum(
            n * level * odds / (1 + level * odds)
            for n, odds in zip(self.n[first:end], self.odds[first:end], strict=True)
            if n
        )

    def level(self, first: int, end: int) -> float:
        """The level at which exactly what was observed (and half an outcome more) was to be expected."""
        observed = sum(self.k[first:end]) + _PRIOR
        low, high = 1e-6, 1e6
        for _ in range(_STEPS):
            middle = math.sqrt(low * high)
            low, high = (middle, high) if self.expected(middle, first, end) < observed else (low, middle)
        return math.sqrt(low * high)

    def total(self, first: int, end: int) -> tuple[int, int]:
        return sum(self.n[first:end]), sum(self.k[first:end])

    def rest_total(self, first: int, end: int) -> tuple[int, int]:
        return sum(self.rest_n[first:end]), sum(self.rest_k[first:end])


@dataclass(frozen=True, slots=True)
class Effect:
    """Observed against expected, in rare outcomes; `ratio` and `excess` have intervals."""

    first: int
    end: int
    n: int
    observed: int
    expected: float
    ratio: Estimate
    excess: Estimate
    difference: Estimate
    share_before: float | None
    rest_before: float | None
    rest_now: float | None
    p: float

    @property
    def share(self) -> float:
        return self.observed / self.n

    @property
    def expected_share(self) -> float:
        return self.expected / self.n

    @property
    def sign(self) -> int:
        return 1 if self.observed > self.expected else -1


def series_of(facts: Facts, members: Members) -> Series:
    """A candidate's facts by day."""
    every_day = range(facts.days + 1)
    n, k = facts.counts(members, every_day)
    rest_n, rest_k = facts.counts(facts.everything - members, every_day)
    return Series(tuple(n), tuple(k), tuple(_weekly_odds(rest_n, rest_k)), tuple(rest_n), tuple(rest_k))


def _weekly_odds(n: Sequence[int], k: Sequence[int]) -> list[float]:
    """The odds of each day's week; the last day ends one."""
    weeks = [slice(max(0, end - 7), end) for end in range(len(n), 0, -7)][::-1]
    odds = steady_odds([sum(n[week]) for week in weeks], [sum(k[week]) for week in weeks])
    return [one for week, one in zip(weeks, odds, strict=True) for _ in range(week.start, week.stop)]


def steady_odds(n: Sequence[int], k: Sequence[int]) -> list[float]:
    """The odds of the rare outcome in each span of time, drawn to the whole as far as a span holds few."""
    whole = (sum(k) + _PRIOR) / (sum(n) + 2 * _PRIOR)
    shares = [(rare + STEADY) / (size + STEADY / whole) for size, rare in zip(n, k, strict=True)]
    return [share / (1 - share) for share in shares]


def change_since(series: Series, start: int, end: int) -> Effect:
    """The effect from day `start` to before `end`, against the candidate's own level before `start`."""
    level = series.level(0, start)
    before_n, before_k = series.total(0, start)
    expected = series.expected(level, start, end)
    share_before = before_k / before_n if before_n else None
    comparison = (before_k, series.expected(level, 0, start), before_n)
    return _effect(series, start, end, expected, comparison, share_before)


def score_of_change(series: Series, start: int, end: int) -> float:
    """z of observed minus expected since `start`: with what chance moves now, in the level of before, and in the rest.

    A score test: it also holds where not one outcome was seen, for which a ratio has no logarithm.
    """
    level = series.level(0, start)
    now, rest_now = _variances(series, level, start, end)
    before, rest_before = _variances(series, level, 0, start)
    if now <= 0 or before <= 0:
        return 0.0
    surprise = series.total(start, end)[1] - series.expected(level, start, end)
    return surprise / math.sqrt(now + now**2 / before + rest_now + (now / before) ** 2 * rest_before)


def _variances(series: Series, level: float, first: int, end: int) -> tuple[float, float]:
    """Of the candidate's own count, and of what is expected of it since the rest is a sample too; week by week."""
    own = rest = 0.0
    for start in range(first, end, 7):
        week = slice(start, min(start + 7, end))
        odds = series.odds[start]
        share, rest_share = level * odds / (1 + level * odds), odds / (1 + odds)
        variance = sum(series.n[week]) * share * (1 - share)
        rest_variance = sum(series.rest_n[week]) * rest_share * (1 - rest_share)
        own += variance
        rest += variance**2 / (rest_variance + STEADY)
    return own, rest


def standing_difference(series: Series, first: int, expected: float, rest: tuple[int, int]) -> Effect:
    """The effect from day `first` on against `expected`, which was learned from `rest` (facts and rare ones)."""
    comparison = (rest[1], rest[1] + _PRIOR, rest[0])
    return _effect(series, first, len(series.n), expected, comparison, None)


def _effect(
    series: Series,
    first: int,
    end: int,
    expected: float,
    comparison: tuple[int, float, int],
    share_before: float | None,
) -> Effect:
    n, observed = series.total(first, end)
    seen, exposure, basis = comparison
    weight = _weight(observed + seen, n + basis)
    ratio = _ratio(observed, expected, seen, exposure, weight)
    rest_before, rest_now = series.rest_total(0, first), series.rest_total(first, end)
    return Effect(
        first=first,
        end=end,
        n=n,
        observed=observed,
        expected=expected,
        ratio=ratio,
        excess=_excess(observed, expected, ratio),
        difference=share_difference(observed, n, expected / n * basis if n else 0, basis),
        share_before=share_before,
        rest_before=rest_before[1] / rest_before[0] if rest_before[0] else None,
        rest_now=rest_now[1] / rest_now[0] if rest_now[0] else None,
        p=_p(observed, expected, seen, exposure, weight),
    )


def _weight(rare: int, n: int) -> float:
    """A count of shares varies less than a Poisson one, by 1 - p: as if there were more of it."""
    return 1 / max(0.05, 1 - rare / n) if n else 1.0


def _p(observed: int, expected: float, seen: int, exposure: float, weight: float) -> float:
    if expected + exposure <= 0:
        return 1.0
    return binomial_p(weight * observed, weight * (observed + seen), expected / (expected + exposure))


def _ratio(observed: int, expected: float, seen: int, exposure: float, weight: float) -> Estimate:
    """Observed over expected, as a ratio of two rates, with Jeffreys' interval of their split."""
    if expected <= 0 or exposure <= 0:
        return Estimate(None, None, None, observed)
    scale = exposure / expected
    tail = (1 - CONFIDENCE) / 2
    a, b = weight * observed + _PRIOR, weight * seen + _PRIOR
    low, high = beta_quantile(tail, a, b), beta_quantile(1 - tail, a, b)
    return Estimate(observed / expected, scale * low / (1 - low), scale * high / (1 - high), observed)


def _excess(observed: int, expected: float, ratio: Estimate) -> Estimate:
    """Outcomes above expectation; unsure as far as the ratio is."""
    if ratio.value is None or ratio.low is None or ratio.high is None:
        return Estimate(None, None, None, observed)
    return Estimate(observed - expected, expected * (ratio.low - 1), expected * (ratio.high - 1), observed)
