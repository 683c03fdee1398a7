"""What stands on a chart: points, bars, targets, limits, known events, and how each becomes data for the browser."""

from dataclasses import dataclass
from datetime import date, datetime
from math import floor, log10
from typing import Any, Literal

from django.utils import dateformat

from shopkeeper.core.words import Quantity, write_interval, write_measure, write_number

type Tone = Literal["", "good", "bad", "warn", "quiet"]
type Moment = date | datetime | str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table under a chart."""

    text: str
    href: str = ""
    number: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """The table under a chart."""

    columns: list[str]
    rows: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a moment, with its interval and the number of records behind it."""

    x: Moment
    y: Quantity | None
    low: Quantity | None = None
    high: Quantity | None = None
    n: int | None = None
    href: str = ""
    tone: Tone = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A named line; `compare` lines stay in the background."""

    name: str
    points: tuple[Point, ...]
    role: Literal["main", "compare"] = "main"
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach, or to compare with, drawn as a thin line."""

    value: Quantity
    name: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Control limits of an ordinary process, drawn as a band."""

    lower: Quantity
    center: Quantity
    upper: Quantity


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something known to have happened at a moment: a moved depot, a week of snow."""

    x: Moment
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing among others, with its interval; `usual` is what a funnel step loses in ordinary weeks."""

    label: str
    value: Quantity
    low: Quantity | None = None
    high: Quantity | None = None
    n: int | None = None
    href: str = ""
    tone: Tone = ""
    note: str = ""
    usual: Quantity | None = None


def table_row(label: str, value: Quantity | None, mark: Point | Bar, unit: str) -> list[Cell]:
    count = "" if mark.n is None else write_number(mark.n)
    interval = write_interval(mark.low, mark.high, unit)
    return [
        Cell(label, mark.href, number=False),
        Cell(write_measure(value, unit)),
        Cell(interval),
        Cell(count),
    ]


def series_spec(series: Series) -> dict[str, Any]:
    points = [_mark_spec(point) | {"x": plain_moment(point.x), "y": number_of(point.y)} for point in series.points]
    return {"name": series.name, "role": series.role, "tone": series.tone, "points": points}


def bar_spec(bar: Bar) -> dict[str, Any]:
    return _mark_spec(bar) | {
        "label": bar.label,
        "value": number_of(bar.value),
        "usual": number_of(bar.usual),
    }


def _mark_spec(mark: Point | Bar) -> dict[str, Any]:
    numbers = {"low": number_of(mark.low), "high": number_of(mark.high), "n": mark.n}
    return numbers | {"href": mark.href, "tone": mark.tone, "note": mark.note}


def plain(thing: Target | Limits | None) -> dict[str, Any] | None:
    match thing:
        case Target(value, name):
            return {"value": float(value), "name": name}
        case Limits(lower, center, upper):
            return {"lower": float(lower), "center": float(center), "upper": float(upper)}
    return None


def plain_moment(x: Moment) -> str:
    return x.isoformat() if isinstance(x, date) else x


def write_day(x: Moment) -> str:
    return dateformat.format(x, "j M Y") if isinstance(x, date) else x


def number_of(value: Quantity | None) -> float | None:
    return None if value is None else float(value)


def next_round(value: float) -> float:
    """The next round number at or above `value`, for the top of an axis: 0.0873 gives 0.1, 430 gives 500."""
    if value <= 0:
        return 1.0
    scale = 10.0 ** floor(log10(value))
    return next(step * scale for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * scale >= value)
