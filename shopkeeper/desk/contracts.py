"""What the desk shows: a home for each role, and the people of the demo."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.work import Notice, WorkItem
from shopkeeper.improvement.public import ProblemCard
from shopkeeper.insight.public import OutletStanding
from shopkeeper.organization.public import Role


@dataclass(frozen=True, slots=True)
class Morning:
    """What somebody meets first: a sentence, at most five things to do, how many more there are, what changed."""

    greeting: str
    sentence: str
    first: tuple[WorkItem, ...]
    more: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whose chair a visitor of the demo may take."""

    employee_id: UUID
    name: str
    role: Role
    role_label: str
    place: str
    waiting: int
    next_due_at: datetime | None
    figure: str = ""
    """A number to meet where nothing waits, and what it says."""
    figure_words: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """Things of one sort that wait at an outlet: how many in words, the first due, who does how many of them."""

    title: str
    icon: str
    items: tuple[WorkItem, ...]
    people: tuple[tuple[str, int], ...]

    @property
    def due_at(self) -> datetime | None:
        """When the first of them is due."""
        return self.items[0].due_at

    @property
    def more(self) -> int:
        """How many lie behind the first three."""
        return len(self.items) - 3


@dataclass(frozen=True, slots=True)
class StoreDay:
    """A store manager's morning: what waits in the store, thanks, how it stands, and what others take care of."""

    outlet: str
    sentence: str
    errands: tuple[Errand, ...]
    thanks: tuple[Notice, ...]
    standings: tuple[OutletStanding, ...]
    elsewhere: tuple[ProblemCard, ...]
