"""Readings as what pages show: tiles, charts and tables, each in the metric's own unit."""

from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core.charts import Bar, BarChart, Limits, LineChart, Point, Series, Target, Tone
from shopkeeper.core.components import Figure, Link
from shopkeeper.core.words import measure_digits, write_measure, write_share
from shopkeeper.insight.contracts import Direction, Metric, MetricKind, Reading, ScorecardLine, Slice
from shopkeeper.insight.contracts import Point as Reached
from shopkeeper.insight.queries.scorecard import chart_of
from shopkeeper.insight.words import dimension_label
from shopkeeper.organization import public as organization

BETTER = {Direction.UP: "up", Direction.DOWN: "down"}
Scale = Callable[[float | None], float | None]


def unit_of(metric: Metric) -> tuple[str, Scale]:
    """The unit in which people read a metric, and how its values become that unit."""
    if metric.unit == "seconds":
        return "minutes", lambda value: None if value is None else value / 60
    if metric.unit == "money":
        return f"money:{organization.get_retailer().currency}", lambda value: value
    return {"stars": "score"}.get(metric.unit, metric.unit), lambda value: value


def figure_of(line: ScorecardLine, *, owner: str = "") -> Figure:
    """A scorecard line as a tile, with the name of whoever answers for the metric where it is known."""
    metric, now, before = line.metric, line.reading, line.before
    unit, scale = unit_of(metric)
    return Figure(
        label=_(metric.label),
        value=scale(now.value),
        low=None if metric.unit == "money" else scale(now.low),
        high=None if metric.unit == "money" else scale(now.high),
        unit=unit,
        url=url_of(metric),
        better=BETTER[metric.direction],  # type: ignore[arg-type]
        change=_difference(scale(now.value), scale(before.value)),
        change_is_clear=_is_clear(line),
        since=_("than the four weeks before"),
        target=scale(line.target),
        n=now.n,
        needed=metric.minimum_sample,
        as_of=line.as_of,
        owner=owner,
        trend=tuple(scale(point.value) for point in line.weeks),
        variation=_variation(line.variation),  # type: ignore[arg-type]
        assurance=line.assurance if line.assurance != "no_target" else "",  # type: ignore[arg-type]
        action=Link(_("See why"), url_of(metric)),
        but=_but(line.guard),
    )


def series_chart(metric: Metric, points: Sequence[Reached], target: float | None) -> LineChart:
    """A metric week by week with intervals, limits and target; its title is what the weeks say."""
    unit, scale = unit_of(metric)
    chart = chart_of(metric, points)
    latest = chart.latest if chart else None
    limits = None
    if latest:
        limits = Limits(scale(latest.low) or 0, scale(latest.center) or 0, scale(latest.high) or 0)
    marks = tuple(Point(p.starts_on, scale(p.value), scale(p.low), scale(p.high), p.n) for p in points)
    return LineChart(
        title=finding_of(metric, points),
        unit=unit,
        label_column=_("Week of"),
        value_column=_(metric.label),
        n_column=_("Records"),
        series=(Series(_(metric.label), marks),),
        target=Target(scale(target) or 0, _("Target")) if target is not None else None,
        limits=limits,
        from_zero=False,
    )


def finding_of(metric: Metric, points: Sequence[Reached]) -> str:
    """What the weeks say, in a sentence: moved out of its usual range since when, or the usual up and down."""
    label = _(metric.label)
    chart = chart_of(metric, points)
    if chart is None:
        return _("%(label)s: too few weeks to tell the usual from the unusual") % {"label": label}
    flagged = [(point, judged.side) for point, judged in zip(points, chart.points, strict=True) if judged.signals]
    latest = chart.latest
    if latest is None or not latest.signals:
        return _("%(label)s: within the usual range") % {"label": label}
    since = _first_of_run([(point.starts_on, side) for point, side in flagged], latest.side)
    facts = {"label": label, "day": f"{since.day} {since:%B}"}
    words = _("%(label)s: above the usual range since the week of %(day)s")
    return (words if latest.side > 0 else _("%(label)s: below the usual range since the week of %(day)s")) % facts


