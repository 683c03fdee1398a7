"""Made-up worlds with a known truth: parcels, visits and returns of a retailer, with or without a planted cause."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shopkeeper.insight.rules.causes import Facts, Level, facts_from_rows

FIRST_DAY = date(2025, 1, 6)

type Fact = dict[str, str | None]


@dataclass
class World:
    """Draws facts day by day: `shares` says how each dimension's values are spread, `risk` how likely a fact is bad."""

    shares: Mapping[str, Mapping[str, float]]
    base: float = 0.05
    days: int = 365
    daily: int = 100
    levels: Mapping[str, Level] = field(default_factory=dict)
    shape: Callable[[Fact, int, random.Random], None] = lambda fact, day, draw: None
    risk: Callable[[Fact, int], float] = lambda fact, day: 1.0
    volume: Callable[[int], float] = lambda day: 1.0

    def facts(self, seed: int, **settings: int) -> Facts:
        levels = {name: self.levels.get(name, Level.COMPANY) for name in self.dimensions}
        return facts_from_rows(self.rows(seed), levels, **settings)

    @property
    def dimensions(self) -> Sequence[str]:
        return tuple(self.shares)

    def rows(self, seed: int) -> list[tuple[date, bool, tuple[str | None, ...]]]:
        draw = random.Random(seed)
        pickers = {name: (list(values), list(values.values())) for name, values in self.shares.items()}
        return [
            self._row(draw, day, pickers)
            for day in range(self.days)
            for _ in range(round(self.daily * self.volume(day)))
        ]

    def _row(
        self, draw: random.Random, day: int, pickers: Mapping[str, tuple[list[str], list[float]]]
    ) -> tuple[date, bool, tuple[str | None, ...]]:
        fact: Fact = {name: draw.choices(values, weights)[0] for name, (values, weights) in pickers.items()}
        self.shape(fact, day, draw)
        is_bad = draw.random() < min(0.95, self.base * self.risk(fact, day))
        return FIRST_DAY + timedelta(days=day), is_bad, tuple(fact[name] for name in self.shares)


def even(prefix: str, count: int) -> dict[str, float]:
    """Values of equal share."""
    return {f"{prefix} {number}": 1.0 for number in range(1, count + 1)}


def falling(prefix: str, count: int) -> dict[str, float]:
    """Values of falling share, as products and sellers have."""
    return {f"{prefix} {number}": 1.0 / number for number in range(1, count + 1)}
