"""In which stage something is at its location, since when, and whether that takes too long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopkeeper.orders.contracts import Stage, StageCell, StageClock, StageTargets

type Span = tuple[datetime, datetime]
_NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Hours:
    """When a location is open: stretches in order, from before the first clock started until weeks from now."""

    openings: Sequence[Span]

    def between(self, starts_at: datetime, ends_at: datetime) -> timedelta:
        """How long it is open between two instants."""
        parts = (min(end, ends_at) - max(start, starts_at) for start, end in self.openings)
        return sum((part for part in parts if part > _NONE), _NONE)

    def after(self, starts_at: datetime, span: timedelta) -> datetime | None:
        """When it has been open for so long; None where that is not within sight."""
        for start, end in self.openings:
            begins_at = max(start, starts_at)
            if begins_at + span <= end:
                return begins_at + span
            span -= max(_NONE, end - begins_at)
        return None

    def is_open(self, at: datetime) -> bool:
        """Whether it is open then."""
        return any(start <= at < end for start, end in self.openings)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something got at its location: given its first piece, last piece found, packed; when it was held (`None`:
    it still is); by when it was promised to be ready there; by when a supplier agreed to send it; and when the last van
    comes that can still bring it in time."""

    given_at: datetime
    found_at: datetime | None = None
    packed_at: datetime | None = None
    held: tuple[tuple[datetime, datetime | None], ...] = ()
    promised_at: datetime | None = None
    agreed_at: datetime | None = None
    van_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        """What it waits for."""
        if any(until is None for _since, until in self.held):
            return Stage.RELEASE
        if self.found_at is None:
            return Stage.PICK
        return Stage.PACK if self.packed_at is None else Stage.HAND_OVER

    @property
    def started_at(self) -> datetime:
        """Since when it waits for that."""
        if self.stage is Stage.RELEASE:
            return max(self.given_at, min(since for since, until in self.held if until is None))
        started = {Stage.PICK: self.given_at, Stage.PACK: self.found_at, Stage.HAND_OVER: self.packed_at}[self.stage]
        return started or self.given_at


def clock_of(progress: Progress, targets: StageTargets, hours: Hours, now: datetime) -> StageClock:
    """The clock that runs for it."""
    return measure(progress, targets.of(progress.stage), hours, now)


def measure(progress: Progress, target: timedelta, hours: Hours, now: datetime) -> StageClock:
    """Its stage against a target, what was agreed instead, or what is left of the promise or until its van where that
    is less; while it was held, only the wait for its release counts, and no van waits for that."""
    stage, started_at = progress.stage, progress.started_at
    if progress.agreed_at is not None and stage is Stage.HAND_OVER:
        target = hours.between(started_at, progress.agreed_at)
    if progress.promised_at is not None and stage is not Stage.HAND_OVER:
        target = min(target, hours.between(started_at, progress.promised_at))
    if progress.van_at is not None:
        target = min(target, hours.between(started_at, progress.van_at))
    paused = _NONE if stage is Stage.RELEASE else _held(progress, started_at, hours, now)
    age, due_at = hours.between(started_at, now) - paused, hours.after(started_at, target + paused)
    if due_at is not None and progress.van_at is not None:
        due_at = min(due_at, progress.van_at)
    is_overdue = due_at is not None and due_at < now
    return StageClock(stage, started_at, age, target, due_at, is_overdue, hours.is_open(now))


def _held(progress: Progress, started_at: datetime, hours: Hours, now: datetime) -> timedelta:
    """For how long of its open time it was held; holds that overlap count once."""
    paused, until_now = _NONE, started_at
    for since, until in sorted(progress.held, key=lambda span: span[0]):
        begins_at, ends_at = max(since, until_now), until or now
        if ends_at > begins_at:
            paused += hours.between(begins_at, ends_at)
            until_now = ends_at
    return paused


def cells_of(clocks: Iterable[StageClock]) -> tuple[StageCell, ...]:
    """Every stage with how much is in it, how much too long, and how hot the hottest is."""
    found: dict[Stage, list[StageClock]] = {stage: [] for stage in Stage}
    for clock in clocks:
        found[clock.stage].append(clock)
    return tuple(
        StageCell(
            stage, len(some), sum(clock.is_overdue for clock in some),
            max((clock.age for clock in some), default=_NONE), max((heat_of(clock) for clock in some), default=0),
        )
        for stage, some in found.items()
    )  # fmt: skip


def heat_of(clock: StageClock) -> int:
    """0 up to half of the target, 1 up to the target, 2 up to one and a half, 3 up to twice, 4 from there on."""
    if not clock.target:
        return 4
    share = clock.age / clock.target
    return sum(share >= step for step in (0.5, 1, 1.5, 2))
