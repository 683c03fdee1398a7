"""How a carrier does, and what another would have done: shares with intervals, and what stands out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

Z = 1.96
ENOUGH = 30
"""Parcels below which a share is shown gray and not judged."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's interval (Wilson, "Probable inference", JASA 22, 1927) at 95 %."""

    count: int
    n: int

    @property
    def value(self) -> float:
        """The share itself."""
        return self.count / self.n if self.n else 0.0

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return max(0.0, self._center - self._half) if self.n else 0.0

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return min(1.0, self._center + self._half) if self.n else 1.0

    @property
    def is_enough(self) -> bool:
        """Whether it may be judged."""
        return self.n >= ENOUGH

    @property
    def _center(self) -> float:
        return (self.value + Z * Z / (2 * self.n)) / (1 + Z * Z / self.n)

    @property
    def _half(self) -> float:
        inside = self.value * (1 - self.value) / self.n + Z * Z / (4 * self.n * self.n)
        return Z * sqrt(inside) / (1 + Z * Z / self.n)


@dataclass(frozen=True, slots=True)
class Cell:
    """A carrier's parcels into a region."""

    carrier: str
    carrier_key: str
    region: str
    late: Share


@dataclass(frozen=True, slots=True)
class Outlier:
    """A carrier that is worse in a region than anybody elsewhere: `excess` parcels would have come in time."""

    cell: Cell
    elsewhere: Share
    excess: float


def find_outliers(cells: Iterable[Cell]) -> list[Outlier]:
    """Cells whose interval lies above the share of all other parcels, by parcels too many."""
    known = list(cells)
    late, n = sum(c.late.count for c in known), sum(c.late.n for c in known)
    found = []
    for cell in known:
        rest = Share(late - cell.late.count, n - cell.late.n)
        if cell.late.is_enough and rest.is_enough and cell.late.low > rest.high:
            found.append(Outlier(cell, rest, cell.late.count - rest.value * cell.late.n))
    return sorted(found, key=lambda outlier: -outlier.excess)


@dataclass(frozen=True, slots=True)
class Tried:
    """What another lane would have done with past parcels: expected share in time with its interval, at which cost.

    `own` of the `n` parcels would have gone through lanes that at least ENOUGH parcels were measured on.
    """

    n: int
    in_time: float
    low: float
    high: float
    own: int


def sum_up_trial(chances: Sequence[tuple[float, int]]) -> Tried:
    """From each parcel's (chance to be in time, parcels measured on the lane it would have taken).

    Two things are not known: how each parcel would have fared, sum of p (1 - p); and the lane's own share, which was
    learned from m parcels (and STRENGTH borrowed): it errs for all of the lane's parcels together, so its variance
    p (1 - p) / (m + STRENGTH) counts with the square of their number. Lanes are taken as independent.
    """
    n = len(chances)
    if not n:
        return Tried(0, 0.0, 0.0, 1.0, 0)
    in_time = sum(chance for chance, _ in chances) / n
    lanes: dict[tuple[float, int], int] = {}
    for chance in chances:
        lanes[chance] = lanes.get(chance, 0) + 1
    variance = sum(p * (1 - p) * (count + count * count / (m + 20)) for (p, m), count in lanes.items()) / n**2
    half = Z * sqrt(variance)
    own = sum(count for (_, m), count in lanes.items() if m >= ENOUGH)
    return Tried(n, in_time, max(0.0, in_time - half), min(1.0, in_time + half), own)
