"""Control charts: which points of a series are news and which are the usual up and down."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

D2_OF_TWO = 1.128  # mean moving range of two, in standard deviations
RANGE_LIMIT = 3.267
RUN_LENGTH = 8
TREND_LENGTH = 6


class Signal(StrEnum):
    """The four run rules in use; more of them would mostly find noise."""

    BEYOND_LIMIT = "beyond_limit"  # rule 1: one point outside three sigma
    RUN = "run"  # rule 2: eight in a row on one side of the center
    TREND = "trend"  # rule 3: six in a row rising or falling
    TWO_OF_THREE = "two_of_three"  # rule 5: two of three beyond two sigma on one side


class Variation(StrEnum):
    """What the latest point says about the process."""

    COMMON = "common"
    IMPROVING = "improving"
    WORSENING = "worsening"
    RISING = "rising"  # a special cause where neither way is better
    FALLING = "falling"
    UNKNOWN = "unknown"


class Assurance(StrEnum):
    """Whether the process as it is will reach its target."""

    WILL_HIT = "will_hit"
    WILL_MISS = "will_miss"
    HIT_OR_MISS = "hit_or_miss"
    NO_TARGET = "no_target"


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its value (none where nothing was seen), the limits that held for it, its signals."""

    value: float | None
    center: float
    sigma: float
    low: float
    high: float
    signals: frozenset[Signal] = frozenset()
    side: int = 0  # +1 where the signals point up, -1 where they point down


@dataclass(frozen=True, slots=True)
class Chart:
    """A judged series; `overdispersion` above 1: its periods differ by more than chance within them."""

    points: tuple[Point, ...]
    overdispersion: float = 1.0

    @property
    def latest(self) -> Point | None:
        return next((point for point in reversed(self.points) if point.value is not None), None)


def xmr_chart(values: Sequence[float | None], *, baseline: int | None = None) -> Chart:
    """Individual values: mean +- 2.66 mean moving ranges (NIST handbook 6.3.2.2), frozen after `baseline`."""
    known = [value for value in values[:baseline] if value is not None]
    if not known:
        return Chart(())
    center = math.fsum(known) / len(known)
    sigma = mean_moving_range(known) / D2_OF_TWO
    return _judged([_point(value, center, sigma) for value in values])


def mean_moving_range(values: Sequence[float]) -> float:
    """The mean distance from each value to the next; times 3.267 it is the upper limit of a range."""
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    return math.fsum(ranges) / len(ranges) if ranges else 0.0


def p_chart(counts: Sequence[tuple[float, float]], *, baseline: int | None = None) -> Chart:
    """Shares k of n: p +- 3 sqrt(p (1 - p) / n) (NIST handbook 6.3.3.2)."""
    center = _pooled(counts[:baseline])
    return _count_chart(counts, center, center * (1 - center), ceiling=1.0)


def u_chart(counts: Sequence[tuple[float, float]], *, baseline: int | None = None) -> Chart:
    """Events per exposure: u +- 3 sqrt(u / n) (NIST handbook 6.3.3.1)."""
    center = _pooled(counts[:baseline])
    return _count_chart(counts, center, center, ceiling=math.inf)


def laney_p_chart(counts: Sequence[tuple[float, float]], *, baseline: int | None = None) -> Chart:
    """Shares whose periods differ by more than chance: the p chart's limits times sigma z (Laney 2002).

    Sigma z is the mean moving range of the standardized shares over 1.128. Below 1 it is taken as 1, so that
    limits never become narrower than chance alone allows.
    """
    center = _pooled(counts[:baseline])
    variance = center * (1 - center)
    return _count_chart(counts, center, variance, ceiling=1.0, stretch=_sigma_z(counts[:baseline], center, variance))


def laney_u_chart(counts: Sequence[tuple[float, float]], *, baseline: int | None = None) -> Chart:
    """Rates whose periods differ by more than chance (Laney 2002)."""
    center = _pooled(counts[:baseline])
    return _count_chart(counts, center, center, math.inf, stretch=_sigma_z(counts[:baseline], center, center))