def slices_chart(
    metric: Metric, slices: Sequence[Slice], dimension: str, whole: Reading, at_most: int = 20
) -> BarChart:
    """A metric by a dimension: dots with whiskers against the whole; its title names what stands out.

    Of what is added up the parts make the whole: none is worse for being a part, the largest comes first.
    """
    unit, scale = unit_of(metric)
    enough = [s for s in slices if s.n >= metric.minimum_sample and s.value is not None]
    is_sum = metric.kind is MetricKind.SUM
    is_largest_first = is_sum or metric.direction is Direction.DOWN
    ordered = sorted(enough, key=lambda s: s.value or 0, reverse=is_largest_first)[:at_most]
    bars = tuple(
        Bar(
            s.label, scale(s.value) or 0, None if is_sum else scale(s.low), None if is_sum else scale(s.high), s.n,
            href=f"{url_of(metric)}?{urlencode({dimension: s.label})}", tone="" if is_sum else _tone(metric, s, whole),
        )
        for s in ordered
    )  # fmt: skip
    return BarChart(
        title=_largest(metric, ordered, whole) if is_sum else _standing_out(metric, ordered, dimension, whole),
        unit=unit,
        label_column=dimension_label(dimension).capitalize(),
        value_column=_(metric.label),
        n_column=_("Records"),
        bars=bars,
        reference=Target(scale(whole.value) or 0, _("All")) if whole.value is not None and not is_sum else None,
        from_zero=is_sum,
    )


def url_of(metric: Metric) -> str:
    """The metric's page."""
    return reverse("insight:metric", args=[metric.name])


def _largest(metric: Metric, parts: Sequence[Slice], whole: Reading) -> str:
    """`Revenue: most in Web shop, 38% of all`."""
    if not parts or not whole.value:
        return _(metric.label)
    share = write_share((parts[0].value or 0) / whole.value)
    return _("%(label)s: most in %(name)s, %(share)s of all") % {
        "label": _(metric.label), "name": parts[0].label, "share": share,
    }  # fmt: skip


def _standing_out(metric: Metric, slices: Sequence[Slice], dimension: str, whole: Reading) -> str:
    bad = [s.label for s in slices if _tone(metric, s, whole) == "bad"]
    facts = {"label": _(metric.label), "by": dimension_label(dimension), "names": ", ".join(bad[:3]), "n": len(bad)}
    if not bad:
        return _("%(label)s: no %(by)s stands out from the rest") % facts
    if len(bad) <= 3:
        return _("%(label)s: clearly worse in %(names)s") % facts
    return _("%(label)s: clearly worse in %(n)s of them, first %(names)s") % facts


def _tone(metric: Metric, part: Slice, whole: Reading) -> Tone:
    if part.low is None or part.high is None or whole.value is None:
        return ""
    above, below = part.low > whole.value, part.high < whole.value
    if metric.direction is Direction.DOWN:
        above, below = below, above
    return "good" if above else "bad" if below else ""


def _first_of_run(flagged: Sequence[tuple[date, int]], side: int) -> date:
    first = flagged[-1][0]
    for day, its_side in reversed(flagged):
        if its_side != side:
            break
        first = day
    return first


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _but(guard: ScorecardLine | None) -> str:
    """What suffers while this looks good: `Repeat contacts: 25%, target 15% or less`."""
    if guard is None or not guard.is_missed:
        return ""
    figure = figure_of(guard)
    digits = measure_digits(figure.low, figure.high, figure.unit)
    facts = {"label": figure.label, "value": write_measure(figure.value, figure.unit, digits)}
    return _("But %(label)s: %(value)s. %(target)s") % {**facts, "target": figure.target_words}


def _is_clear(line: ScorecardLine) -> bool:
    now, before = line.reading, line.before
    if line.metric.kind is MetricKind.SUM:  # counted to the penny, and yet two months never sell the same
        return line.variation in ("improving", "worsening")
    known = (now.low, now.high, before.low, before.high)
    if any(value is None for value in known):
        return False
    return bool(now.low > before.high or now.high < before.low)  # type: ignore[operator]  # none of them is None


def _variation(word: str) -> str:
    return word if word in ("improving", "worsening", "common") else ""
