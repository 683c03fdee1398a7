"""The golden record: the best value of each attribute that is really the person's own, with where it came from."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shopkeeper.core.foreign_keys import checked_at_once
from shopkeeper.customers.actions.pinned import apply_pins, retire_pins
from shopkeeper.customers.models import Profile
from shopkeeper.customers.queries.choosing import COLUMNS, HEARD, SPOKEN, Alone, Choosing, read_choices
from shopkeeper.customers.sql import read, run

_OF_CUSTOMERS = "SELECT unnest(%(customers)s::uuid[])"
_OF_ARRIVALS = """
SELECT l.customer_id FROM customers_link AS l JOIN customers_arriving AS a ON a.record_id = l.record_id
WHERE l.ends_at IS NULL
"""

_MEMBERS = """
DROP TABLE IF EXISTS customers_member;
CREATE TEMP TABLE customers_member ON COMMIT DROP AS
WITH affected AS (
    SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM customers_customer WHERE id IN ({wanted})
)
SELECT id AS owner, id AS customer_id FROM affected
UNION ALL SELECT c.merged_into_id, c.id FROM customers_customer AS c JOIN affected AS a ON a.id = c.merged_into_id;
ANALYZE customers_member;
"""

_NO_MORE = """
DELETE FROM customers_profile
WHERE customer_id IN (SELECT customer_id FROM customers_member WHERE customer_id <> owner)
"""
_COLUMNS = ", ".join((*COLUMNS, "lineage", "also", "records", "sources", "search_text", "updated_at"))
_GOLDEN = f"""
INSERT INTO customers_profile (id, customer_id, {_COLUMNS})
SELECT uuidv7(), owner, {{values}}, {{lineage}}, {{also}}, count(*), count(DISTINCT source),
       string_agg(DISTINCT words, ' '), %(now)s
FROM spoken WHERE owner IN (SELECT owner FROM several) GROUP BY owner
UNION ALL
SELECT uuidv7(), owner, {{lone_values}}, {{lone_lineage}}, {{lone_also}}, 1, 1, words, %(now)s
FROM known WHERE owner NOT IN (SELECT owner FROM several)
ON CONFLICT (customer_id) DO UPDATE SET
    ({_COLUMNS}, written_xid) =
    ({", ".join(f"EXCLUDED.{name}" for name in _COLUMNS.split(", "))}, pg_current_xact_id())
"""  # noqa: S608  built from constants of this module

_STANDING = f"""
SELECT coalesce((SELECT jsonb_object_agg(attribute, jsonb_build_array(rule, to_jsonb(sources)))
                 FROM customers_survivorship WHERE ends_at IS NULL), '{{}}'),
       EXISTS (SELECT FROM customers_pin AS p JOIN customers_member AS m USING (customer_id) WHERE p.ended_at IS NULL),
       (SELECT count(*) FROM customers_member),
       {HEARD}
"""  # noqa: S608  built from constants of this module
"""What stands beside the records, asked at once: one record that arrives alone waits for this too."""

_NAME_WORDS = """
INSERT INTO customers_nameword (word)
SELECT word FROM unnest(customers_words((
    SELECT string_agg(p.search_text, ' ')
    FROM customers_member AS m JOIN customers_profile AS p ON p.customer_id = m.owner
))) AS word WHERE word ~ '^[^@0-9]{2,}$' ORDER BY word ON CONFLICT DO NOTHING
"""
"""In one order, so that two imports that meet wait for each other and never both."""

_FORGET = """
WITH gone AS (DELETE FROM customers_profile WHERE customer_id = ANY(%(customers)s) RETURNING id, search_text)
DELETE FROM customers_nameword AS n USING gone, unnest(customers_words(gone.search_text)) AS said
WHERE n.word = said AND NOT EXISTS (
    SELECT FROM customers_profile AS p
    WHERE customers_words(p.search_text) && ARRAY[said] AND p.customer_id <> ALL(%(customers)s)
)
"""


def refresh_profiles(customers: Iterable[UUID], *, now: datetime) -> None:
    """Work the profiles of these customers out again."""
    run(_MEMBERS.format(wanted=_OF_CUSTOMERS), {"customers": list(customers)})
    refresh_noted(now=now)


def note_arrivals() -> None:
    """Note everybody in `customers_arriving`, whose profiles are to be worked out before others are noted."""
    run(_MEMBERS.format(wanted=_OF_ARRIVALS))


def refresh_noted(*, now: datetime) -> None:
    """Work the profiles of everybody who is noted out again."""
    [(rules, has_pins, count, failed, lost)] = read(_STANDING)
    choosing = Choosing(read_choices(json.loads(rules)).values(), has_failures=failed, has_lost_trust=lost)
    run(_NO_MORE)
    with checked_at_once(Profile, {"customer_id": "owner"}, "customers_member", count):
        run(write_golden(choosing, members="customers_member"), {"now": now, **choosing.facts})
    if has_pins:
        retire_pins(now=now)
        apply_pins()
    run(_NAME_WORDS)


def forget_profiles(customers: Iterable[UUID]) -> None:
    """Take away the profiles of these customers, and the words that stood in no other name."""
    run(_FORGET, {"customers": list(customers)})


def write_golden(choosing: Choosing, *, members: str) -> str:
    """SQL that works out the profiles of `members`, a table of customers and of those that each lives on in."""
    alone = Alone(())
    golden = _GOLDEN.format(
        values=choosing.values(), lineage=choosing.lineage(), also=choosing.also(),
        lone_values=alone.values(), lone_lineage=alone.lineage(), lone_also=alone.also(),
    )  # fmt: skip
    return SPOKEN.format(members=members, extra=choosing.extra()) + golden
