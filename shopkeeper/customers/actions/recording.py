"""Writing what an arrival decided: customers, records, links, keys, mergers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.foreign_keys import checked_at_once
from shopkeeper.core.ids import new_id, short_number
from shopkeeper.core.statements import as_array
from shopkeeper.customers.actions.gathering import OTHERS, TEXTS
from shopkeeper.customers.actions.resolution import Verdict
from shopkeeper.customers.models import Link, SourceRecord
from shopkeeper.customers.sql import read, run

_COLUMNS = ", ".join((*TEXTS, *OTHERS))

_ISSUE = "SELECT nextval('customers_number') FROM generate_series(1, %(count)s)"

_CUSTOMERS = """
INSERT INTO customers_customer (id, number, created_at)
SELECT id, number, %(now)s FROM unnest(%(ids)s::uuid[], %(numbers)s::text[]) AS made (id, number)
"""

_DECIDED = """
DROP TABLE IF EXISTS customers_decided;
CREATE TEMP TABLE customers_decided ON COMMIT DROP AS
SELECT * FROM unnest(%(lines)s::bigint[], %(owners)s::uuid[], %(reasons)s::text[]) AS d (line, customer_id, reason);
ANALYZE customers_decided;
"""

_RECORDS = f"""
INSERT INTO customers_sourcerecord
    (id, source, source_key, recorded_at, described, customer_id, version, {_COLUMNS})
SELECT record_id, source, source_key, %(now)s, true, d.customer_id, 1, {_COLUMNS}
FROM customers_arriving JOIN customers_decided AS d USING (line) WHERE fresh ORDER BY line
"""  # noqa: S608  the columns are constants of this module

_CORRECTED = f"""
UPDATE customers_sourcerecord AS r SET ({_COLUMNS}, described, version) =
    ({", ".join(f"a.{name}" for name in (*TEXTS, *OTHERS))}, true, r.version + 1)
FROM customers_arriving AS a WHERE a.record_id = r.id AND NOT a.fresh
"""  # noqa: S608  built from constants of this module

_FRESH = "customers_arriving AS a JOIN customers_decided AS d USING (line) WHERE a.fresh"
_LINKS = f"""
INSERT INTO customers_link (id, record_id, customer_id, reason, decided_by, starts_at)
SELECT uuidv7(), a.record_id, d.customer_id, d.reason, %(by)s, %(now)s FROM {_FRESH}
"""  # noqa: S608  the columns are constants of this module
_OWNER = {"customer_id": "d.customer_id"}
_PARENTS = {"record_id": "a.record_id", **_OWNER}

_KEYS = """
DELETE FROM customers_matchkey WHERE record_id IN (SELECT record_id FROM customers_arriving WHERE NOT fresh);
INSERT INTO customers_matchkey (record_id, kind, digest, part, initial, name)
SELECT a.record_id, k.kind, k.digest, k.part, k.initial, k.name
FROM customers_arriving_key AS k JOIN customers_arriving AS a USING (line);
"""


def issue_numbers(count: int) -> list[str]:
    """The next `count` customer numbers, short and checked, for people to read aloud."""
    return [short_number(value) for (value,) in read(_ISSUE, {"count": count})] if count else []


def create_customers(count: int, *, now: datetime) -> list[UUID]:
    """`count` new customers."""
    ids = [new_id() for _ in range(count)]
    _enter_customers(ids, now=now)
    return ids


def write_records(verdict: Verdict, *, by: Actor, now: datetime) -> None:
    """Write the arriving records, each linked to its customer; links that exist stay as they are."""
    _enter_customers(verdict.newcomers, now=now)
    placed = [(line, owner) for group, owner in zip(verdict.groups, verdict.owners, strict=True) for line in group]
    lines = [line for line, _ in placed]
    reasons = [verdict.reasons[line].value for line in lines]
    owners = as_array(owner for _, owner in placed)
    run(_DECIDED, {"lines": as_array(lines), "owners": owners, "reasons": as_array(reasons)})
    with checked_at_once(SourceRecord, _OWNER, _FRESH, len(lines), only_new=True):
        run(_RECORDS, {"now": now})
    run(_CORRECTED)
    with checked_at_once(Link, _PARENTS, _FRESH, len(lines)):
        run(_LINKS, {"by": f"{by.kind}:{by.id}"[:120], "now": now})
    run(_KEYS)


def _enter_customers(ids: Sequence[UUID], *, now: datetime) -> None:
    if ids:
        run(_CUSTOMERS, {"ids": as_array(ids), "numbers": as_array(issue_numbers(len(ids))), "now": now})
