"""Since when: the day from which a candidate's outcomes changed, by maximum likelihood on its daily counts."""

import math
from dataclasses import dataclass
from itertools import accumulate

from shopkeeper.insight.rules.causes.effect import Series

LIKELY = 1.92  # half of the 95th percentile of chi-square with one degree of freedom
FEWEST_BEFORE = 30
FEWEST_SINCE = 30
SHORTEST = 5
WHOLE_EPISODE = 12.0


@dataclass(frozen=True, slots=True)
class Onset:
    """The most likely first day, and the days between which it lies with some 95 percent; `end` where it is over."""

    start: int
    earliest: int
    latest: int
    end: int
    gain: float


def find_onset(series: Series) -> Onset | None:
    """The change that explains the counts best: from some day on, or between two days where it ended again."""
    days = len(series.n)
    model = _Model.of(series)
    starts = [day for day in range(1, days - SHORTEST + 1) if model.is_judged(day, days)]
    if not starts:
        return None
    gains = {day: model.gain(day, days) for day in starts}
    start = max(gains, key=lambda day: gains[day])
    lasting = _onset(gains, start, days)
    episode = _find_episode(model, start, days)
    return episode if episode and episode.gain > lasting.gain + WHOLE_EPISODE else lasting


def _onset(gains: dict[int, float], start: int, end: int) -> Onset:
    likely = [day for day, gain in gains.items() if gain >= gains[start] - LIKELY]
    return Onset(start, min(likely), max(likely), end, gains[start])


def _find_episode(model: "_Model", found: int, days: int) -> Onset | None:
    """An earlier start that ended at or after the day found, or a later end of what began there."""
    if days - found < SHORTEST:
        return None
    ends = range(found + SHORTEST, days - SHORTEST + 1)
    by_end = {end: model.gain(found, end) for end in ends if model.is_judged(found, end)}
    by_start = {day: model.gain(day, found) for day in range(1, found - SHORTEST + 1) if model.is_judged(day, found)}
    options = []
    if by_end:
        end = max(by_end, key=lambda day: by_end[day])
        options.append(_onset({found: by_end[end]}, found, end))
    if by_start:
        options.append(_onset(by_start, max(by_start, key=lambda day: by_start[day]), found))
    return max(options, key=lambda onset: onset.gain, default=None)


@dataclass(frozen=True, slots=True)
class _Model:
    """Sums up to each day of observed outcomes, of those expected at the level of the rest, and of facts."""

    observed: tuple[int, ...]
    expected: tuple[float, ...]
    facts: tuple[int, ...]

    @classmethod
    def of(cls, series: Series) -> "_Model":
        level = series.level(0, len(series.n))
        daily = [n * level * odds / (1 + level * odds) for n, odds in zip(series.n, series.odds, strict=True)]
        return cls(
            tuple(accumulate(series.k, initial=0)),
            tuple(accumulate(daily, initial=0.0)),
            tuple(accumulate(series.n, initial=0)),
        )

    def is_judged(self, start: int, end: int) -> bool:
        """Whether enough facts lie inside, and enough outside."""
        inside = self.facts[end] - self.facts[start]
        return inside >= FEWEST_SINCE and self.facts[-1] - inside >= FEWEST_BEFORE

    def gain(self, start: int, end: int) -> float:
        """The gain in log likelihood (Poisson) of a level of its own between two days."""
        observed, expected = self.observed[end] - self.observed[start], self.expected[end] - self.expected[start]
        outside, expected_outside = self.observed[-1] - observed, self.expected[-1] - expected
        return (
            _term(observed, expected) + _term(outside, expected_outside) - _term(self.observed[-1], self.expected[-1])
        )


def _term(observed: int, expected: float) -> float:
    return observed * math.log(observed / expected) if observed and expected > 0 else 0.0
