"""How one thing after another makes a total: stairs up and down, and where they end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext

from shopkeeper.core.charts.kinds import Chart
from shopkeeper.core.charts.marks import Cell, Target, Tone, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Stair:
    """One step: from where to where, what it does in words, and what stands after it in words."""

    label: str
    start: float
    end: float
    effect: str
    after: str = ""
    tone: Tone = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallChart(Chart):
    """Steps that add up, each beginning where the one before it ended."""

    kind: ClassVar[str] = "waterfall"
    stairs: tuple[Stair, ...]
    reference: Target | None = None
    after_column: str = ""

    @property
    def height(self) -> int:
        """A bar a stair, with room for its label above it where there is none beside it."""
        return 42 * len(self.stairs) + 32

    def rows(self) -> Iterator[list[Cell]]:
        """One row a stair."""
        for stair in self.stairs:
            label = f"{stair.label} ({stair.note})" if stair.note else stair.label
            yield [Cell(label, number=False), Cell(stair.effect), Cell(stair.after)]

    def columns(self) -> list[str]:
        """What, its effect, and how things stand after it."""
        return [
            self.label_column or self._default_label(),
            self.value_column or gettext("Effect"),
            self.after_column or gettext("After it"),
        ]

    def _details(self) -> dict[str, Any]:
        rows = [
            {
                "label": stair.label, "start": stair.start, "end": stair.end, "effect": stair.effect,
                "after": stair.after, "tone": stair.tone, "note": stair.note,
            }
            for stair in self.stairs
        ]  # fmt: skip
        return {"rows": rows, "reference": plain(self.reference)}
