"""What crosses the boundary about matching rules of the retailer's own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class RuleState(StrEnum):
    """A rule waits until somebody has seen what it would change, is in force, and ends."""

    WAITING = "waiting"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What a rule would change if it were switched on now; not known yet where the time is missing."""

    merged: int = 0
    """Customers that would be one with another."""
    people: int = 0
    """Who they would be."""
    decided_apart: int = 0
    """Pairs that it would join, had people not decided that they are two."""
    born_apart: int = 0
    """Pairs that say another date of birth."""
    passed_over: int = 0
    """Values that people of too many names hold."""
    examples: tuple[tuple[UUID, UUID], ...] = ()
    looked_at: datetime | None = None
    records: int = 0
    """Of how many records."""


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule as people see it."""

    number: int
    attributes: tuple[str, ...]
    state: RuleState
    reason: str
    written_by: str
    written_at: datetime
    effect: RuleEffect | None
    switched_on_by: str
    switched_on_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    outdated: bool = False
    """Whether its effect is to be worked out again before it may be switched on."""
