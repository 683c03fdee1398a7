"""From a metric's declaration to SQL in DuckDB's dialect; written once, used by every reading of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from shopkeeper.engines.datasets import get_data_set
from shopkeeper.insight.contracts import ANY_OF, EITHER, Heard, Metric, MetricKind, Window
from shopkeeper.insight.errors import DimensionUnknown

ALIASES = {"state": "region", "seller": "supplier", "store": "outlet"}
"""Words that retailers use for a dimension."""

_SUMS: dict[MetricKind, str] = {
    MetricKind.SHARE: "count(*) FILTER (WHERE {x})::DOUBLE AS a, 0::DOUBLE AS b, count(*) AS n",
    MetricKind.MEAN: "COALESCE(sum({x}), 0)::DOUBLE AS a, COALESCE(sum({x} * {x}), 0)::DOUBLE AS b, count({x}) AS n",
    MetricKind.NET_SCORE: (
        "count(*) FILTER (WHERE {x} >= 9)::DOUBLE AS a, count(*) FILTER (WHERE {x} <= 6)::DOUBLE AS b, count({x}) AS n"
    ),
    MetricKind.SUM: "COALESCE(sum({x}), 0)::DOUBLE AS a, 0::DOUBLE AS b, count(*) AS n",
}


def dimension_of(metric: Metric, asked: str) -> str:
    """The column behind a dimension as somebody called it; of several, any of which may hold a value, all of them.

    :raises DimensionUnknown: when the metric cannot be split that way
    """
    if EITHER in asked:
        return EITHER.join(dimension_of(metric, part) for part in asked.split(EITHER))
    column = ALIASES.get(asked, asked)
    if column not in metric.dimensions:
        known = ", ".join([*metric.dimensions, *(a for a, c in ALIASES.items() if c in metric.dimensions)])
        raise DimensionUnknown(metric=metric.name, dimension=asked, known=known)
    return column


def sums_by(metric: Metric, window: Window, *, by: str, zone: str, today: date) -> tuple[str, dict[str, Any]]:
    """SQL for the sums `a`, `b` and `n` of a metric in a window, for each value (`bucket`) of the expression `by`.

    `by` is one of our own expressions, never what somebody typed.
    """
    rows, parameters = rows_of(metric, window, zone=zone, today=today)
    if metric.per:
        rows = f"SELECT {by} AS bucket, {metric.per}, ({metric.numerator}) AS hit FROM ({rows}) GROUP BY ALL"
        return f"SELECT bucket, {_SUMS[MetricKind.SHARE].format(x='hit')} FROM ({rows}) GROUP BY bucket", parameters
    sums = _SUMS[metric.kind].format(x=f"({metric.numerator})")
    return f"SELECT {by} AS bucket, {sums} FROM ({rows}) GROUP BY bucket", parameters


def rows_of(
    metric: Metric, window: Window, *, zone: str, today: date, is_followed: bool = True
) -> tuple[str, dict[str, Any]]:
    """SQL for the rows that a metric counts in a window: survivors of merges joined, filters applied.

    Without `is_followed`, rows too young for their outcome are there too: whoever is hurt is hurt, followed or not.
    """
    conditions = ["occurred_at >= $starts_at", "occurred_at < $ends_at"]
    if metric.denominator:
        conditions.append(f"({metric.denominator})")
    parameters: dict[str, Any] = {
        "starts_at": midnight(window.starts_on, zone),
        "ends_at": midnight(window.ends_on, zone),
    }
    for index, (asked, value) in enumerate(sorted(window.filters.items())):
        columns = dimension_of(metric, asked).split(EITHER)
        conditions.append(f"({' OR '.join(f'list_contains($filter_{index}, {column})' for column in columns)})")
        parameters[f"filter_{index}"] = value.split(ANY_OF)
    if metric.follow_up and is_followed:
        conditions.append(f"occurred_at < {_heard_until(metric)} - INTERVAL {metric.follow_up} DAY")
        parameters["midnight"] = midnight(today, zone)
    source = metric.data_set
    if metric.heard:
        source = _with_horizon(metric.data_set, metric.heard)
        conditions.append(_is_heard(metric.data_set, metric.heard))
        parameters["today"] = today
    if "$today" in metric.denominator + metric.numerator:
        parameters["today"] = today
    return f"SELECT * FROM ({_facts(metric, source)}) WHERE {' AND '.join(conditions)}", parameters


def _facts(metric: Metric, source: str) -> str:
    """The rows, each with the survivor of its customer; as they are where they are about no customer."""
    if "customer_id" not in get_data_set(metric.data_set).by_name:
        return f"SELECT * FROM {source}"
    return (
        "SELECT facts.* REPLACE (COALESCE(survivor_id, facts.customer_id) AS customer_id) "
        f"FROM {source} AS facts LEFT JOIN customer_survivors USING (customer_id)"
    )


def _heard_until(metric: Metric) -> str:
    """Until when outcomes can be known: last midnight, or the end of a history that ended before."""
    last = f"(SELECT date_trunc('day', max(occurred_at)) + INTERVAL 1 DAY FROM {metric.data_set})"
    return f"LEAST($midnight, {last})"


def _with_horizon(data_set: str, heard: Heard) -> str:
    """The rows, each with the newest day of which its source has told."""
    return (
        f"(SELECT rows.*, newest.day AS heard_on FROM {data_set} AS rows LEFT JOIN "
        f"(SELECT {heard.source} AS source, max({heard.told}) AS day FROM {data_set} "
        f"WHERE {heard.told} <= $today GROUP BY {heard.source}) AS newest "
        f"ON newest.source IS NOT DISTINCT FROM rows.{heard.source})"
    )


def _is_heard(data_set: str, heard: Heard) -> str:
    anybody = f"(SELECT max({heard.told}) FROM {data_set} WHERE {heard.told} <= $today)"
    return f"({heard.due} < heard_on OR {heard.due} < {anybody} - {heard.patience})"


def midnight(day: date, zone: str) -> datetime:
    """When a local day begins."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def local(column: str, zone: str, near: date) -> str:
    """SQL that shifts a UTC column to the local clock, by the offset in force at `near`."""
    offset = datetime.combine(near, time(12), ZoneInfo(zone)).utcoffset()
    seconds = int(offset.total_seconds()) if offset else 0
    return f"({column} + to_seconds({seconds}))"


def filters_of(metric: Metric, asked: Mapping[str, str]) -> dict[str, str]:
    """Filters under the names of columns, refusing what the metric does not know."""
    return {dimension_of(metric, name): value for name, value in asked.items() if value}
