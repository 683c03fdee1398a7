"""Whether something is spoken of more than before, or may have been so all along."""

import math

from shopkeeper.feedback.contracts import Trend

CLEAR = 2.576
"""How many standard errors apart two shares must lie: 99 in 100, since many topics are looked at."""
ENOUGH = 30


def compare_shares(now: int, of: int, before: int, of_before: int) -> Trend:
    """Two shares of all comments, so that a feed that was silent for a while moves neither (pooled z-test)."""
    if min(of, of_before) < ENOUGH:
        return Trend.TOO_FEW
    pooled = (now + before) / (of + of_before)
    error = math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_before))
    difference = now / of - before / of_before
    if error == 0 or abs(difference) <= CLEAR * error:
        return Trend.ALIKE
    return Trend.MORE if difference > 0 else Trend.LESS