def variation(chart: Chart, better: Better) -> Variation:
    """Whether the latest point is part of a special cause, and whether that is good."""
    latest = chart.latest
    if latest is None:
        return Variation.UNKNOWN
    if not latest.signals:
        return Variation.COMMON
    if better is Better.NEITHER:
        return Variation.RISING if latest.side > 0 else Variation.FALLING
    is_good = (latest.side > 0) == (better is Better.HIGHER)
    return Variation.IMPROVING if is_good else Variation.WORSENING


def assurance(chart: Chart, better: Better, target: float | None) -> Assurance:
    """Whether the limits of the process lie on the good side of the target; on the line counts as reached."""
    latest = chart.latest
    if target is None or latest is None or better is Better.NEITHER:
        return Assurance.NO_TARGET
    sign = 1 if better is Better.HIGHER else -1
    worst, best = sorted((sign * latest.low, sign * latest.high))
    if worst >= sign * target:
        return Assurance.WILL_HIT
    return Assurance.WILL_MISS if best < sign * target else Assurance.HIT_OR_MISS


def _pooled(counts: Sequence[tuple[float, float]]) -> float:
    exposure = math.fsum(n for _, n in counts)
    return math.fsum(k for k, _ in counts) / exposure if exposure else 0.0


def _sigma_z(counts: Sequence[tuple[float, float]], center: float, variance: float) -> float:
    scores = [(k / n - center) / math.sqrt(variance / n) for k, n in counts if n > 0 and variance > 0]
    return max(1.0, mean_moving_range(scores) / D2_OF_TWO)


def _count_chart(
    counts: Sequence[tuple[float, float]],
    center: float,
    variance: float,
    ceiling: float,
    stretch: float = 1.0,
) -> Chart:
    points = []
    for k, n in counts:
        point = _point(k / n if n else None, center, stretch * math.sqrt(variance / n) if n else 0.0)
        points.append(replace(point, low=max(0.0, point.low), high=min(ceiling, point.high)))
    return replace(_judged(points), overdispersion=stretch)


def _point(value: float | None, center: float, sigma: float) -> Point:
    return Point(value=value, center=center, sigma=sigma, low=center - 3 * sigma, high=center + 3 * sigma)


def _judged(points: Sequence[Point]) -> Chart:
    """The run rules over the points that have a value; the periods between are passed over."""
    places = [place for place, point in enumerate(points) if point.value is not None]
    judged = list(points)
    for signal, members, side in _signals([points[place] for place in places]):
        for member in members:
            point = judged[places[member]]
            judged[places[member]] = replace(point, signals=point.signals | {signal}, side=side)
    return Chart(tuple(judged))


type _Found = Iterator[tuple[Signal, Iterable[int], int]]


def _signals(points: Sequence[Point]) -> _Found:
    """Each signal with the points it covers; the single point outside comes last, since it says most."""
    yield from _trends(points)
    yield from _runs(points)
    yield from _two_of_three(points)
    for at, point in enumerate(points):
        if not point.low <= _value(point) <= point.high:
            yield Signal.BEYOND_LIMIT, [at], _side(point)


def _trends(points: Sequence[Point]) -> _Found:
    for end in range(TREND_LENGTH, len(points) + 1):
        steps = {_sign(_value(b) - _value(a)) for a, b in pairwise(points[end - TREND_LENGTH : end])}
        if len(steps) == 1 and 0 not in steps:
            yield Signal.TREND, range(end - TREND_LENGTH, end), steps.pop()


def _runs(points: Sequence[Point]) -> _Found:
    for end in range(RUN_LENGTH, len(points) + 1):
        sides = {_side(point) for point in points[end - RUN_LENGTH : end]}
        if len(sides) == 1 and 0 not in sides:
            yield Signal.RUN, range(end - RUN_LENGTH, end), sides.pop()


def _two_of_three(points: Sequence[Point]) -> _Found:
    for end in range(3, len(points) + 1):
        for side in (1, -1):
            far = [at for at in range(end - 3, end) if side * _offset(points[at]) > 2 * points[at].sigma]
            if len(far) >= 2:
                yield Signal.TWO_OF_THREE, far, side


def _offset(point: Point) -> float:
    return _value(point) - point.center


def _side(point: Point) -> int:
    return _sign(_offset(point))


def _value(point: Point) -> float:
    return point.center if point.value is None else point.value


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
