"""The kinds of chart: each becomes a spec for the browser and rows for the table under it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext

from shopkeeper.core.charts.marks import (
    Annotation,
    Bar,
    Cell,
    Grid,
    Limits,
    Series,
    Target,
    bar_spec,
    next_round,
    plain,
    plain_moment,
    series_spec,
    table_row,
    write_day,
)
from shopkeeper.core.words import Quantity, write_measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(ABC):
    """What every chart has: a finding as its title, a line of context, a unit and words for its columns."""

    kind: ClassVar[str]
    title: str
    context: str = ""
    unit: str = "number"
    label_column: str = ""
    value_column: str = ""
    n_column: str = ""

    @property
    def height(self) -> int:
        """The room that the chart takes, in pixels, known before it is drawn so that nothing jumps."""
        return 288

    def spec(self) -> dict[str, Any]:
        """What the browser needs to draw the chart."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "words": self._words(),
        } | self._details()

    def columns(self) -> list[str]:
        """Headings of the table under the chart."""
        value = self.value_column or gettext("Value")
        return [self.label_column or self._default_label(), value, gettext("95% interval"), self._n_word()]

    @abstractmethod
    def rows(self) -> Iterator[list[Cell]]:
        """The same numbers as text, one list of cells a mark."""

    def table(self) -> Grid:
        """Headings and rows of the table, without columns that would be empty."""
        rows = list(self.rows())
        kept = [place for place, _ in enumerate(self.columns()) if any(row[place].text for row in rows)]
        return Grid([self.columns()[place] for place in kept], [[row[place] for place in kept] for row in rows])

    @abstractmethod
    def _details(self) -> dict[str, Any]:
        """What this kind adds to the spec."""

    def _default_label(self) -> str:
        return gettext("What")

    def _n_word(self) -> str:
        return self.n_column or gettext("Records")

    def _words(self) -> dict[str, str]:
        return {"interval": gettext("95% interval"), "n": self._n_word()}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(Chart):
    """Values through time, with interval, target, control limits and known events."""

    kind: ClassVar[str] = "line"
    series: tuple[Series, ...]
    target: Target | None = None
    limits: Limits | None = None
    annotations: tuple[Annotation, ...] = ()
    from_zero: bool = True
    small: bool = False
    y_max: float | None = None

    @property
    def height(self) -> int:
        """Small multiples are lower."""
        return 152 if self.small else 288

    def rows(self) -> Iterator[list[Cell]]:
        """One row a point, series after series."""
        for series in self.series:
            for point in series.points:
                name = write_day(point.x)
                label = name if len(self.series) == 1 else f"{series.name}, {name}"
                yield table_row(label, point.y, point, self.unit)

    def _details(self) -> dict[str, Any]:
        by_time = any(isinstance(point.x, date) for series in self.series for point in series.points)
        return {
            "x_kind": "time" if by_time else "category",
            "from_zero": self.from_zero,
            "y_max": self.y_max,
            "series": [series_spec(series) for series in self.series],
            "target": plain(self.target),
            "limits": plain(self.limits),
            "annotations": [{"x": plain_moment(note.x), "label": note.label} for note in self.annotations],
        }

    def _default_label(self) -> str:
        return gettext("When")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Chart):
    """Rates side by side, as dots with whiskers, and what is usual as a line."""

    kind: ClassVar[str] = "bars"
    bars: tuple[Bar, ...]
    """A bar's `note` stands under its label: who owns it, how many it concerns."""
    reference: Target | None = None
    from_zero: bool = True

    @property
    def height(self) -> int:
        """One line of text a bar, and room for the axis."""
        return self._bar_height(34) * len(self.bars) + 56

    def _bar_height(self, plain: int) -> int:
        return 52 if any(bar.note for bar in self.bars) else plain

    def rows(self) -> Iterator[list[Cell]]:
        """One row a bar."""
        for bar in self.bars:
            yield table_row(bar.label, bar.value, bar, self.unit)

    def _details(self) -> dict[str, Any]:
        return {
            "from_zero": self.from_zero,
            "rows": [bar_spec(bar) for bar in self.bars],
            "reference": plain(self.reference),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoChart(BarChart):
    """Amounts, the largest first, with the share that they make together."""

    kind: ClassVar[str] = "pareto"
    total: Quantity | None = None

    @property
    def height(self) -> int:
        """No axis: every bar carries its value."""
        return self._bar_height(36) * len(self.bars) + 16

    def rows(self) -> Iterator[list[Cell]]:
        """One row a bar, with the running share."""
        for bar, cumulative in zip(self.bars, self._cumulative(), strict=True):
            yield [*table_row(bar.label, bar.value, bar, self.unit), Cell(write_measure(cumulative, "share"))]

    def columns(self) -> list[str]:
        """With a column for the running share."""
        return [*BarChart.columns(self), gettext("Together")]

    def _details(self) -> dict[str, Any]:
        details = BarChart._details(self)
        shares = self._cumulative()
        rows = [row | {"cumulative": share} for row, share in zip(details["rows"], shares, strict=True)]
        return details | {"rows": rows}

    def _cumulative(self) -> list[float]:
        total = float(self.total if self.total is not None else sum(bar.value for bar in self.bars)) or 1.0
        running, shares = 0.0, []
        for bar in self.bars:
            running += float(bar.value)
            shares.append(running / total)
        return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelChart(BarChart):
    """How many reached each step, and what is usually lost there."""

    kind: ClassVar[str] = "funnel"

    @property
    def height(self) -> int:
        """Steps are tall, they carry words."""
        return 44 * len(self.bars) + 16

    def _words(self) -> dict[str, str]:
        return Chart._words(self) | {"left": gettext("Left here"), "usual": gettext("Usually")}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMultiples(Chart):
    """The same small line for many places on one scale, instead of many colors."""

    kind: ClassVar[str] = "multiples"
    charts: tuple[LineChart, ...] = ()

    def rows(self) -> Iterator[list[Cell]]:
        """The rows of each small chart, its title before each label."""
        for chart in self.charts:
            for first, *rest in chart.rows():
                yield [Cell(f"{chart.title}, {first.text}", first.href, number=False), *rest]

    def _details(self) -> dict[str, Any]:
        values = [
            float(value)
            for chart in self.charts
            for series in chart.series
            for point in series.points
            for value in (point.y, point.high)
            if value is not None
        ]
        top = next_round(max(values, default=1.0))
        return {"charts": [chart.spec() | {"y_max": chart.y_max or top} for chart in self.charts]}

    def _default_label(self) -> str:
        return gettext("Where and when")
