"""People whom other files speak of before they are described: stubs, "seen, not described"."""

from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import Staged
from shopkeeper.customers.actions import profiles
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.actions.recording import create_customers
from shopkeeper.customers.contracts import LinkReason
from shopkeeper.customers.queries.erasures import find_erased
from shopkeeper.customers.sql import read, run

REFERENCES = "customers_wanted"

_WANTED = """
DROP TABLE IF EXISTS customers_wanted;
CREATE TEMP TABLE customers_wanted ON COMMIT DROP AS
SELECT DISTINCT coalesce(nullif(btrim(s.source), ''), {source}) AS source, s.{column} AS key,
       NULL::uuid AS record_id, NULL::uuid AS customer_id, false AS stub
FROM {table} AS s WHERE s.line >= {first} AND s.line < {last} AND s.refusal IS NULL AND coalesce(s.{column}, '') <> '';
CREATE UNIQUE INDEX ON customers_wanted (key, source);
ANALYZE customers_wanted;
"""

_OWN_SOURCE = """
UPDATE customers_wanted AS w SET record_id = r.id FROM customers_sourcerecord AS r
WHERE r.source = w.source AND r.source_key = w.key
"""

# The key that exactly one other source has. The sources are few; walking them lets the unique index find each key.
_OTHER_SOURCE = """
WITH RECURSIVE sources AS (
    (SELECT source FROM customers_sourcerecord ORDER BY source LIMIT 1)
    UNION ALL
    SELECT (SELECT r.source FROM customers_sourcerecord AS r WHERE r.source > s.source ORDER BY r.source LIMIT 1)
    FROM sources AS s WHERE s.source IS NOT NULL
), found AS (
    SELECT w.source, w.key, (array_agg(r.id))[1] AS id FROM customers_wanted AS w
    JOIN sources AS s ON s.source IS NOT NULL
    JOIN customers_sourcerecord AS r ON r.source = s.source AND r.source_key = w.key
    WHERE w.record_id IS NULL GROUP BY w.source, w.key HAVING count(*) = 1
)
UPDATE customers_wanted AS w SET record_id = f.id FROM found AS f WHERE f.source = w.source AND f.key = w.key
"""

_NAME = "UPDATE customers_wanted SET record_id = uuidv7(), stub = true WHERE record_id IS NULL"
_MISSING = "SELECT source, key FROM customers_wanted WHERE record_id IS NULL"
_FORGET = (
    "DELETE FROM customers_wanted WHERE (source, key) IN (SELECT * FROM unnest(%(sources)s::text[], %(keys)s::text[]))"
)

_OWN = """
WITH numbered AS (SELECT record_id, row_number() OVER (ORDER BY source, key) AS place FROM customers_wanted WHERE stub)
UPDATE customers_wanted AS w SET customer_id = made.id
FROM numbered AS n JOIN unnest(%(ids)s::uuid[]) WITH ORDINALITY AS made (id, place) ON made.place = n.place
WHERE w.record_id = n.record_id
"""

_RECORDS = """
INSERT INTO customers_sourcerecord (id, source, source_key, recorded_at, described, customer_id, version, person_key,
    given_name, family_name, full_name, email, phone, card_number, language, street, city, postcode, region, country)
SELECT record_id, source, key, %(now)s, false, customer_id, 1, '', '', '', '', '', '', '', '', '', '', '', '', ''
FROM customers_wanted WHERE stub
"""

_LINKS = """
INSERT INTO customers_link (id, record_id, customer_id, reason, decided_by, starts_at)
SELECT uuidv7(), record_id, customer_id, %(reason)s, %(by)s, %(now)s FROM customers_wanted WHERE stub
"""

_OWNERS = """
UPDATE customers_wanted AS w SET customer_id = l.customer_id FROM customers_link AS l
WHERE l.record_id = w.record_id AND l.ends_at IS NULL AND w.customer_id IS NULL
"""


@action
def ensure_stub_records(*, staged: Staged, column: str = "customer_key", by: Actor, now: datetime) -> str:
    """Resolve the customer keys of a batch, with a stub for each that nobody has described yet.

    Gives the name of a temporary table (source, key, record_id, customer_id), one row for each key of the batch in its
    row's own source, to be LEFT JOINed. The keys of people who were erased are not in it: their rows stay anonymous.
    """
    facts = {"source": staged.source, "first": staged.first, "last": staged.last}
    holes = {name: f"%({name})s" for name in facts}
    lock_everybody()
    run(_WANTED.format(table=staged.table, column=column, **holes), facts)
    run(_OWN_SOURCE)
    run(_OTHER_SOURCE)
    _forget_erased()
    stubs = run(_NAME)
    if stubs:
        ids = create_customers(stubs, now=now)
        run(_OWN, {"ids": ids})
        run(_RECORDS, {"now": now})
        run(_LINKS, {"reason": LinkReason.FIRST, "by": f"{by.kind}:{by.id}"[:120], "now": now})
        profiles.refresh_profiles(ids, now=now)
    run(_OWNERS)
    return REFERENCES


def _forget_erased() -> None:
    names = list(find_erased(read(_MISSING)))
    if names:
        run(_FORGET, {"sources": [source for source, _ in names], "keys": [key for _, key in names]})
