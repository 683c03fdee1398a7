"""What the search for causes reads: every outcome of a metric with the values of its dimensions."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shopkeeper.core.actors import Actor
from shopkeeper.insight.contracts import Metric, Window
from shopkeeper.insight.queries.statements import local, rows_of
from shopkeeper.insight.rules.causes import Driver, Facts, Level, facts_from_rows, find_drivers
from shopkeeper.insight.warehouse import get_warehouse
from shopkeeper.organization import public as organization

LEVELS = {
    "outlet": Level.OUTLET,
    "shelf": Level.OUTLET,
    "hours": Level.OUTLET,
    "weekday": Level.OUTLET,
    "department": Level.DEPARTMENT,
    "touchpoint": Level.DEPARTMENT,
    "ship_from": Level.DEPARTMENT,
}
"""Who can mend what lies in a dimension; whoever the metric names where nothing else is said."""


def read_facts(metric: Metric, window: Window, *, by: Actor, now: datetime) -> Facts | None:
    """The outcomes of a share, day by day, with the dimensions that are filled; None where there are none."""
    dimensions = {name: LEVELS.get(name, Level(metric.level)) for name in metric.dimensions}
    rows = _rows(metric, window, metric.dimensions, by=by, now=now)
    if not rows:
        return None
    return facts_from_rows(((row[0], row[1], row[2:]) for row in rows), dimensions)


def read_drivers(metric: Metric, window: Window, *, by: Actor, now: datetime) -> tuple[Driver, ...]:
    """Which yes/no facts about an experience raise the share of bad outcomes, each freed from the others."""
    if not metric.drivers:
        return ()
    columns = [f"CASE WHEN {name} THEN 'yes' WHEN NOT {name} THEN 'no' END" for name in metric.drivers]
    rows = [row for row in _rows(metric, window, columns, by=by, now=now) if None not in row[2:]]
    if not rows:
        return ()
    levels = dict.fromkeys(metric.drivers, Level.COMPANY)
    facts = facts_from_rows(((row[0], row[1], row[2:]) for row in rows), levels)
    exposures = {d.name: d.values["yes"] for d in facts.dimensions if "yes" in d.values}
    return find_drivers(facts.everything, exposures, rare_is_bad=facts.rare_is_bad)


def _rows(metric: Metric, window: Window, columns: tuple[str, ...] | list[str], *, by: Actor, now: datetime) -> list:
    zone = organization.get_retailer().time_zone
    today = now.astimezone(ZoneInfo(zone)).date()
    rows, parameters = rows_of(metric, window, zone=zone, today=today)
    day = f"{local('occurred_at', zone, window.ends_on - timedelta(days=1))}::DATE"
    listed = ", ".join(columns)
    sql = f"SELECT {day} AS day, COALESCE({metric.bad_outcome}, false) AS bad, {listed} FROM ({rows}) ORDER BY day"
    return list(get_warehouse().query(sql, parameters, by).rows)
