"""What the desk shows: a home for each role, and the people of the demo."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.work import Notice, WorkItem
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
