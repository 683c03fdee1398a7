"""How often a record told the truth, and how many pieces are kept back because of it."""

from dataclasses import dataclass
from math import ceil, log, sqrt

WINDOW_DAYS = 60
ENOUGH = 20
"""Searches of a class at a location before they decide anything there."""
BORROWED = 20
"""Searches that other places' experience with a class counts for, beside a location's own."""
LET_DOWN_AT_MOST = 0.01
"""Of the customers who were promised the last pieces of a shelf, so many may stand there in vain."""
MOST = 5
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Tally:
    """How often somebody went for a promised piece, and how often it was not there."""

    searches: int
    missed: int

    @property
    def share(self) -> float | None:
        """The share that was not found; none without a search."""
        return self.missed / self.searches if self.searches else None


def interval(tally: Tally) -> tuple[float, float]:
    """Where the share not found lies with 95 % confidence: Wilson's score interval (Wilson 1927)."""
    n = tally.searches
    if n == 0:
        return 0.0, 1.0
    p = tally.missed / n
    center, scale = p + _Z * _Z / (2 * n), 1 + _Z * _Z / n
    half = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
    return max(0.0, (center - half) / scale), min(1.0, (center + half) / scale)


def expected_share(own: Tally, elsewhere: Tally) -> float:
    """The share not found to count on: a location's own experience, and a little of others' with the same class.

    (missed + 20 x share elsewhere) / (searches + 20): a few bad days move it a little, two months of them a lot
    (shrinkage; Efron and Morris 1975).
    """
    usual = elsewhere.share if elsewhere.share is not None else own.share or 0.0
    return (own.missed + BORROWED * usual) / (own.searches + BORROWED)


def pieces_to_keep_back(share: float) -> int:
    """The fewest pieces b kept back with which at most 1 in 100 customers stands there in vain: share^(b+1) <= 0.01.

    Whoever is promised the last piece stands in vain only when all b pieces behind it are missing as well. That takes
    pieces to go missing one by one; where whole shelves do, five pieces at most are kept back, and counting helps.
    """
    if share <= LET_DOWN_AT_MOST:
        return 0
    if share >= 1:
        return MOST
    return min(MOST, ceil(log(LET_DOWN_AT_MOST) / log(share) - 1e-9) - 1)


def next_step(*, now: int, wanted: int, is_first: bool) -> int:
    """How many pieces to keep back from today: the first lesson is taken whole, each later one a piece at a time."""
    if is_first or wanted == now:
        return wanted
    return now + (1 if wanted > now else -1)
