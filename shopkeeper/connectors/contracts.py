"""An import as others and its pages see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
    size: int
    """The file's size in bytes."""
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
    in_background: bool = False
    parts: tuple[PartCard, ...] = ()

    @property
    def is_moving(self) -> bool:
        """Whether it is worth looking again in a moment."""
        return self.state in (RunState.WAITING, RunState.RUNNING)

    @property
    def share(self) -> float:
        """How much of all files is read, 0 to 1, by their sizes."""
        whole = sum(part.size for part in self.parts)
        return sum(part.share * part.size for part in self.parts) / whole if whole else 0.0

    @property
    def current(self) -> PartCard | None:
        """The file that is being read."""
        return next((part for part in self.parts if not part.finished_at), None)

    @property
    def took(self) -> timedelta | None:
        """How long it took, once it is through."""
        return self.finished_at - self.started_at if self.started_at and self.finished_at else None

    @property
    def created(self) -> int:
        """Rows that are new."""
        return sum(part.created for part in self.parts)

    @property
    def updated(self) -> int:
        """Rows that changed something."""
        return sum(part.updated for part in self.parts)

    @property
    def as_before(self) -> int:
        """Rows that said nothing new."""
        return sum(part.as_before for part in self.parts)

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
class Told:
    """A figure that can be told, and the tables that it cannot do without."""

    metric: str
    label: str
    question: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that a missing table would give, with the other tables that it needs and that are missing too."""

    label: str
    together_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A table that is not there: what it tells, the figures it would give, and those it would help to explain."""

    table: str
    description: str
    tells: tuple[str, ...]
    gives: tuple[Given, ...]
    explains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the tables that have rows allow to say, and which others would tell more, those that say most first."""

    there: frozenset[str]
    told: tuple[Told, ...]
    also: tuple[tuple[str, str], ...]
    """(table, what it tells) where that is no figure."""
    missing: tuple[Missing, ...]


class EndpointState(StrEnum):
    """How an endpoint that is told of events stands."""

    HEALTHY = "healthy"
    FAILING = "failing"
    PAUSED = "paused"
    SILENT = "silent"
    """Paused by us, since nobody answered for days."""


@dataclass(frozen=True, slots=True)
class EndpointCard:
    """An address that is told of events. `waiting` did not arrive yet; replay is possible from `first_kept` on."""

    id: UUID
    name: str
    url: str
    events: tuple[str, ...]
    state: EndpointState
    made_at: datetime
    paused_at: datetime | None
    last_sequence: int
    first_kept: int | None
    waiting: int
    next_try_at: datetime | None
    former_until: datetime | None
    """Until then its former secret signs beside the new one."""


@dataclass(frozen=True, slots=True)
class MessageCard:
    """What an endpoint was told, and what it answered the last time."""

    id: UUID
    sequence: int
    event_id: UUID
    event_name: str
    event_at: datetime
    tries: int
    tried_at: datetime | None
    status: int | None
    failure: str
    delivered_at: datetime | None
