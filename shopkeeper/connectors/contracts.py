"""An import as others and its pages see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class RunState(StrEnum):
    """Where a run is."""

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
    parts: tuple[PartCard, ...] = ()

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
