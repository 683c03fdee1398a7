"""A metric as a tile that answers “so what?”."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext

from shopkeeper.core.components.actions import Link
from shopkeeper.core.words import Quantity, write_measure, write_points

type Tone = Literal["", "good", "bad", "warn"]
type Better = Literal["up", "down", ""]
type Variation = Literal["", "improving", "worsening", "common"]
type Assurance = Literal["", "will_hit", "will_miss", "hit_or_miss"]


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
    but: str = ""
    """What suffers for it: with this said, the number is not called good."""

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
        return "bad" if not hit else "" if self.but else "good"

    @property
    def change_tone(self) -> Tone:
        """Whether a clear change was for better or worse."""
        if self.is_thin or not self.change or not self.change_is_clear or not self.better:
            return ""
        return "bad" if (self.change > 0) != (self.better == "up") else "" if self.but else "good"

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
        is_better = (self.change > 0) == (self.better == "up")
        sentence = gettext("%(size)s better") if is_better else gettext("%(size)s worse")
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
        change = self.change or 0
        change = -change if change < 0 else change
        return write_points(change).removeprefix("+") if self.unit == "share" else write_measure(change, self.unit)
