"""The stages that an order goes through at the location that fulfills it, and how long each may take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """What a parcel, or an order to be collected, waits for at its location, in this order."""

    RELEASE = "release"
    """It is held: somebody has to let it go."""
    PICK = "pick"
    """Its pieces have to be found and scanned."""
    PACK = "pack"
    """They have to go into a parcel with a label, or on the shelf."""
    HAND_OVER = "hand_over"
    """Its carrier has to take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTargets:
    """How many minutes each stage may take, counted while the location is open."""

    release: int = 240
    pick: int = 240
    pack: int = 120
    hand_over: int = 480

    def of(self, stage: Stage) -> timedelta:
        """What one stage may take."""
        return timedelta(minutes=getattr(self, stage.value))

    def from_stage(self, stage: Stage) -> timedelta:
        """What a stage and all after it may take together."""
        every = list(Stage)
        return sum((self.of(one) for one in every[every.index(stage) :]), timedelta())


@dataclass(frozen=True, slots=True)
class StageClock:
    """The stage that something is in. `age` and `target` count only while its location is open and, unless it waits to
    be released, nobody holds it. `due_at` is None where the location does not open within weeks."""

    stage: Stage
    started_at: datetime
    age: timedelta
    target: timedelta
    due_at: datetime | None
    is_overdue: bool
    is_open: bool
    """Whether the clock runs: the location is open now."""


@dataclass(frozen=True, slots=True)
class StageCell:
    """What is in one stage at one place. `heat` goes from 0 (nothing, or just begun) to 4 (at least twice too long)."""

    stage: Stage
    count: int
    overdue: int
    oldest: timedelta
    heat: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """One place with its stages, in order."""

    key: str
    """Its outlet's id, or the code of a warehouse."""
    place: str
    cells: tuple[StageCell, ...]

    @property
    def overdue(self) -> int:
        """All that waits too long there."""
        return sum(cell.overdue for cell in self.cells)
