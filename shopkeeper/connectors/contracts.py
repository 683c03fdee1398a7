"""An import as others and its pages see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class RunState(StrEnum):
    """Where a run is."""

    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class RefusalCard:
    """Why rows were refused, and how many."""

    code: str
    column: str
    words: str
    rows: int


@dataclass(frozen=True, slots=True)
class PartCard:
    """What became of one file in one table."""

    position: int
    table: str
    file: str
    share: float
    """How much of the file is read, 0 to 1."""
    records: int
    rows: int
    created: int
    updated: int
    unchanged: int
    repeated: int
    refused: int
    refusals: tuple[RefusalCard, ...]
    refused_file: str
    finished_at: datetime | None

    @property
    def accepted(self) -> int:
        """Rows that are in."""
        return self.rows - self.refused

    @property
    def as_before(self) -> int:
        """Rows that said nothing new, or that a later row of the same key replaced."""
        return self.unchanged + self.repeated


@dataclass(frozen=True, slots=True)
class RunCard:
    """An import: what, by whom, when, how far."""

    id: UUID
    number: str
    source: str
    folder: str
    mapping_name: str
    state: RunState
    requested_at: datetime
    requested_by: str
    started_at: datetime | None
    finished_at: datetime | None
    failure: str
    mapping: str = ""
    parts: tuple[PartCard, ...] = ()

    @property
    def is_moving(self) -> bool:
        """Whether it is worth looking again in a moment."""
        return self.state in (RunState.WAITING, RunState.RUNNING)

    @property
    def share(self) -> float:
        """How much of all files is read, 0 to 1."""
        return sum(part.share for part in self.parts) / len(self.parts) if self.parts else 0.0

    @property
    def rows(self) -> int:
        """Rows read."""
        return sum(part.rows for part in self.parts)

    @property
    def refused(self) -> int:
        """Rows refused."""
        return sum(part.refused for part in self.parts)

    @property
    def accepted(self) -> int:
        """Rows that are in."""
        return self.rows - self.refused


@dataclass(frozen=True, slots=True)
class RehearsedPart:
    """What the first rows of a file would become: the rows as they are understood, and what would happen to them."""

    table: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tried: int
    created: int
    updated: int
    unchanged: int
    refused: int
    refusals: tuple[RefusalCard, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """What one table tells, and whether it is there: `rows` accepted so far."""

    table: str
    description: str
    tells: tuple[str, ...]
    rows: int
