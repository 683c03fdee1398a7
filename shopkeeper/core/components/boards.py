"""Work by state, and wholes by their parts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shopkeeper.core.components.actions import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a whole: 61 of 224 people who told us; `quiet` stays in the background."""

    label: str
    count: int
    tone: Literal["", "good", "bad", "warn", "quiet"] = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCard:
    """A card on a board; `age_steps` grow as it waits."""

    title: str
    url: str
    detail: str = ""
    owner: str = ""
    due_at: datetime | None = None
    age_steps: int = 0
    is_aged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """A state on a board with its cards; `more` leads to those that do not fit on the screen."""

    label: str
    cards: tuple[BoardCard, ...]
    total: int | None = None
    more: Link | None = None

    @property
    def count(self) -> int:
        """How many are in this state, shown or not."""
        return len(self.cards) if self.total is None else self.total
