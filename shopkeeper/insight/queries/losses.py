"""What one bad outcome costs, learned from the retailer's own history.

Relationship: of each outcome, the margin that the person brought in the 90 days after it; the mean after good outcomes
less the mean after bad ones, with its interval. Outcomes too young to have 90 days are left out. It is an association:
people are not dealt bad outcomes by lot. Sale: the share of those who went on that ordered, times the mean margin of an
order. Neither counts refunds, contacts or what people tell others, so both are low rather than high.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shopkeeper.core.actors import Actor
from shopkeeper.insight.contracts import Loss, Metric, Window
from shopkeeper.insight.queries.statements import rows_of
from shopkeeper.insight.rules import intervals
from shopkeeper.insight.warehouse import get_warehouse
from shopkeeper.organization import public as organization

FOLLOWED = timedelta(days=90)

AFTERWARDS = """
    WITH outcome AS (
        SELECT row_number() OVER () AS id, customer_id, occurred_at, COALESCE({bad}, false) AS bad
        FROM ({rows}) WHERE customer_id IS NOT NULL
    ),
    later AS (
        SELECT outcome.id, any_value(outcome.bad) AS bad, COALESCE(sum(o.margin), 0) AS margin
        FROM outcome LEFT JOIN order_facts AS o ON o.customer_id = outcome.customer_id
            AND o.occurred_at > outcome.occurred_at AND o.occurred_at <= outcome.occurred_at + INTERVAL 90 DAY
        GROUP BY outcome.id
    )
    SELECT bad, count(*) AS n, sum(margin)::DOUBLE AS total, sum(margin * margin)::DOUBLE AS squares
    FROM later GROUP BY bad
"""

SALES = """
    SELECT count(*) FILTER (WHERE step = 'payment' AND went_on)::DOUBLE
               / NULLIF(count(*) FILTER (WHERE step = 'checkout' AND went_on), 0) AS ordered,
           (SELECT sum(margin)::DOUBLE FROM order_facts WHERE channel = 'web' AND margin IS NOT NULL) AS total,
           (SELECT sum(margin * margin)::DOUBLE FROM order_facts WHERE channel = 'web') AS squares,
           (SELECT count(margin) FROM order_facts WHERE channel = 'web') AS n
    FROM checkout_steps
"""


@dataclass(frozen=True, slots=True)
class LossEach:
    """What one bad outcome costs, in the retailer's currency, and how many were followed to learn it."""

    value: float
    low: float
    high: float
    people: int


NO_LOSS = LossEach(0.0, 0.0, 0.0, 0)


def learn_loss(metric: Metric, window: Window, *, by: Actor, now: datetime) -> LossEach:
    """What one bad outcome of the metric costs; nothing where the margins that would tell are not known."""
    if metric.loss is Loss.SALE:
        return _of_sales(get_warehouse().query(SALES, {}, by).dicts()[0])
    if metric.loss is None or metric.per:
        return NO_LOSS
    zone = organization.get_retailer().time_zone
    followed = Window(window.starts_on, window.ends_on - FOLLOWED, window.filters)
    rows, parameters = rows_of(metric, followed, zone=zone, today=now.astimezone(ZoneInfo(zone)).date())
    answer = get_warehouse().query(AFTERWARDS.format(rows=rows, bad=metric.bad_outcome), parameters, by)
    return _of_relationship({row["bad"]: row for row in answer.dicts()})


def _of_relationship(groups: dict[bool, dict[str, Any]]) -> LossEach:
    if set(groups) != {True, False} or min(group["n"] for group in groups.values()) < 30:
        return NO_LOSS
    good, bad = (intervals.mean(groups[k]["total"], groups[k]["squares"], groups[k]["n"]) for k in (False, True))
    lost = intervals.mean_difference(good, bad)
    if lost.value is None or lost.value <= 0:
        return NO_LOSS
    return LossEach(lost.value, max(0.0, lost.low or 0.0), lost.high or lost.value, int(groups[True]["n"]))


def _of_sales(row: dict[str, Any]) -> LossEach:
    if not row["n"] or not row["ordered"]:
        return NO_LOSS
    margin = intervals.mean(row["total"], row["squares"], row["n"])
    share = float(row["ordered"])
    low, value, high = (max(0.0, (part or 0.0) * share) for part in (margin.low, margin.value, margin.high))
    return LossEach(value, low, high, int(row["n"]))


def margin_of_a_year(*, by: Actor, now: datetime) -> float:
    """The margin of the last 365 days, in the retailer's currency; 0 where unit costs are not known."""
    sql = "SELECT COALESCE(sum(margin), 0)::DOUBLE FROM order_facts WHERE NOT is_canceled AND occurred_at >= $since"
    return float(get_warehouse().query(sql, {"since": now - timedelta(days=365)}, by).rows[0][0])
