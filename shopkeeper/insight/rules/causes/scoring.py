"""Which candidates deserve the careful look first: the quick score, corrected for what they always were like."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shopkeeper.insight.rules.causes.assess import Look
from shopkeeper.insight.rules.causes.effect import STEADY, steady_odds
from shopkeeper.insight.rules.causes.scan import Scan
from shopkeeper.insight.rules.causes.tally import Tally
from shopkeeper.insight.rules.distributions import NORMAL

_STEPS = 30
_RESCORED = 240
_STARTS = 20  # a rough price for choosing the first day; the careful look asks the full one
_SLACK = 0.8  # a day's start may fit better than a block's: let the careful look decide


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with what ranks it: its strength, of which more conditions cost more."""

    scan: Scan
    score: float


def rank_changes(tally: Tally, scans: Sequence[Scan], bad: int, look: Look) -> list[Scored]:
    """Changes by score, and new values that were worse from their first day; only those that might pass.

    Of equal ones that of the dimension named first comes first. Changes that merely follow from a candidate's own
    constant level fall back. `bad` is 1 where the rare outcome is.
    """
    needed = look.overdispersion * strength_of(look.threshold / _STARTS) * _SLACK
    rough = sorted((scan for scan in scans if abs(scan.change) >= needed), key=lambda scan: -abs(scan.change))
    unclear = [scan for scan in scans if scan.holds_most and abs(scan.change) < needed]
    changed = [(scan, _against_own_level(tally, scan)) for scan in rough[:_RESCORED] + unclear]
    newborn = [(scan, bad * scan.standing) for scan in scans if scan.is_newborn]
    return _ranked([(scan, strength) for scan, strength in changed + newborn if strength >= needed], scans, look)


def rank_standing(scans: Sequence[Scan], bad: int, look: Look) -> list[Scored]:
    """What always was worse than the rest, by score; only what might pass."""
    needed = look.overdispersion * strength_of(look.threshold) * _SLACK
    return _ranked([(scan, bad * scan.standing) for scan in scans if bad * scan.standing >= needed], scans, look)


def strength_of(p: float) -> float:
    """The squared z of a two-sided p."""
    return NORMAL.inv_cdf(max(p, 1e-300) / 2) ** 2


def _penalties(scans: Sequence[Scan]) -> dict[int, float]:
    """Twice the logarithm of how many candidates of that length there were to choose from."""
    sizes: dict[int, int] = {}
    for scan in scans:
        sizes[len(scan.conditions)] = sizes.get(len(scan.conditions), 0) + 1
    return {length: 2 * math.log(count) for length, count in sizes.items()}


def _ranked(pairs: Sequence[tuple[Scan, float]], scans: Sequence[Scan], look: Look) -> list[Scored]:
    penalties = _penalties(scans)
    scored = [
        Scored(scan, strength / look.overdispersion - penalties[len(scan.conditions)]) for scan, strength in pairs
    ]
    return sorted(scored, key=lambda one: -one.score)


def _against_own_level(tally: Tally, scan: Scan) -> float:
    """The change score around the candidate's own odds ratio: Peto's shortcut is only true near one."""
    n, k = tally.counts(scan.conditions)
    sizes, rare = tally.panel.totals, tally.panel.rare_totals
    rest = [(size - in_n, all_rare - in_k) for in_n, in_k, size, all_rare in zip(n, k, sizes, rare, strict=True)]
    odds = steady_odds([rest_n for rest_n, _ in rest], [rest_k for _, rest_k in rest])
    level = _level(n, odds, sum(k))
    shares = [level * one / (1 + level * one) for one in odds]
    terms = [
        (in_k - in_n * share, _variance(in_n, share, *others))
        for in_n, in_k, share, others in zip(n, k, shares, rest, strict=True)
    ]
    return _best_split(terms)


def _variance(n: int, share: float, rest_n: int, rest_k: int) -> float:
    """That of the candidate's own count, less where the rest is small and its share unsure itself."""
    own = n * share * (1 - share)
    others = rest_k * (1 - rest_k / rest_n) if rest_n > 0 else 0.0
    return own / (1 + own / (others + STEADY))


def _level(n: Sequence[int], odds: Sequence[float], observed: int) -> float:
    low, high = 1e-5, 1e5
    for _ in range(_STEPS):
        middle = math.sqrt(low * high)
        expected = math.fsum(size * middle * one / (1 + middle * one) for size, one in zip(n, odds, strict=True))
        low, high = (middle, high) if expected < observed else (low, middle)
    return math.sqrt(low * high)


def _best_split(terms: Sequence[tuple[float, float]]) -> float:
    total_u, total_v = math.fsum(u for u, _ in terms), math.fsum(v for _, v in terms)
    best, u, v = 0.0, 0.0, 0.0
    for block_u, block_v in terms[:-1]:
        u, v = u + block_u, v + block_v
        after_v = total_v - v
        if v > 0 and after_v > 0:
            best = max(best, ((total_u - u) / after_v - u / v) ** 2 / (1 / after_v + 1 / v))
    return best
