"""How sure a number is: an interval for each kind of metric, and how many observations it needs first."""

import math
from dataclasses import dataclass

from shopkeeper.insight.rules.distributions import gamma_quantile, t_quantile, z_of_confidence

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval and the number of observations behind it; an empty sample has no value."""

    value: float | None
    low: float | None
    high: float | None
    n: float

    @property
    def is_empty(self) -> bool:
        return self.value is None


EMPTY = Estimate(value=None, low=None, high=None, n=0)


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """Whether enough was observed to judge: 12 of 30 needed."""

    seen: float
    needed: float

    @property
    def is_enough(self) -> bool:
        return self.seen >= self.needed


def share(successes: float, n: float, *, confidence: float = CONFIDENCE) -> Estimate:
    """A share between 0 and 1 with Wilson's score interval (Wilson 1927; Newcombe 1998, method 3)."""
    if n <= 0:
        return EMPTY
    low, high = _wilson(successes / n, n, z_of_confidence(confidence))
    return Estimate(successes / n, low, high, n)


def _wilson(p: float, n: float, z: float) -> tuple[float, float]:
    center = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if p == 0 else (center - half) / scale
    high = 1.0 if p == 1 else (center + half) / scale
    return low, high


def mean(total: float, total_of_squares: float, n: float, *, confidence: float = CONFIDENCE) -> Estimate:
    """A mean with Student's interval, from sums alone; a single observation has no interval."""
    if n <= 0:
        return EMPTY
    average = total / n
    if n < 2:
        return Estimate(average, None, None, n)
    variance = max(0.0, (total_of_squares - n * average * average) / (n - 1))
    margin = t_quantile(0.5 + confidence / 2, n - 1) * math.sqrt(variance / n)
    return Estimate(average, average - margin, average + margin, n)


def net_promoter_score(promoters: float, detractors: float, n: float, *, confidence: float = CONFIDENCE) -> Estimate:
    """100 (P - D) / N with the adjusted Wald interval: n + 3, three quarters added to P and to D.

    The variance of one response is p + d - (p - d)^2. The adjustment fades above some 100 responses.
    """
    if n <= 0:
        return EMPTY
    size = n + 3
    p, d = (promoters + 0.75) / size, (detractors + 0.75) / size
    margin = z_of_confidence(confidence) * math.sqrt((p + d - (p - d) ** 2) / size)
    return Estimate(
        100 * (promoters - detractors) / n, 100 * max(-1.0, p - d - margin), 100 * min(1.0, p - d + margin), n
    )


def rate(events: float, exposure: float, *, per: float = 1.0, confidence: float = CONFIDENCE) -> Estimate:
    """Events per `per` units of exposure with the exact Poisson interval (Garwood 1936)."""
    if exposure <= 0:
        return EMPTY
    tail = (1 - confidence) / 2
    low = gamma_quantile(tail, events) if events > 0 else 0.0
    high = gamma_quantile(1 - tail, events + 1)
    scale = per / exposure
    return Estimate(events * scale, low * scale, high * scale, exposure)


def share_difference(
    successes: float, n: float, other_successes: float, other_n: float, *, confidence: float = CONFIDENCE
) -> Estimate:
    """First share minus second, by Newcombe's hybrid score interval (Newcombe 1998, method 10)."""
    if n <= 0 or other_n <= 0:
        return EMPTY
    first = share(successes, n, confidence=confidence)
    second = share(other_successes, other_n, confidence=confidence)
    p, q = successes / n, other_successes / other_n
    low = p - q - math.hypot(p - _number(first.low), _number(second.high) - q)
    high = p - q + math.hypot(_number(first.high) - p, q - _number(second.low))
    return Estimate(p - q, low, high, n + other_n)


def mean_difference(first: Estimate, second: Estimate, *, confidence: float = CONFIDENCE) -> Estimate:
    """First mean minus second, from two intervals of the same confidence (Zou and Donner 2008)."""
    if first.value is None or second.value is None:
        return EMPTY
    difference, n = first.value - second.value, first.n + second.n
    if None in (first.low, first.high, second.low, second.high):
        return Estimate(difference, None, None, n)
    low = difference - math.hypot(first.value - _number(first.low), _number(second.high) - second.value)
    high = difference + math.hypot(_number(first.high) - first.value, second.value - _number(second.low))
    return Estimate(difference, low, high, n)


def check_sample(seen: float, needed: float) -> SampleCheck:
    """Whether a number may be judged at all; below the minimum it is shown gray, never red."""
    return SampleCheck(seen=seen, needed=needed)


def _number(value: float | None) -> float:
    return 0.0 if value is None else value
