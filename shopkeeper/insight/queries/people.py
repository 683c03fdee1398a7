"""The people whom something has hurt, those too who said nothing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from shopkeeper.core.actors import Actor
from shopkeeper.insight.contracts import Hurt, Metric, Window
from shopkeeper.insight.queries.statements import rows_of
from shopkeeper.insight.warehouse import get_warehouse
from shopkeeper.organization import public as organization

PEOPLE = """
    WITH hurt AS (
        SELECT customer_id, count(*) AS times, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
               {number} AS order_number, max({severity})::DOUBLE AS worst
        FROM ({rows}) WHERE {bad} AND customer_id IS NOT NULL GROUP BY customer_id
    ),
    told AS (
        SELECT COALESCE(s.survivor_id, t.customer_id) AS customer_id, t.occurred_at FROM (
            SELECT customer_id, occurred_at FROM contacts WHERE customer_id IS NOT NULL
            UNION ALL
            SELECT customer_id, occurred_at FROM feedback_facts
            WHERE customer_id IS NOT NULL AND (kind = 'complaint' OR score <= 2 OR (scale = 'nps' AND score <= 6))
        ) AS t LEFT JOIN customer_survivors AS s USING (customer_id)
    )
    SELECT hurt.*, EXISTS (
        SELECT 1 FROM told
        WHERE told.customer_id = hurt.customer_id AND told.occurred_at >= hurt.first_at - INTERVAL 2 DAY
    ) AS has_told
    FROM hurt
"""

WORST_FIRST = "worst DESC NULLS LAST, times DESC, last_at DESC"


def list_hurt(
    metric: Metric, filters: Mapping[str, str], since: date, until: date, *, by: Actor, now: datetime, limit: int = 500
) -> list[Hurt]:
    """The people with a bad outcome in half-open days: those first who met the worst, the most, the latest."""
    sql, parameters = _people(metric, filters, since, until, now)
    answer = get_warehouse().query(f"{sql} ORDER BY {WORST_FIRST} LIMIT {int(limit)}", parameters, by)
    return [
        Hurt(UUID(r["customer_id"]), r["times"], r["last_at"], r["has_told"], r["order_number"] or "", r["worst"])
        for r in answer.dicts()
    ]


def count_hurt(
    metric: Metric, filters: Mapping[str, str], since: date, until: date, *, by: Actor, now: datetime
) -> tuple[int, int]:
    """How many people were hurt in half-open days, and how many of them said nothing."""
    sql, parameters = _people(metric, filters, since, until, now)
    counted = f"SELECT count(*), count(*) FILTER (WHERE NOT has_told) FROM ({sql})"
    hurt, silent = get_warehouse().query(counted, parameters, by).rows[0]
    return int(hurt), int(silent)


def _people(
    metric: Metric, filters: Mapping[str, str], since: date, until: date, now: datetime
) -> tuple[str, dict[str, object]]:
    zone = organization.get_retailer().time_zone
    today = now.astimezone(ZoneInfo(zone)).date()
    window = Window(since, max(until, since + timedelta(days=1)), filters)
    rows, parameters = rows_of(metric, window, zone=zone, today=today, is_followed=False)
    number = "NULL" if metric.data_set in ("contacts", "checkout_steps", "invitations") else "max(order_number)"
    if "$today" in metric.severity:
        parameters["today"] = today
    facts = {"bad": f"COALESCE({metric.bad_outcome}, false)", "number": number, "severity": metric.severity or "NULL"}
    return PEOPLE.format(rows=rows, **facts), parameters
