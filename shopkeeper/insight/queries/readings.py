"""Metrics worked out: one figure, by dimension, week by week, with the records behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from shopkeeper.core.actors import Actor
from shopkeeper.insight.contracts import EITHER, Metric, MetricKind, Point, Reading, Slice, Window
from shopkeeper.insight.errors import MetricNotFound
from shopkeeper.insight.metrics import find_metric
from shopkeeper.insight.queries.statements import dimension_of, local, rows_of, sums_by
from shopkeeper.insight.rules import intervals
from shopkeeper.insight.warehouse import get_warehouse
from shopkeeper.organization import public as organization

STALE = timedelta(days=60)
NOTHING = Reading(None, None, None, 0)


def get_metric(name: str) -> Metric:
    """The metric of that name.

    :raises MetricNotFound: when none is declared
    """
    metric = find_metric(name)
    if metric is None:
        raise MetricNotFound(key=name)
    return metric


def read(metric: Metric, window: Window, *, by: Actor, now: datetime) -> Reading:
    """A metric in a window, over the rows that `by` may see."""
    rows = read_sums(metric, window, "'all'", by=by, now=now)
    return next((_reading(metric, row) for row in rows), NOTHING)


def read_by(metric: Metric, window: Window, *, dimension: str, by: Actor, now: datetime) -> list[Slice]:
    """A metric for each value of a dimension, largest sample first; rows without a value are left out."""
    column = dimension_of(metric, dimension).split(EITHER)[0]
    rows = [row for row in read_sums(metric, window, column, by=by, now=now) if row["bucket"] is not None]
    slices = [(str(row["bucket"]), _reading(metric, row)) for row in rows]
    return sorted((Slice(label, r.value, r.low, r.high, r.n) for label, r in slices), key=lambda s: (-s.n, s.label))


def read_series(
    metric: Metric, window: Window, *, bucket: Literal["day", "week", "month"], by: Actor, now: datetime
) -> list[Point]:
    """A metric period by period, oldest first; weeks begin on Monday. Periods in which nothing was seen are kept."""
    expression = f"date_trunc('{bucket}', {local('occurred_at', _zone(), window.ends_on)})::DATE"
    found = {row["bucket"]: _reading(metric, row) for row in read_sums(metric, window, expression, by=by, now=now)}
    starts = _periods(window.starts_on, window.ends_on, bucket)
    readings = [(day, found.get(day, NOTHING)) for day in starts]
    return [Point(day, r.value, r.low, r.high, r.n) for day, r in readings]


@dataclass(frozen=True, slots=True)
class Days:
    """The sums of a metric day by day, from which every span of days can be read without asking again."""

    metric: Metric
    sums: Mapping[date, tuple[float, float, int]]
    as_of: datetime | None

    def read(self, starts_on: date, ends_on: date) -> Reading:
        """The metric over half-open days."""
        inside = [sums for day, sums in self.sums.items() if starts_on <= day < ends_on]
        a, b, n = (sum(column) for column in zip(*inside, strict=True)) if inside else (0.0, 0.0, 0)
        return _reading(self.metric, {"a": a, "b": b, "n": n})


def read_days(metric: Metric, window: Window, *, by: Actor, now: datetime) -> Days:
    """The sums of a metric day by day. Not for metrics that gather rows first: a person may buy on two days."""
    expression = f"{local('occurred_at', _zone(), window.ends_on)}::DATE"
    sql, parameters = sums_by(metric, window, by=expression, zone=_zone(), today=_today(now))
    answer = get_warehouse().query(sql, parameters, by)
    sums = {row["bucket"]: (float(row["a"]), float(row["b"]), int(row["n"])) for row in answer.dicts()}
    return Days(metric, sums, answer.as_of)


def list_records(
    metric: Metric, window: Window, *, only_bad: bool, by: Actor, now: datetime, limit: int = 100
) -> list[dict[str, Any]]:
    """The very rows behind a figure, newest first; with `only_bad` those that went wrong for the customer."""
    rows, parameters = rows_of(metric, window, zone=_zone(), today=_today(now))
    bad = f"WHERE {metric.bad_outcome}" if only_bad and metric.kind is MetricKind.SHARE and not metric.per else ""
    sql = f"SELECT * FROM ({rows}) {bad} ORDER BY occurred_at DESC LIMIT {int(limit)}"
    return get_warehouse().query(sql, _used(sql, parameters, metric, now), by).dicts()


def last_day_seen(metric: Metric, *, by: Actor, now: datetime) -> date | None:
    """The local day of the newest row.

    A history that ended long ago is shown where it was alive, with 99 in 100 of its rows behind: the last rows of an
    export trickle in over months.
    """
    sql = f"SELECT max(occurred_at), quantile_disc(occurred_at, 0.99) FROM {metric.data_set}"
    newest, nearly = get_warehouse().query(sql, {}, by).rows[0]
    if newest is None:
        return None
    last = newest if now - newest < STALE else nearly
    return last.astimezone(ZoneInfo(_zone())).date()


def window_of(
    metric: Metric,
    starts_on: date | None,
    ends_on: date | None,
    filters: Mapping[str, str],
    *,
    by: Actor,
    now: datetime,
) -> Window:
    """The window somebody asked for; the last 90 days of which outcomes are known where they left it open."""
    if ends_on is None:
        today = _today(now)
        last = last_day_seen(metric, by=by, now=now)
        ends_on = today + timedelta(days=1) if last is None else min(last, today) + timedelta(days=1)
        ends_on = _followed_until(metric, ends_on, today)
    return Window(starts_on or ends_on - timedelta(days=90), ends_on, filters)


def last_day_followed(metric: Metric, *, now: datetime) -> date:
    """The day before which every row has been followed for as long as the metric asks."""
    return _today(now) - timedelta(days=metric.follow_up)


def until_now(metric: Metric, *, by: Actor, now: datetime) -> date:
    """The day after the newest row, followed or not: where lists of people end."""
    return (last_day_seen(metric, by=by, now=now) or _today(now)) + timedelta(days=1)


def _followed_until(metric: Metric, ends_on: date, today: date) -> date:
    return min(ends_on, today) - timedelta(days=metric.follow_up) if metric.follow_up else ends_on


def read_sums(metric: Metric, window: Window, expression: str, *, by: Actor, now: datetime) -> list[dict[str, Any]]:
    """The sums `a`, `b` and `n` for each value of one of our own expressions."""
    sql, parameters = sums_by(metric, window, by=expression, zone=_zone(), today=_today(now))
    return get_warehouse().query(sql, parameters, by).dicts()


def _used(sql: str, parameters: dict[str, Any], metric: Metric, now: datetime) -> dict[str, Any]:
    return parameters | ({"today": _today(now)} if "$today" in sql else {})


def _reading(metric: Metric, row: Mapping[str, Any]) -> Reading:
    a, b, n = float(row["a"]), float(row["b"]), int(row["n"])
    if metric.kind is MetricKind.SUM:
        return Reading(a, a, a, n) if n else NOTHING
    estimate = {
        MetricKind.SHARE: lambda: intervals.share(a, n),
        MetricKind.MEAN: lambda: intervals.mean(a, b, n),
        MetricKind.NET_SCORE: lambda: intervals.net_promoter_score(a, b, n),
    }[metric.kind]()
    return Reading(estimate.value, estimate.low, estimate.high, n)


def _periods(starts_on: date, ends_on: date, bucket: str) -> list[date]:
    day = starts_on
    if bucket == "week":
        day -= timedelta(days=day.weekday())
    elif bucket == "month":
        day = day.replace(day=1)
    found = []
    while day < ends_on:
        found.append(day)
        step = {"day": 1, "week": 7, "month": 32}[bucket]
        day = (day + timedelta(days=step)).replace(day=1) if bucket == "month" else day + timedelta(days=step)
    return found


def _zone() -> str:
    return organization.get_retailer().time_zone


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(_zone())).date()
