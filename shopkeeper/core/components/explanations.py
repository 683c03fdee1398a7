"""Why something is refused, and what will make it possible."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from shopkeeper.core.components.actions import Action, Link
from shopkeeper.core.components.figures import Better
from shopkeeper.core.words import Quantity, write_measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that must hold before a refused step becomes possible."""

    label: str
    now: str
    is_met: bool = False
    done: int | None = None
    of: int | None = None
    share: float | None = None

    @property
    def boxes(self) -> list[bool]:
        """One box for each unit needed, filled where it is done."""
        return [index < (self.done or 0) for index in range(self.of or 0)]

    @property
    def progress_words(self) -> str:
        """`2 of 4`."""
        return "" if self.of is None else gettext("%(done)s of %(of)s") % {"done": self.done or 0, "of": self.of}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why something is refused: what is true now, what will make it possible, and what then happens by itself."""

    title: str
    now: str
    conditions: tuple[Condition, ...] = ()
    then: str = ""
    as_of: datetime | None = None
    evidence: Link | None = None
    instead: tuple[Action, ...] = ()
    history: tuple[Quantity | None, ...] = ()
    limit: Quantity | None = None
    better: Better = "down"
    unit: str = "share"
    history_words: str = ""

    @property
    def limit_words(self) -> str:
        """`8% or less`, beside the line of the limit."""
        sentence = gettext("%(limit)s or less") if self.better == "down" else gettext("%(limit)s or more")
        return "" if self.limit is None else sentence % {"limit": write_measure(self.limit, self.unit)}

    @property
    def open_words(self) -> str:
        """`1 of 3 things still missing`."""
        missing = sum(not condition.is_met for condition in self.conditions)
        sentence = ngettext("%(missing)s thing is still missing", "%(missing)s things are still missing", missing)
        return sentence % {"missing": missing} if missing else gettext("Nothing is missing any more")
