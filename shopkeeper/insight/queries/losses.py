"""What one bad outcome costs, learned from the retailer's own history: what it costs at once, and what it costs later.

At once: the contacts that follow within 14 days beyond those that follow good outcomes, each at the mean handling time
and the retailer's cost of an hour of service; of the order, the margin of what was canceled and what was given back
beyond the price of goods that were canceled or came back; for a return, the margin of what came back. Later, the
relationship: of each outcome, the margin that the person brought in the 180 days after it; the mean after good outcomes
less the mean after bad ones, with its interval. Outcomes too young to have 180 days are left out. It is an association:
people are not dealt bad outcomes by lot. Sale: the share of those who went on that ordered, times the mean margin of an
order. A second delivery and what people tell others are not counted, so all of it is low rather than high.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shopkeeper.core.actors import Actor
from shopkeeper.engines.datasets import get_data_set
from shopkeeper.insight.contracts import Loss, Metric, Window
from shopkeeper.insight.queries.statements import rows_of
from shopkeeper.insight.rules import intervals
from shopkeeper.insight.warehouse import get_warehouse
from shopkeeper.organization import public as organization

FOLLOWED = timedelta(days=180)
FEWEST = 30

AFTERWARDS = """
    WITH outcome AS (
        SELECT row_number() OVER () AS id, customer_id, occurred_at, COALESCE({bad}, false) AS bad
        FROM ({rows}) WHERE customer_id IS NOT NULL
    ),
    later AS (
        SELECT outcome.id, any_value(outcome.bad) AS bad, COALESCE(sum(o.margin), 0) AS margin
        FROM outcome LEFT JOIN order_facts AS o ON o.customer_id = outcome.customer_id
            AND o.occurred_at > outcome.occurred_at AND o.occurred_at <= outcome.occurred_at + INTERVAL {days} DAY
        GROUP BY outcome.id
    )
    SELECT bad, count(*) AS n, sum(margin)::DOUBLE AS total, sum(margin * margin)::DOUBLE AS squares
    FROM later GROUP BY bad
"""

CONTACTS_AFTER = """
    WITH outcome AS (
        SELECT row_number() OVER () AS id, customer_id, occurred_at, COALESCE({bad}, false) AS bad
        FROM ({rows}) WHERE customer_id IS NOT NULL
    ),
    later AS (
        SELECT outcome.id, any_value(outcome.bad) AS bad, count(c.occurred_at) AS contacts
        FROM outcome LEFT JOIN contacts AS c ON c.customer_id = outcome.customer_id
            AND c.occurred_at > outcome.occurred_at AND c.occurred_at <= outcome.occurred_at + INTERVAL 14 DAY
        GROUP BY outcome.id
    )
    SELECT bad, count(*) AS n, sum(contacts)::DOUBLE AS total, sum(contacts * contacts)::DOUBLE AS squares
    FROM later GROUP BY bad
"""

UNDONE = """
    WITH outcome AS (SELECT order_id, COALESCE({bad}, false) AS bad FROM ({rows}))
    SELECT bad, count(*) AS n, sum(o.undone)::DOUBLE AS total, sum(o.undone * o.undone)::DOUBLE AS squares
    FROM outcome JOIN order_facts AS o ON o.order_id = outcome.order_id GROUP BY bad
"""

MARGIN_OF_BAD = """
    SELECT count(margin) AS n, sum(margin)::DOUBLE AS total, sum(margin * margin)::DOUBLE AS squares
    FROM ({rows}) WHERE {bad}
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
    """What one bad outcome of the metric costs; nothing where the margins and times that would tell are not known."""
    if metric.loss is Loss.SALE:
        return _of_sales(get_warehouse().query(SALES, {}, by).dicts()[0])
    if metric.loss is None or metric.per:
        return NO_LOSS
    zone = organization.get_retailer().time_zone
    followed = Window(window.starts_on, window.ends_on - FOLLOWED, window.filters)
    rows, parameters = rows_of(metric, followed, zone=zone, today=now.astimezone(ZoneInfo(zone)).date())
    facts = {"rows": rows, "bad": metric.bad_outcome, "days": FOLLOWED.days}
    later = _of_relationship(_groups(AFTERWARDS.format(**facts), parameters, by))
    if metric.data_set == "contacts":
        return _together(later, _one_contact(by))
    at_once = _of_contacts(_groups(CONTACTS_AFTER.format(**facts), parameters, by), _one_contact(by))
    if "order_id" in get_data_set(metric.data_set).by_name:
        undone = _difference(_groups(UNDONE.format(**facts), parameters, by), good_first=False)
        at_once = _together(at_once, undone)
    if metric.data_set == "sold_lines":
        at_once = _together(
            at_once, _mean(get_warehouse().query(MARGIN_OF_BAD.format(**facts), parameters, by).dicts()[0])
        )
    return _together(later, at_once)


def _groups(sql: str, parameters: dict[str, Any], by: Actor) -> dict[bool, dict[str, Any]]:
    return {row["bad"]: row for row in get_warehouse().query(sql, parameters, by).dicts()}


def _one_contact(by: Actor) -> LossEach:
    """What one contact costs: the mean handling time at the cost of an hour of service."""
    hour = organization.get_retailer().service_hour_cost
    sql = "SELECT avg(handle_seconds)::DOUBLE, count(handle_seconds) FROM contacts"
    seconds, n = get_warehouse().query(sql, {}, by).rows[0]
    each = hour * (seconds or 0.0) / 3600
    return LossEach(each, each, each, int(n))


def _of_contacts(groups: dict[bool, dict[str, Any]], contact: LossEach) -> LossEach:
    more = _difference(groups, good_first=False)
    return LossEach(more.value * contact.value, more.low * contact.value, more.high * contact.value, more.people)


def _mean(row: dict[str, Any]) -> LossEach:
    if (row["n"] or 0) < FEWEST:
        return NO_LOSS
    margin = intervals.mean(row["total"], row["squares"], row["n"])
    return LossEach(margin.value or 0.0, margin.low or 0.0, margin.high or 0.0, int(row["n"]))


def _together(first: LossEach, second: LossEach) -> LossEach:
    people = max(first.people, second.people)
    return LossEach(first.value + second.value, first.low + second.low, first.high + second.high, people)


def _of_relationship(groups: dict[bool, dict[str, Any]]) -> LossEach:
    return _difference(groups, good_first=True)


def _difference(groups: dict[bool, dict[str, Any]], *, good_first: bool) -> LossEach:
    """How much one mean exceeds the other, by what came before: good first or bad first. Never below nothing."""
    if set(groups) != {True, False} or min(group["n"] for group in groups.values()) < FEWEST:
        return NO_LOSS
    order = (False, True) if good_first else (True, False)
    first, second = (intervals.mean(groups[k]["total"], groups[k]["squares"], groups[k]["n"]) for k in order)
    more = intervals.mean_difference(first, second)
    if more.value is None or more.value <= 0:
        return NO_LOSS
    return LossEach(more.value, max(0.0, more.low or 0.0), more.high or more.value, int(groups[True]["n"]))


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
