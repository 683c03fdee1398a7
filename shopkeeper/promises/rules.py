"""When a promise is kept or broken."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopkeeper.promises.contracts import PromiseState, PromiseTimes


def state_of(times: PromiseTimes, *, now: datetime) -> PromiseState:
    """Kept: fulfilled by `due_at`, to the instant. Broken: fulfilled later, or past due and not fulfilled."""
    if times.fulfilled_at is not None:
        return PromiseState.KEPT if times.fulfilled_at <= times.due_at else PromiseState.BROKEN
    if times.withdrawn_at is not None:
        return PromiseState.WITHDRAWN
    return PromiseState.OPEN if now <= times.due_at else PromiseState.BROKEN


def late_by(times: PromiseTimes, *, now: datetime) -> int:
    """Whole seconds after the promised time; 0 while open, kept or withdrawn."""
    if times.withdrawn_at is not None and times.fulfilled_at is None:
        return 0
    return max(0, int(((times.fulfilled_at or now) - times.due_at).total_seconds()))


def end_of_day(day: date, zone: str) -> datetime:
    """A promised date lasts until its last instant where the customer lives, whatever the clocks do that night."""
    following = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    return following.astimezone(UTC) - timedelta(microseconds=1)
