"""The quick look at one candidate: is it different from the rest of the world, and since when most likely.

Each block of days is a two-by-two table of its own (in the candidate or not, rare outcome or not), so
whatever moves the whole world in a block, Christmas or snow, cancels. U is observed minus expected and V its
variance (Mantel and Haenszel 1959); U/V is Peto's log odds ratio, and a change is the difference of that
ratio before and after.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul, sub
from statistics import median

from shopkeeper.insight.rules.causes.panel import Conditions, Panel

FEWEST_FACTS = 40
FEWEST_RARE = 8


@dataclass(frozen=True, slots=True)
class Scan:
    """How far a candidate stands out: `change` and `standing` are squared z, with the sign of the rare outcome.

    `born` is the block of the candidate's first facts. One that `holds_most` of all rare outcomes differs from the rest
    about as much as can be all the time, so that its change is too small here: only the careful look can tell.
    """

    conditions: Conditions
    change: float
    standing: float
    born: int
    n: int
    holds_most: bool

    @property
    def strength(self) -> float:
        return max(abs(self.change), abs(self.standing))

    @property
    def is_newborn(self) -> bool:
        """Whether it appeared well after the first day: it has no before of its own."""
        return self.born > 1


@dataclass(frozen=True, slots=True)
class World:
    """What the scan needs of the whole world: by block the rare share, the variance factor, the size; all rare."""

    shares: tuple[float, ...]
    factors: tuple[float, ...]
    sizes: tuple[int, ...]
    rare: int

    @classmethod
    def of(cls, panel: Panel) -> "World":
        pairs = list(zip(panel.totals, panel.rare_totals, strict=True))
        return cls(
            tuple(k / n if n else 0.0 for n, k in pairs),
            tuple(k * (n - k) / (n * n * (n - 1)) if n > 1 else 0.0 for n, k in pairs),
            panel.totals,
            sum(panel.rare_totals),
        )

    def surprises(self, n: Sequence[int], k: Sequence[int]) -> Iterable[float]:
        """Observed minus expected rare outcomes by block."""
        return map(sub, k, map(mul, n, self.shares))

    def variances(self, n: Sequence[int]) -> Iterable[float]:
        """Variance of the same (hypergeometric) by block."""
        return map(mul, map(mul, n, map(sub, self.sizes, n)), self.factors)


def scan_counts(conditions: Conditions, n: Sequence[int], k: Sequence[int], world: World) -> Scan | None:
    """The best first block of a change is the one that separates before and after most; nothing for too few facts.

    With U and V summed up to a block and u, v over all, z squared of after minus before is (U - u V / v)^2 v
    / (V (v - V)).
    """
    size, rare = sum(n), sum(k)
    if size < FEWEST_FACTS or rare < FEWEST_RARE:
        return None
    sums_u, sums_v = list(accumulate(world.surprises(n, k))), list(accumulate(world.variances(n)))
    u, v = sums_u[-1], sums_v[-1]
    if v <= 0:
        return None
    level, nearly_all = u / v, v * (1 - 1e-9)
    squares = [
        (d := before_u - level * before_v) * abs(d) / (before_v * (v - before_v))
        for before_u, before_v in zip(sums_u, sums_v, strict=True)
        if 0 < before_v < nearly_all
    ]
    change = -v * max(squares, key=abs) if squares else 0.0
    born = next(block for block, in_block in enumerate(n) if in_block)
    return Scan(conditions, change, u * abs(u) / v, born, size, 2 * rare > world.rare)


def overdispersion(panel: Panel, world: World) -> float:
    """By how much blocks differ beyond chance: the median over all values of Cochran's Q per degree of freedom.

    At least 1. True causes touch few values and leave the median alone.
    """
    blocks = range(len(panel.totals))
    counts = [panel.count((condition,), blocks) for condition in panel.singles]
    ratios = [ratio for n, k in counts if (ratio := _heterogeneity(n, k, world)) is not None]
    return max(1.0, median(ratios)) if len(ratios) >= 5 else 1.0


def _heterogeneity(n: Sequence[int], k: Sequence[int], world: World) -> float | None:
    """Cochran's Q over its median under chance, which lies below its mean by some two thirds."""
    pairs = zip(world.surprises(n, k), world.variances(n), strict=True)
    terms = [(surprise, variance) for surprise, variance in pairs if variance >= 1]
    if len(terms) < 4:
        return None
    pooled = math.fsum(u for u, _ in terms) ** 2 / math.fsum(v for _, v in terms)
    freedom = len(terms) - 1
    return (math.fsum(u * u / v for u, v in terms) - pooled) / (freedom * (1 - 2 / (9 * freedom)) ** 3)
