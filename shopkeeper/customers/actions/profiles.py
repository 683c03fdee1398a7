"""The golden record: the latest value of each attribute that is really the person's own, with where it came from."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shopkeeper.customers.actions.gathering import run

_LATEST = ("email", "phone", "card_number", "language")
_ADDRESS = ("street", "city", "postcode", "region", "country")
_COLUMNS = ("name", *_LATEST, "born_on", *_ADDRESS)

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


def _latest(value: str, filled: str) -> str:
    return f"(array_agg({value} ORDER BY at DESC, record) FILTER (WHERE {filled}))[1]"


_HAS_ADDRESS = "street || city || postcode <> ''"
_NAMED = "name <> ''"
_WRITTEN_OUT = "name !~ '^\\S?\\.? '"  # "Joanna Reed" says more than a later "J Reed"
_NAME = f"coalesce({_latest('name', f'{_NAMED} AND {_WRITTEN_OUT}')}, {_latest('name', _NAMED)}, '')"
_NAMER = f"coalesce({_latest('record', f'{_NAMED} AND {_WRITTEN_OUT}')}, {_latest('record', _NAMED)})"
_VALUES = ", ".join(
    [
        _NAME,
        *[f"coalesce({_latest(name, f"{name} <> ''")}, '')" for name in _LATEST],
        _latest("born_on", "born_on IS NOT NULL"),
        *[f"coalesce({_latest(name, _HAS_ADDRESS)}, '')" for name in _ADDRESS],  # one record gives all parts
    ]
)
_LINEAGE = ", ".join(
    [
        f"'name', {_NAMER}",
        *[f"'{name}', {_latest('record', f"{name} <> ''")}" for name in _LATEST],
        f"'born_on', {_latest('record', 'born_on IS NOT NULL')}",
        f"'address', {_latest('record', _HAS_ADDRESS)}",
    ]
)

# A value that counts for nobody is nobody's address or number either, so it never reaches a profile.
_GOLDEN = f"""
DELETE FROM customers_profile
WHERE customer_id IN (SELECT customer_id FROM customers_member WHERE customer_id <> owner);
WITH void AS MATERIALIZED (
    SELECT k.record_id, k.kind FROM customers_sharedvalue AS s
    JOIN customers_matchkey AS k ON k.kind = s.kind AND k.digest = s.digest
), whole AS MATERIALIZED (
    SELECT m.owner, r.*, customers_whole_name(given_name, family_name, full_name) AS whole
    FROM customers_member AS m
    JOIN customers_link AS l ON l.customer_id = m.customer_id AND l.ends_at IS NULL
    JOIN customers_sourcerecord AS r ON r.id = l.record_id
), spoken AS MATERIALIZED (
    SELECT owner, id AS record, source, born_on, language, street, city, postcode, region, country,
           coalesce(changed_at, published_at, recorded_at) AS at,
           CASE WHEN whole IN (lower(whole), upper(whole)) THEN initcap(whole) ELSE whole END AS name,
           CASE WHEN id IN (SELECT record_id FROM void WHERE kind = 'email') THEN ''
                ELSE customers_email(email) END AS email,
           CASE WHEN id IN (SELECT record_id FROM void WHERE kind = 'phone_and_name') THEN '' ELSE phone END AS phone,
           CASE WHEN id IN (SELECT record_id FROM void WHERE kind = 'card') THEN '' ELSE card_number END AS card_number,
           lower(unaccent(concat_ws(' ', whole, email, customers_digits(phone)))) AS words
    FROM whole
)
INSERT INTO customers_profile
    (id, customer_id, {", ".join(_COLUMNS)}, lineage, records, sources, search_text, updated_at)
SELECT uuidv7(), owner, {_VALUES}, jsonb_strip_nulls(jsonb_build_object({_LINEAGE})), count(*), count(DISTINCT source),
       string_agg(DISTINCT words, ' '), %(now)s
FROM spoken GROUP BY owner
ON CONFLICT (customer_id) DO UPDATE SET
    ({", ".join(_COLUMNS)}, lineage, records, sources, search_text, updated_at) =
    ({", ".join(f"EXCLUDED.{name}" for name in _COLUMNS)}, EXCLUDED.lineage, EXCLUDED.records, EXCLUDED.sources,
     EXCLUDED.search_text, EXCLUDED.updated_at)
"""  # noqa: S608  built from constants of this module

_NAME_WORDS = """
INSERT INTO customers_nameword (word)
SELECT DISTINCT word FROM customers_member AS m JOIN customers_profile AS p ON p.customer_id = m.owner,
    unnest(customers_words(p.search_text)) AS word
WHERE word ~ '^[^@0-9]{2,}$' ORDER BY word ON CONFLICT DO NOTHING
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
    run(_GOLDEN, {"now": now})
    run(_NAME_WORDS)


def refresh_profiles_of_arrivals(*, now: datetime) -> None:
    """Work the profiles of everybody in `customers_arriving` out again."""
    run(_MEMBERS.format(wanted=_OF_ARRIVALS))
    run(_GOLDEN, {"now": now})
    run(_NAME_WORDS)


def forget_profiles(customers: Iterable[UUID]) -> None:
    """Take away the profiles of these customers, and the words that stood in no other name."""
    run(_FORGET, {"customers": list(customers)})
