"""Values that too many records hold are noticed, in whatever way they came: from then on they join nobody."""

from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.gathering import run
from shopkeeper.customers.rules.clusters import MOST_NAMELESS_OF_A_VALUE, MOST_NAMES_OF_A_VALUE

# The source's own key of a person may stand in any number of records: it is for the source to say who is who.
_NOTICE = """
INSERT INTO customers_sharedvalue (kind, digest, example_id, names, noticed_at)
SELECT kind, digest, (array_agg(record_id ORDER BY record_id DESC))[1], count(DISTINCT name) FILTER (WHERE name <> 0),
       %(now)s
FROM customers_matchkey AS k WHERE NOT EXISTS (
    SELECT FROM customers_sharedvalue AS s WHERE s.kind = k.kind AND s.digest = k.digest)
GROUP BY kind, digest HAVING count(*) > %(most)s AND (
    count(DISTINCT name) FILTER (WHERE name <> 0) > %(most)s
    OR kind <> 'person_key' AND count(*) FILTER (WHERE name = 0) > %(nameless)s)
ON CONFLICT DO NOTHING
"""


@action
def notice_shared_values(*, by: Actor, now: datetime) -> int:
    """Look through the values of all records for those that count for nobody; gives how many are new."""
    return run(_NOTICE, {"now": now, "most": MOST_NAMES_OF_A_VALUE, "nameless": MOST_NAMELESS_OF_A_VALUE})
