"""Values that count for nobody since too many hold them: something is wrong where they are typed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.customers.models import Link, SharedValue
from shopkeeper.customers.sql import read

FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Values of one week that count for nobody: how many, and the latest one's kind, source and somebody who has it."""

    values: int
    kind: str
    source: str
    customer_number: str


def find_alarm(*, now: datetime) -> Alarm | None:
    """What was noticed within a week, or None."""
    fresh = SharedValue.objects.filter(noticed_at__gt=now - FRESH).select_related("example").order_by("-noticed_at")
    latest = fresh.first()
    if latest is None:
        return None
    link = Link.objects.select_related("customer").get(record=latest.example_id, ends_at=None)
    return Alarm(fresh.count(), latest.kind, latest.example.source, link.customer.number)


@dataclass(frozen=True, slots=True)
class HotValue:
    """A value that joins nobody: what it is, where it comes from, and how many hold it."""

    kind: str
    value: str
    sources: tuple[str, ...]
    records: int
    names: int
    customers: int
    noticed_at: datetime
    since: datetime | None = None
    """When the first record that holds it was made, where its source says so."""
    holders: tuple[UUID, ...] = ()
    """Records that hold it, at most a thousand: where these people bought first tells where it is typed."""


def list_hot_values(*, limit: int = 100) -> list[HotValue]:
    """Those that most records hold first."""
    rows = read(_HOT, {"limit": limit})
    return [
        HotValue(kind, value, tuple(sources), records, names, customers, noticed_at, since, tuple(holders))
        for kind, value, sources, records, names, customers, noticed_at, since, holders in rows
    ]


_HOT = """
SELECT s.kind, CASE s.kind WHEN 'email' THEN e.email WHEN 'card' THEN e.card_number
       WHEN 'person_key' THEN e.person_key ELSE e.phone END,
       held.sources, held.records, held.names, held.customers, s.noticed_at,
       held.since, held.holders
FROM customers_sharedvalue AS s CROSS JOIN LATERAL (
    SELECT count(*) AS records, count(DISTINCT k.name) FILTER (WHERE k.name <> 0) AS names,
           count(DISTINCT coalesce(c.merged_into_id, c.id)) AS customers, array_agg(DISTINCT r.source) AS sources,
           min(r.published_at) AS since, (array_agg(r.id))[1:1000] AS holders
    FROM customers_matchkey AS k JOIN customers_sourcerecord AS r ON r.id = k.record_id
    JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
    JOIN customers_customer AS c ON c.id = l.customer_id
    WHERE k.kind = s.kind AND k.digest = s.digest
) AS held JOIN customers_sourcerecord AS e ON e.id = held.holders[1]
ORDER BY held.records DESC, s.noticed_at LIMIT %(limit)s
"""
