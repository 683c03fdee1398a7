"""The scorecard: each metric now, before, week by week, against its target."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shopkeeper.core.actors import Actor
from shopkeeper.core.remembering import remembered
from shopkeeper.insight.contracts import Direction, Metric, MetricKind, Point, Reading, ScorecardLine, Window
from shopkeeper.insight.keeping import kept
from shopkeeper.insight.metrics import list_metrics
from shopkeeper.insight.models import Target
from shopkeeper.insight.queries.readings import Days, get_metric, read, read_days, read_series, window_of
from shopkeeper.insight.rules import control_charts
from shopkeeper.insight.rules.control_charts import Better, Chart

SPAN = timedelta(days=28)
WEEKS = 26
BETTER = {Direction.UP: Better.HIGHER, Direction.DOWN: Better.LOWER}


def list_scorecard(
    *, by: Actor, now: datetime, names: Iterable[str] | None = None, outlet: str = ""
) -> list[ScorecardLine]:
    """Every metric, or those named, of the company or one outlet; metrics without any data are left out."""
    metrics = [get_metric(name) for name in names] if names is not None else list_metrics()
    filters = {"outlet": outlet} if outlet else {}
    wanted = [metric for metric in metrics if not outlet or "outlet" in metric.dimensions]
    lines = (read_line(metric, filters, by=by, now=now) for metric in wanted)
    return [line for line in lines if line.reading.n or line.before.n]


def read_line(metric: Metric, filters: dict[str, str], *, by: Actor, now: datetime) -> ScorecardLine:
    """One metric with its last 28 days of data, the 28 before, and 26 weeks."""
    kept_to = tuple(sorted(filters.items()))
    line = _line(metric, _work_out(metric.name, kept_to, by=by, now=now))
    guard = get_metric(metric.guard) if metric.guard else None
    if guard is None or not filters.keys() <= set(guard.dimensions):
        return line
    return replace(line, guard=_line(guard, _work_out(guard.name, kept_to, by=by, now=now)))


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """What a line holds that comes from the lake."""

    reading: Reading
    before: Reading
    weeks: list[Point]
    chart: Chart | None
    ends_on: date
    as_of: datetime | None


@kept
def _work_out(name: str, kept_to: Iterable[tuple[str, str]], *, by: Actor, now: datetime) -> _WorkedOut:
    metric, filters = get_metric(name), dict(kept_to)
    ends_on = window_of(metric, None, None, filters, by=by, now=now).ends_on
    monday = ends_on - timedelta(days=ends_on.weekday())
    weeks = Window(monday - timedelta(weeks=WEEKS), ends_on, filters)
    spans = [(ends_on - SPAN, ends_on), (ends_on - 2 * SPAN, ends_on - SPAN)]
    if metric.per:
        latest, before = (read(metric, Window(*span, filters), by=by, now=now) for span in spans)
        points = read_series(metric, replace(weeks, ends_on=monday), bucket="week", by=by, now=now)
        as_of = None
    else:
        days = read_days(metric, weeks, by=by, now=now)
        latest, before = (days.read(*span) for span in spans)
        points = _weeks(days, weeks.starts_on)
        as_of = days.as_of
    return _WorkedOut(latest, before, points, chart_of(metric, points), ends_on, as_of)


def _weeks(days: Days, first: date) -> list[Point]:
    mondays = [first + timedelta(weeks=index) for index in range(WEEKS)]
    readings = [(monday, days.read(monday, monday + timedelta(weeks=1))) for monday in mondays]
    return [Point(monday, r.value, r.low, r.high, r.n) for monday, r in readings]


def _line(metric: Metric, found: _WorkedOut) -> ScorecardLine:
    chart, better = found.chart, BETTER[metric.direction]
    target = find_target(metric, on=found.ends_on)
    return ScorecardLine(
        metric=metric,
        reading=found.reading,
        before=found.before,
        weeks=tuple(found.weeks),
        variation=str(control_charts.variation(chart, better)) if chart else "",
        assurance=str(control_charts.assurance(chart, better, target)) if chart else "",
        target=target,
        as_of=found.as_of,
    )


def chart_of(metric: Metric, points: Sequence[Point]) -> Chart | None:
    """The control chart of a series: Laney's p' for shares, XmR for means, scores and sums; None where too short."""
    if sum(1 for point in points if point.value is not None) < 8:
        return None
    if metric.kind is MetricKind.SHARE:
        return control_charts.laney_p_chart([((point.value or 0.0) * point.n, point.n) for point in points])
    return control_charts.xmr_chart([point.value for point in points])


def find_target(metric: Metric, *, on: date) -> float | None:
    """The company's target in force on a day: the one set last, else the declared one."""
    begun = [value for starts_on, value in _company_targets().get(metric.name, ()) if starts_on <= on]
    return begun[-1] if begun else metric.target


@remembered
def _company_targets() -> dict[str, list[tuple[date, float]]]:
    """Every target of the whole company by metric, in the order in which they begin."""
    targets = defaultdict[str, list[tuple[date, float]]](list)
    for metric, starts_on, value in (
        Target.objects.filter(outlet=None).order_by("starts_on").values_list("metric", "starts_on", "value")
    ):
        targets[metric].append((starts_on, value))
    return targets
