"""The statements that read around one record, each planned once a connection and for any value."""

from shopkeeper.customers.actions.gathering import TEXTS, keys_of
from shopkeeper.customers.actions.planned import Planned
from shopkeeper.customers.contracts import MatchKind
from shopkeeper.engines.linkage import MOST_IN_A_KEY

SAYS = {**dict.fromkeys(TEXTS, "text"), "born_on": "date", "published_at": "timestamptz", "changed_at": "timestamptz"}
NAMED = {"source": "text", "source_key": "text"}

MODEL = Planned(
    {"scheme": "int"},
    "SELECT m.id FROM customers_matchingmodel AS m WHERE m.in_force AND m.filed_as = %(scheme)s",
)

# Plans are made for any value. The locks of the keys are sorted, so that none wait for each other in a ring.
ENTER = Planned(
    {"keys": "bigint[]"},
    """
SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
       pg_advisory_xact_lock_shared(hashtext('customers.resolution')),
       (SELECT count(*) FROM (SELECT pg_advisory_xact_lock(key)
                              FROM (SELECT unnest(%(keys)s) AS key ORDER BY 1) AS sorted OFFSET 0) AS locked)
""",
)

_MINE = ", ".join(f"%({name})s" for name in SAYS)
STORED = Planned({**NAMED, **SAYS, "digest": "bytea", "email_digest": "bytea", "phone_digest": "bytea"}, f"""
SELECT EXISTS (SELECT FROM customers_erasedkey WHERE digest = %(digest)s AND NOT by_contact),
       r.described IS NOT TRUE AND (
           EXISTS (SELECT FROM customers_erasedcontact WHERE digest IN (%(email_digest)s, %(phone_digest)s))
           OR EXISTS (SELECT FROM customers_erasedkey WHERE digest = %(digest)s AND by_contact)),
       EXISTS (SELECT FROM customers_sharedvalue),
       r.id, r.described AND ({_MINE}) IS NOT DISTINCT FROM ({", ".join(f"r.{name}" for name in SAYS)}),
       l.customer_id, coalesce(c.merged_into_id, c.id)
FROM (SELECT) AS one
LEFT JOIN customers_sourcerecord AS r ON r.source = %(source)s AND r.source_key = %(source_key)s
LEFT JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
LEFT JOIN customers_customer AS c ON c.id = l.customer_id
""")  # fmt: skip  # noqa: S608  the columns are constants

KEYED = ("source", "person_key", "given_name", "family_name", "full_name", "email", "phone", "card_number", "country")
_ONE = ", ".join(["1::bigint AS line", *(f"%({name})s AS {name}" for name in KEYED)])
KEYS = Planned({**dict.fromkeys(KEYED, "text"), "home": "text", "own": "uuid"}, f"""
WITH key AS MATERIALIZED ({keys_of(f"(SELECT {_ONE})")})
SELECT k.kind, k.digest, k.part, k.initial, k.name, s.kind IS NOT NULL,
       CASE WHEN s.kind IS NULL THEN (
           SELECT count(DISTINCT m.name) FROM customers_matchkey AS m
           WHERE m.digest = k.digest AND m.kind = k.kind AND m.name NOT IN (0, k.name)
       ) + (k.name <> 0)::int END,
       CASE WHEN s.kind IS NULL AND k.name = 0 AND k.kind <> '{MatchKind.PERSON_KEY}' THEN (
           SELECT count(*) FROM customers_matchkey AS m
           WHERE m.digest = k.digest AND m.kind = k.kind AND m.name = 0 AND m.record_id <> %(own)s
       ) + 1 END,
       CASE WHEN s.kind IS NULL AND k.kind = '{MatchKind.PERSON_KEY}' THEN ARRAY(
           SELECT DISTINCT coalesce(c.merged_into_id, c.id) FROM customers_matchkey AS m
           JOIN customers_link AS l ON l.record_id = m.record_id AND l.ends_at IS NULL
           JOIN customers_customer AS c ON c.id = l.customer_id
           WHERE m.digest = k.digest AND m.kind = k.kind AND m.part = k.part AND m.record_id <> %(own)s
       ) END
FROM key AS k LEFT JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
""")  # fmt: skip  # noqa: S608  the columns are constants

_VOID = """
CASE WHEN %(void)s THEN ARRAY(
    SELECT k.kind FROM customers_matchkey AS k
    JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
    WHERE k.record_id = f.record_id
) END
"""
FOUND = Planned({"keys": "bigint[]", "own": "uuid", "void": "boolean"}, f"""
WITH found AS MATERIALIZED (
    SELECT k.key, b.record_id FROM unnest(%(keys)s) AS k (key), LATERAL (
        SELECT record_id FROM customers_blockingkey WHERE key = k.key LIMIT {MOST_IN_A_KEY + 1}
    ) AS b WHERE b.record_id <> %(own)s
), useful AS MATERIALIZED (
    SELECT DISTINCT record_id FROM found
    WHERE key IN (SELECT key FROM found GROUP BY key HAVING count(*) < {MOST_IN_A_KEY})
)
SELECT f.record_id, f.form, {_VOID} FROM useful JOIN customers_standardform AS f USING (record_id)
""")  # fmt: skip  # noqa: S608  numbers of ours

AROUND = Planned({"records": "uuid[]", "owners": "uuid[]", "void": "boolean"}, f"""
WITH people AS MATERIALIZED (
    SELECT coalesce(c.merged_into_id, c.id) AS id FROM unnest(%(records)s) AS r (id)
    JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
    JOIN customers_customer AS c ON c.id = l.customer_id
    UNION SELECT unnest(%(owners)s)
), family AS (
    SELECT id AS owner, id FROM people
    UNION ALL SELECT p.id, c.id FROM people AS p JOIN customers_customer AS c ON c.merged_into_id = p.id
)
SELECT m.owner, f.record_id, f.form, {_VOID} FROM family AS m
LEFT JOIN customers_link AS l ON l.customer_id = m.id AND l.ends_at IS NULL
LEFT JOIN customers_standardform AS f ON f.record_id = l.record_id
""")  # fmt: skip  # noqa: S608  built from constants of this module

APART = Planned({"owners": "uuid[]"}, """
WITH family AS MATERIALIZED (
    SELECT o.id AS owner, o.id FROM unnest(%(owners)s) AS o (id)
    UNION ALL
    SELECT o.id, c.id FROM unnest(%(owners)s) AS o (id) JOIN customers_customer AS c ON c.merged_into_id = o.id
)
SELECT m.owner, coalesce(c.merged_into_id, c.id) FROM family AS m
JOIN customers_distinction AS d ON d.first_id = m.id AND d.withdrawn_at IS NULL
JOIN customers_customer AS c ON c.id = d.second_id
UNION ALL
SELECT m.owner, coalesce(c.merged_into_id, c.id) FROM family AS m
JOIN customers_distinction AS d ON d.second_id = m.id AND d.withdrawn_at IS NULL
JOIN customers_customer AS c ON c.id = d.first_id
""")  # fmt: skip
