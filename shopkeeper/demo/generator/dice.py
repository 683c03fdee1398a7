"""Chance by seed: a stream of its own for each part, and shares that come out as exact counts."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random

_BATCH = 512


def dice(seed: int, part: str) -> Random:
    """The stream of one part, so that a change in one part leaves the others as they were."""
    return Random(f"{seed}/{part}")  # noqa: S311  # a story, not a secret


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to `weights` that add up to exactly `total`."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    counts, passed, given = [], 0.0, 0
    for weight in weights:
        passed += weight
        reached = round(total * passed / whole)
        counts.append(reached - given)
        given = reached
    return counts


def uneven(chance: Random, weights: Sequence[float], spread: float = 0.12) -> list[float]:
    """The weights with the usual ups and downs of days on them."""
    return [weight * max(0.2, chance.gauss(1, spread)) for weight in weights]


def flags(chance: Random, yes: int, of: int) -> list[bool]:
    """`of` answers in random order, exactly `yes` of them yes."""
    answers = [True] * yes + [False] * (of - yes)
    chance.shuffle(answers)
    return answers


class Wheel[T]:
    """Draws one of a few values by weight, again and again; spun ahead in batches, since that is ten times as fast."""

    def __init__(self, chance: Random, values: Sequence[T], weights: Sequence[float]) -> None:
        self._chance, self._values = chance, values
        self._cumulated = list(accumulate(weights))
        self._ahead: list[T] = []

    def spin(self) -> T:
        """The next value."""
        if not self._ahead:
            self._ahead = self._chance.choices(self._values, cum_weights=self._cumulated, k=_BATCH)
        return self._ahead.pop()
