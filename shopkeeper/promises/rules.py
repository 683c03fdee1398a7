"""When a promise is kept or broken, and how far a forecast of it can be believed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from shopkeeper.promises.contracts import CalibrationBin, PromiseKind, PromiseState, PromiseTimes


def state_of(times: PromiseTimes, *, now: datetime) -> PromiseState:
    """Kept: fulfilled by `due_at`, to the instant. Broken: later, with less than promised (nothing, when they came for
    it in vain), or past due and open; nor does it help to call it off then."""
    if times.is_short:
        return PromiseState.BROKEN
    if times.fulfilled_at is not None:
        return PromiseState.KEPT if times.fulfilled_at <= times.due_at else PromiseState.BROKEN
    if times.withdrawn_at is not None and times.withdrawn_at <= times.due_at:
        return PromiseState.WITHDRAWN
    return PromiseState.OPEN if now <= times.due_at else PromiseState.BROKEN


def key_of(kind: PromiseKind, ref: str, subject: str = "") -> str:
    """What makes a promise itself: a kind is promised once for a ref, or for each part of it."""
    return f"{kind}:{ref}:{subject}" if subject else f"{kind}:{ref}"


def late_by(times: PromiseTimes, *, now: datetime) -> int:
    """Whole seconds from the promised time until it was done, called off, or `now`; 0 while open, kept or withdrawn."""
    end = times.fulfilled_at or times.withdrawn_at or now
    return max(0, int((end - times.due_at).total_seconds()))


def end_of_day(day: date, zone: str) -> datetime:
    """A promised date lasts until its last instant where the customer lives, whatever the clocks do that night."""
    following = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    return following.astimezone(UTC) - timedelta(microseconds=1)


BINS = 10
TRUST = 20.0
"""A forecaster's own word weighs as much as so many forecasts whose end is known."""


def falls_short(
    *, amount: Decimal | None, asked: Decimal | None, quantity: int | None, given: int | None
) -> bool:  # fmt: skip
    """Whether what was done is less than what was promised: dearer, or fewer pieces."""
    dearer = amount is not None and asked is not None and asked > amount
    return dearer or (quantity is not None and given is not None and given < quantity)


def set_right(raw: float, bins: Sequence[CalibrationBin]) -> float:
    """A forecast as its past makes it: what became of earlier ones that said about the same.

    Each bin's share is drawn to what the bin said (TRUST forecasts' worth), then made to rise with what was said by
    pooling neighbors that fall (Ayer et al., "An empirical distribution function for sampling with incomplete
    information", Annals of Mathematical Statistics 26, 1955), and read between the bins along straight lines.
    """
    points = _rising([(b.said, (b.broken + TRUST * b.said) / (b.n + TRUST), b.n + TRUST) for b in bins if b.n])
    knots = [(0.0, 0.0), *points, (1.0, 1.0)]
    for (x, y), (next_x, next_y) in pairwise(knots):
        if x <= raw <= next_x:
            return y if next_x == x else y + (next_y - y) * (raw - x) / (next_x - x)
    return raw


def _rising(points: Sequence[tuple[float, float, float]]) -> list[tuple[float, float]]:
    pools: list[list[tuple[float, float, float]]] = []
    for point in points:
        pools.append([point])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    return [(x, _mean(pool)) for pool in pools for x, _, _ in pool]


def _mean(pool: Sequence[tuple[float, float, float]]) -> float:
    return sum(y * weight for _, y, weight in pool) / sum(weight for _, _, weight in pool)
