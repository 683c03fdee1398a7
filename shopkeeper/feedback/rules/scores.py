"""How a score reads on its scale."""

from decimal import Decimal

from shopkeeper.feedback.contracts import Scale, Verdict
from shopkeeper.feedback.errors import ScoreOutOfScale

RANGES = {Scale.NPS: (0, 10), Scale.CSAT: (1, 5), Scale.CES: (1, 7), Scale.STARS: (1, 5)}
# The first that is not low, and the first that is high: detractors up to 6, promoters from 9 on (Reichheld 2003).
_BOUNDS = {Scale.NPS: (7, 9), Scale.CSAT: (3, 4), Scale.CES: (4, 6), Scale.STARS: (3, 4)}


def check_score(scale: Scale, score: Decimal) -> None:
    """A score lies on its scale.

    :raises ScoreOutOfScale: when it does not
    """
    low, high = RANGES[scale]
    if not low <= score <= high:
        raise ScoreOutOfScale(score=score, low=low, high=high)


def judge(scale: str, score: Decimal | None) -> Verdict | None:
    """Low, middle or high; None without a score."""
    if score is None or scale not in RANGES:
        return None
    middle, high = _BOUNDS[Scale(scale)]
    if score >= high:
        return Verdict.HIGH
    return Verdict.MIDDLE if score >= middle else Verdict.LOW


def as_sentiment(scale: str, score: Decimal | None) -> float | None:
    """A score as a sentiment from -1 to 1: the ends of the scale are the ends of the range."""
    if score is None or scale not in RANGES:
        return None
    low, high = RANGES[Scale(scale)]
    return round(float(score - low) / (high - low) * 2 - 1, 3)
