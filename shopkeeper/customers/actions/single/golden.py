"""The profile of one customer after one record: the statements of a batch, planned once a connection."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from shopkeeper.core.statements import as_array
from shopkeeper.customers.actions.planned import Planned
from shopkeeper.customers.actions.profiles import refresh_profiles, write_golden
from shopkeeper.customers.queries.choosing import HEARD, Choosing, read_choices

_FAMILY = Planned({"customer": "uuid"}, """
WITH person AS MATERIALIZED (
    SELECT coalesce(merged_into_id, id) AS id FROM customers_customer WHERE id = %(customer)s
), family AS MATERIALIZED (
    SELECT id FROM person UNION ALL SELECT c.id FROM person AS p JOIN customers_customer AS c ON c.merged_into_id = p.id
)
SELECT p.id, ARRAY(SELECT id FROM family),
       EXISTS (SELECT FROM customers_pin AS p JOIN family AS f ON f.id = p.customer_id WHERE p.ended_at IS NULL),
       (SELECT jsonb_object_agg(attribute, jsonb_build_array(rule, to_jsonb(sources)))::text
        FROM customers_survivorship WHERE ends_at IS NULL),
       """ + HEARD + """
FROM person AS p
""")  # fmt: skip  # noqa: S608  built from constants of this module
_MEMBERS = "(SELECT %(owner)s AS owner, unnest(%(family)s) AS customer_id)"
_NO_MORE = Planned({"owner": "uuid", "family": "uuid[]"}, """
DELETE FROM customers_profile WHERE customer_id = ANY(%(family)s) AND customer_id <> %(owner)s
""")  # fmt: skip
_NAME_WORDS = Planned({"text": "text"}, """
INSERT INTO customers_nameword (word)
SELECT DISTINCT word FROM unnest(customers_words(%(text)s)) AS word
WHERE word ~ '^[^@0-9]{2,}$' ORDER BY word ON CONFLICT DO NOTHING
""")  # fmt: skip


def refresh_profile(customer: UUID, *, now: datetime) -> None:
    """Work the profile of the person behind this customer out again."""
    [(owner, family, has_pins, rules, failed, lost)] = _FAMILY.read(customer=customer)
    if has_pins:
        refresh_profiles([customer], now=now)
        return
    if len(family) > 1:
        _NO_MORE.read(owner=owner, family=as_array(family))
    statement, facts = _golden_by(rules, failed, lost)
    [(text,)] = statement.read(owner=owner, family=as_array(family), now=now, **facts)
    _NAME_WORDS.read(text=text)


@lru_cache(maxsize=8)
def _golden_by(rules: str | None, failed: bool, lost: bool) -> tuple[Planned, dict[str, list[str]]]:
    """The statement of these rules of survivorship, where anything failed or not, and the sources that they name."""
    choices = read_choices(msgspec.json.decode(rules or "{}")).values()
    choosing = Choosing(choices, has_failures=failed, has_lost_trust=lost)
    types = {"owner": "uuid", "family": "uuid[]", "now": "timestamptz", **dict.fromkeys(choosing.facts, "text[]")}
    return Planned(types, write_golden(choosing, members=_MEMBERS) + " RETURNING search_text"), choosing.facts
