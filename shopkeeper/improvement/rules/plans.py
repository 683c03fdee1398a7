"""A watch that can say something, and one proposed from what is usual."""

from decimal import Decimal

from shopkeeper.improvement.contracts import Direction, Terms, WatchPlan
from shopkeeper.improvement.errors import WrongTerms

WEEKS = 4
FEWEST = 30
"""Below so many records in all its weeks, a proof says nothing."""
MOST_WEEKS = 12
NINE_OF_TEN = Decimal("1.2816")
"""Standard deviations below which a normal distribution lies nine times of ten."""


def check_plan(plan: WatchPlan) -> None:
    """A watch must be able to say something.

    :raises WrongTerms: without a metric, a threshold, weeks or records
    """
    terms = plan.terms
    if not plan.metric or not terms.threshold.is_finite() or terms.weeks < 1 or terms.minimum < 1:
        raise WrongTerms
    if plan.unit == "share" and not 0 <= terms.threshold <= 1:
        raise WrongTerms


def propose_terms(
    *, usual: Decimal, direction: Direction, records_a_week: int, present: Decimal | None = None
) -> Terms:
    """Terms for a fresh cause: back to what is usual elsewhere or was before, four weeks, most of a week's records.

    A share may exceed the usual by what chance alone brings nine weeks of ten: without that room, half of all weeks
    would fail although nothing is wrong any more; but never more than half of the way back to how it is at present,
    or what goes wrong today would be good enough. To a whole percent, or a tenth where it is below 3 %.
    Where a week has few records, more weeks are asked for: a watch that its place can never satisfy closes nothing.
    """
    minimum = max(1, _round_down(records_a_week * 7 // 10))
    weeks = min(MOST_WEEKS, max(WEEKS, -(-FEWEST // minimum)))
    threshold = usual + _room(usual, minimum) if direction is Direction.AT_MOST else usual
    if present is not None and direction is Direction.AT_MOST:
        threshold = min(threshold, (usual + present) / 2)
    places = Decimal("0.001") if abs(threshold) < Decimal("0.03") else Decimal("0.01")
    return Terms(direction, threshold.quantize(places), weeks, minimum)


def _room(usual: Decimal, records: int) -> Decimal:
    """How far above a usual share nine of ten weeks of so many records stay; nothing for what is no share."""
    return NINE_OF_TEN * (usual * (1 - usual) / records).sqrt() if 0 < usual < 1 else Decimal(0)


def _round_down(number: int) -> int:
    step = 1 if number < FEWEST else 10 if number < 200 else 50
    return number - number % step
