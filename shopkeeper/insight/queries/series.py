"""A metric period by period, by name: what watches and pages of other modules ask for."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from shopkeeper.core.actors import Actor
from shopkeeper.insight.contracts import Point, Window
from shopkeeper.insight.queries.readings import get_metric, read_series
from shopkeeper.insight.queries.statements import filters_of


def get_metric_series(
    *,
    metric: str,
    filters: Mapping[str, str],
    starts_on: date,
    ends_on: date,
    bucket: Literal["day", "week", "month"],
    by: Actor,
    now: datetime,
) -> list[Point]:
    """The points of a metric between two local days (half-open), limited to values of dimensions.

    :raises MetricNotFound: when no such metric is declared
    :raises DimensionUnknown: when it cannot be limited that way
    """
    declared = get_metric(metric)
    window = Window(starts_on, ends_on, filters_of(declared, filters))
    return read_series(declared, window, bucket=bucket, by=by, now=now)
