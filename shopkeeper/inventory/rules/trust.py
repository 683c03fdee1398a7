"""How likely it is that pieces on the record are not on the shelf: sales stopped, or their class goes missing."""

from dataclasses import dataclass
from math import exp

WINDOW_DAYS = 180
"""The days whose sales and losses count."""
ENOUGH = 4
"""Days with a sale before there is a rhythm."""
BORROWED = 100
"""Pieces that the experience with all classes counts for, beside a class's own."""
LEAST = 0.01
"""What silence starts from: even of a class that never lost a piece, 1 shelf in 100 is taken to be empty."""
SEASON_DAYS, CLOSED_DAYS = 28, 14
"""The last days in which a class, or a place, is compared with itself before."""
FEWEST_SHELVES = 5
LOUD = 2.0
"""Silence is worth a word from twice the usual days on."""
_LONGEST = 50


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against the record of a product at a place.

    `silent_days` count from the last sale, count or arrival; `sells_every` is how many days usually lie between two
    days with a sale, none without a rhythm; `loss_share` is the share of pieces of its class that goes missing.
    """

    on_hand: int
    accuracy: float
    silent_days: float | None
    sells_every: float | None
    loss_share: float

    @property
    def is_silent(self) -> bool:
        """Whether it has not sold for much longer than usual though the record says there is some."""
        if self.on_hand <= 0 or self.sells_every is None or self.silent_days is None:
            return False
        return self.silent_days >= LOUD * self.sells_every


def usual_days(sale_days: int, span: int) -> float | None:
    """Days between two days with a sale: the first to the last, by the gaps between them; none without a rhythm."""
    return span / (sale_days - 1) if sale_days >= ENOUGH else None


def times_slower(lately: int, before: int, *, days: int, shelves: int) -> int:
    """How many times slower than usual a class sells just now, or a place: out of season, or closed for some days.

    (sale days to expect + 1) / (sale days in the last `days` + 1), at least 1, in whole numbers so that not every
    position is written every night. Of fewer than five `shelves` nothing follows: then the silence is their own.
    """
    if shelves < FEWEST_SHELVES:
        return 1
    expected = before * days / (WINDOW_DAYS - days)
    return max(1, round((expected + 1) / (lately + 1)))


def loss_share(lost: int, sold: int, usual: float) -> float:
    """The share of a class that goes missing: (lost + 100 x usual share) / (lost + sold + 100), in whole percents.

    A class of few pieces is taken to be like all others (shrinkage; Efron and Morris 1975). Whole percents, so that
    not every position is written every night.
    """
    return round((lost + BORROWED * usual) / (lost + sold + BORROWED), 2)


def likely_missing(signs: Signs) -> float:
    """How likely nothing is there, by Bayes: m / (m + (1 - m) x e^(-silent days / usual days)).

    Before anybody looks, m is the share of its class that goes missing. A shelf with pieces would stay silent for so
    long by chance with e^(-silent / usual) (Poisson sales); an empty one always does.
    """
    if signs.on_hand <= 0:
        return 0.0
    if signs.sells_every is None:
        return signs.loss_share
    waited = min(max(signs.silent_days or 0.0, 0.0) / signs.sells_every, _LONGEST)
    return 1 / (1 + (1 / max(signs.loss_share, LEAST) - 1) * exp(-waited))


def trust_in(signs: Signs) -> float:
    """How far the record is believed: how often it was right, times how likely its pieces are there."""
    return signs.accuracy * (1 - likely_missing(signs))
