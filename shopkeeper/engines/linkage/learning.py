"""How often each level is met among pairs of one, of close ones and of strangers: expectation and maximization."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shopkeeper.engines.linkage.model import Comparison

Numbers = NDArray[np.float64]
Places = NDArray[np.int16]

BELIEF_IN_ONE = 100.0
"""So many pairs, of one or of close ones, what is said beforehand is worth; where a source shows more, that wins."""
BELIEF_IN_STRANGERS = 50_000.0
BELIEF_IN_CLOSE = 8.0
CLOSE_OF_A_RECORD = 0.25
"""With so many others a record is close, beforehand: members of a family among the customers of one shop."""

_MOST_ROUNDS = 100
_FEWEST_ROUNDS = 30
_SETTLED = 1e-4


@dataclass(frozen=True, slots=True)
class Observed:
    """One attribute over all patterns of candidate pairs.

    `places` is its level in each pattern (-1: missing), `random` how often each level is met among pairs picked at
    random, `anchored` whether the pattern may teach how often the attribute agrees in pairs of one, and `two` how often
    in pairs of close ones.
    """

    comparison: Comparison
    places: Places
    random: Numbers
    anchored: NDArray[np.bool_]
    two: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Patterns:
    """What is seen in many pairs at once: `rarity`, what the rarity of their values weighs, and how many they are."""

    observed: list[Observed]
    rarity: Numbers
    counts: Numbers


@dataclass(frozen=True, slots=True)
class Learned:
    """What the pairs taught: m, u and kin of each comparison, and how probable one and close ones are at random."""

    m: dict[str, Numbers]
    u: dict[str, Numbers]
    kin: dict[str, Numbers]
    one: float
    close: float
    pairs: float


@dataclass(frozen=True, slots=True)
class Extent:
    """How many records there are, which share of their candidates is observed, how many random pairs were drawn."""

    records: int
    share: float
    drawn: float

    @property
    def all_pairs(self) -> float:
        """Every pair that there could be."""
        return max(self.records * (self.records - 1) / 2, 1.0)


def learn(patterns: Patterns, extent: Extent) -> Learned:
    """Fit three kinds of pairs to what is observed; what few pairs can tell leans on what is known beforehand."""
    now = _start(patterns.observed, extent)
    for round_ in range(_MOST_ROUNDS):
        one, close = _expect(patterns, now)
        after = _maximize(patterns.observed, extent, one * patterns.counts, close * patterns.counts)
        settled = abs(after.one - now.one) < _SETTLED * now.one and round_ >= _FEWEST_ROUNDS
        now = after
        if settled:
            break
    return now


def _start(observed: list[Observed], extent: Extent) -> Learned:
    return Learned(
        m={part.comparison.name: _before(part, "m") for part in observed},
        u={part.comparison.name: _strangers(part, extent, 0.0, _before(part, "m")) for part in observed},
        kin={part.comparison.name: _before(part, "kin") for part in observed},
        one=min(0.01, 0.3 / extent.records),
        close=CLOSE_OF_A_RECORD * extent.records / extent.all_pairs,
        pairs=0.0,
    )


def _expect(patterns: Patterns, now: Learned) -> tuple[Numbers, Numbers]:
    """For each pattern, how probable it is that a pair is one, and that it is two that are close."""
    count = len(patterns.rarity)
    strangers = np.full(count, np.log2(now.one / (1 - now.one))) + patterns.rarity
    close = np.full(count, np.log2(now.one / now.close))
    for part in patterns.observed:
        name, places = part.comparison.name, part.places
        m, u, kin = (np.append(np.log2(row[name]), 0.0) for row in (now.m, now.u, now.kin))  # -1 is the last: nothing
        u[:-1][[bool(level.rare) for level in part.comparison.levels]] = 0.0  # their rarity stands for it
        strangers += (m - u)[places]
        close += (m - kin)[places]
    against_strangers = np.exp2(-np.clip(strangers, -300, 300))
    against_close = np.exp2(-np.clip(close, -300, 300))
    one = 1 / (1 + against_strangers + against_close)
    return one, one * against_close


def _maximize(observed: list[Observed], extent: Extent, one: Numbers, close: Numbers) -> Learned:
    records, pairs = extent.records, float(one.sum()) / extent.share
    families = float(close.sum()) / extent.share
    probability = float(np.clip(pairs / extent.all_pairs, 0.02 / records, 0.05))
    of_a_record = (families + BELIEF_IN_CLOSE * CLOSE_OF_A_RECORD) / (records + BELIEF_IN_CLOSE)
    m = {part.comparison.name: _one(part, one) for part in observed}
    return Learned(
        m=m,
        u={part.comparison.name: _strangers(part, extent, probability, m[part.comparison.name]) for part in observed},
        kin={part.comparison.name: _close(part, close) for part in observed},
        one=probability,
        close=max(of_a_record, 1e-5) * records / extent.all_pairs,
        pairs=pairs,
    )


def _one(part: Observed, one: Numbers) -> Numbers:
    known = (part.places >= 0) & part.anchored
    levels = len(part.comparison.levels)
    counts = np.bincount(part.places[known], weights=one[known], minlength=levels) + BELIEF_IN_ONE * _before(part, "m")
    return counts / counts.sum()


def _strangers(part: Observed, extent: Extent, one: float, m: Numbers) -> Numbers:
    """Pairs picked at random are strangers but for the few that are one: those are taken out again."""
    clean = np.maximum(part.random - one * m, 0.0)
    counts = clean * extent.drawn + BELIEF_IN_STRANGERS * _before(part, "u")
    return counts / counts.sum()


def _close(part: Observed, close: Numbers) -> Numbers:
    """What is believed beforehand, but for the levels that are taught: those share with the last one as pairs show."""
    kin: Numbers = _before(part, "kin")
    taught = np.array([level.taught for level in part.comparison.levels])
    taught[-1] = taught.any()
    known = (part.places >= 0) & part.two
    counts = np.bincount(part.places[known], weights=close[known], minlength=len(kin)) + BELIEF_IN_ONE * kin
    kin[taught] = kin[taught].sum() * counts[taught] / counts[taught].sum()
    return kin


def _before(part: Observed, which: str) -> Any:
    figures = np.array([getattr(level, which) for level in part.comparison.levels])
    return figures / figures.sum()
