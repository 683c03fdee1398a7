"""What the fragments in `templates/core/` are given: plain frozen values, the same for every module."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext, ngettext

from shopkeeper.core.words import Quantity, write_measure, write_points

type Tone = Literal["", "good", "bad", "warn"]
type Better = Literal["up", "down", ""]
type Variation = Literal["", "improving", "worsening", "common"]
type Assurance = Literal["", "will_hit", "will_miss", "hit_or_miss"]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to somewhere, in words that say what is there."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do; `post` makes it a form."""

    label: str
    url: str
    icon: str = ""
    post: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    primary: bool = False
    danger: bool = False
    consequence: str = ""
    refused: str = ""
    """Why it cannot be done now; the button stays visible but quiet."""


@dataclass(frozen=True, slots=True)
class ChipKind:
    """How one kind of thing looks everywhere: its icon and the word read out before its name."""

    name: str
    icon: str
    label: str


_CHIP_KINDS: dict[str, ChipKind] = {}
_UNKNOWN = ChipKind("", "circle-dot", "")


def register_chip(name: str, *, icon: str, label: str) -> None:
    """Say how a kind of thing looks; `label` is translated when shown."""
    _CHIP_KINDS[name] = ChipKind(name, icon, label)


def chip_kind(name: str) -> ChipKind:
    """How a kind of thing looks; a plain dot for one that nobody registered."""
    return _CHIP_KINDS.get(name, _UNKNOWN)


def list_chip_kinds() -> list[ChipKind]:
    """All kinds, for the style guide."""
    return list(_CHIP_KINDS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A metric as a tile: value, interval, direction, target, how many, how old, and one thing to do."""

    label: str
    value: Quantity | None
    unit: str = "number"
    low: Quantity | None = None
    high: Quantity | None = None
    url: str = ""
    better: Better = ""
    change: Quantity | None = None
    change_is_clear: bool = False
    since: str = ""
    target: Quantity | None = None
    n: int | None = None
    needed: int | None = None
    n_word: str = ""
    as_of: datetime | None = None
    owner: str = ""
    trend: tuple[Quantity | None, ...] = ()
    variation: Variation = ""
    assurance: Assurance = ""
    action: Link | None = None

    @property
    def is_thin(self) -> bool:
        """Whether there are too few records to judge: then the tile is gray, never red."""
        return self.needed is not None and (self.n or 0) < self.needed

    @property
    def tone(self) -> Tone:
        """Good or bad by the metric's own direction, against its target; empty without a target."""
        if self.is_thin or self.target is None or self.value is None or not self.better:
            return ""
        hit = self.value >= self.target if self.better == "up" else self.value <= self.target
        return "good" if hit else "bad"

    @property
    def change_tone(self) -> Tone:
        """Whether a clear change was for better or worse."""
        if self.is_thin or not self.change or not self.change_is_clear or not self.better:
            return ""
        return "good" if (self.change > 0) == (self.better == "up") else "bad"

    @property
    def change_words(self) -> str:
        """`3.1 points worse`, `no clear change`."""
        if self.change is None or self.is_thin:
            return ""
        if not self.change_is_clear or not self.change:
            return gettext("no clear change")
        size = self._size_of_change()
        if not self.better:
            return (gettext("up %(size)s") if self.change > 0 else gettext("down %(size)s")) % {"size": size}
        sentence = gettext("%(size)s better") if self.change_tone == "good" else gettext("%(size)s worse")
        return sentence % {"size": size}

    @property
    def change_icon(self) -> str:
        """An arrow that follows the value, not the judgment."""
        if not self.change or not self.change_is_clear:
            return "minus"
        return "trending-up" if self.change > 0 else "trending-down"

    @property
    def target_words(self) -> str:
        """`Target: 8% or less`."""
        if self.target is None:
            return ""
        sentence = {
            "up": gettext("Target %(target)s or more"),
            "down": gettext("Target %(target)s or less"),
            "": gettext("Target %(target)s"),
        }[self.better]
        return sentence % {"target": write_measure(self.target, self.unit)}

    def _size_of_change(self) -> str:
        change = abs(self.change or 0)
        return write_points(change).removeprefix("+") if self.unit == "share" else write_measure(change, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """One thing that happened in somebody's story, or was promised to them."""

    at: datetime
    title: str
    icon: str
    detail: str = ""
    said: str = ""
    where: str = ""
    where_icon: str = ""
    url: str = ""
    tone: Tone = ""
    promise: Literal["", "kept", "broken", "open"] = ""
    promise_words: str = ""
    tags: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One choice above a list; its address holds the whole state of the list."""

    label: str
    url: str
    is_on: bool = False
    count: int | None = None
    icon: str = ""


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


def main_action(actions: Iterable[Action]) -> Action | None:
    """The one primary action, if there is one."""
    return next((action for action in actions if action.primary), None)
