"""Small lines and columns without axes, drawn by the server so that they show at once and without scripts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from shopkeeper.core.words import Quantity

_WIDTH, _HEIGHT, _MARGIN = 100.0, 30.0, 3.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Values in order (None is a gap), with a target, a tone and words for those who cannot see it."""

    values: tuple[Quantity | None, ...]
    target: Quantity | None = None
    tone: str = ""
    label: str = ""


@lru_cache(maxsize=512)
def draw_sparkline(sparkline: Sparkline) -> SafeString:
    """An SVG that stretches to the room it has; nothing for fewer than two values."""
    known = [float(value) for value in sparkline.values if value is not None]
    if len(known) < 2:
        return mark_safe("")
    low, high = _range_of(known, sparkline.target)
    segments = _segments(sparkline.values, low, high)
    return format_html(
        '<svg class="spark {}" viewBox="0 0 100 30" preserveAspectRatio="none" {}>{}{}{}</svg>',
        f"is-{sparkline.tone}" if sparkline.tone else "",
        _reading(sparkline.label),
        _goal(sparkline.target, low, high),
        format_html_join("", '<polyline class="line" points="{}"></polyline>', ((segment,) for segment in segments)),
        _last_dot(segments),
    )


def _range_of(known: list[float], target: Quantity | None) -> tuple[float, float]:
    values = [*known, float(target)] if target is not None else known
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def _segments(values: tuple[Quantity | None, ...], low: float, high: float) -> list[str]:
    step = _WIDTH / max(1, len(values) - 1)
    segments: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            segments.append([])
        else:
            segments[-1].append(f"{index * step:.1f},{_y(float(value), low, high):.1f}")
    return [" ".join(points) for points in segments if points]


def _y(value: float, low: float, high: float) -> float:
    return _HEIGHT - _MARGIN - (value - low) / (high - low) * (_HEIGHT - 2 * _MARGIN)


def _goal(target: Quantity | None, low: float, high: float) -> SafeString:
    if target is None:
        return mark_safe("")
    y = f"{_y(float(target), low, high):.1f}"
    return format_html('<line class="goal" x1="0" x2="100" y1="{}" y2="{}"></line>', y, y)


def _last_dot(segments: list[str]) -> SafeString:
    x, y = segments[-1].split(" ")[-1].split(",")
    return format_html('<path class="last" d="M{} {}h0.01"></path>', x, y)


def draw_columns(
    values: tuple[Quantity | None, ...], limit: Quantity, *, fewer_is_better: bool, label: str
) -> SafeString:
    """A column for each value against the line of a limit: those on the right side of it are good."""
    known = [float(value) for value in values if value is not None]
    top = max([*known, float(limit)], default=1.0) * 1.1 or 1.0
    step = _WIDTH / max(1, len(values))
    columns = (
        (
            _side(float(value), float(limit), fewer_is_better),
            f"{index * step + step * 0.16:.2f}",
            *_column(float(value), top, step),
        )
        for index, value in enumerate(values)
        if value is not None
    )
    line = f"{_HEIGHT * (1 - float(limit) / top):.2f}"
    return format_html(
        '<svg class="columns-small" viewBox="0 0 100 30" preserveAspectRatio="none" {}>{}'
        '<line class="goal" x1="0" x2="100" y1="{}" y2="{}"></line></svg>',
        _reading(label),
        format_html_join("", '<rect class="{}" x="{}" y="{}" height="{}" width="{}"></rect>', columns),
        line,
        line,
    )


def draw_split(shares: Iterable[tuple[str, float]]) -> SafeString:
    """A bar in parts, given as (tone, share of the whole)."""
    left, parts = 0.0, []
    for tone, share in shares:
        parts.append((f"is-{tone or 'deep'}", f"{left:.2f}", f"{max(0.0, share * _WIDTH - 0.4):.2f}"))
        left += share * _WIDTH
    rects = format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"></rect>', parts)
    return format_html(
        '<svg class="split-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>', rects
    )


def draw_range(share: float, low: float, high: float) -> SafeString:
    """A bar that is certain up to `low` and fades up to `high`, with a mark at `share`; all are shares of its width."""
    certain, widest = (low, high) if high > low else (share, share)
    parts = [
        ("spread", f"{certain * _WIDTH:.1f}", f"{(widest - certain) * _WIDTH:.1f}"),
        ("amount", "0", f"{max(0.3, certain * _WIDTH):.1f}"),
        ("about", f"{max(0.0, share * _WIDTH - 0.3):.1f}", "0.6"),
    ]
    rects = format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"></rect>', parts)
    return format_html(
        '<svg class="range-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>', rects
    )


def _side(value: float, limit: float, fewer_is_better: bool) -> str:
    return "is-good" if (value <= limit if fewer_is_better else value >= limit) else "is-bad"


def _column(value: float, top: float, step: float) -> tuple[str, str, str]:
    height = _HEIGHT * value / top
    return f"{_HEIGHT - height:.2f}", f"{height:.2f}", f"{step * 0.68:.2f}"


def _reading(label: str) -> SafeString:
    return format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
