"""Values that too many records hold are noticed, in whatever way they came: they join nobody until they are mended."""

from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.models import SharedValue
from shopkeeper.customers.rules.clusters import MOST_NAMELESS_OF_A_VALUE, MOST_NAMES_OF_A_VALUE
from shopkeeper.customers.sql import run

# As `rules.clusters.is_nobodys` says it. The source's own key of a person may stand in any number of records without a
# name: it is for the source to say who is who.
_NAMES = "count(DISTINCT name) FILTER (WHERE name <> 0)"
_IS_NOBODYS = f"""
    {_NAMES} > {MOST_NAMES_OF_A_VALUE} OR kind <> 'person_key'
    AND count(DISTINCT record_id) FILTER (WHERE name = 0) > {MOST_NAMELESS_OF_A_VALUE}
"""

_NOTICE_ARRIVING = f"""
WITH touched AS (
    SELECT DISTINCT kind, digest FROM customers_arriving_key
    EXCEPT SELECT kind, digest FROM customers_sharedvalue
), held AS (
    SELECT k.kind, k.digest, k.name, a.record_id
    FROM customers_arriving_key AS k JOIN customers_arriving AS a USING (line)
    UNION ALL
    SELECT m.kind, m.digest, m.name, m.record_id FROM touched AS t
    JOIN customers_matchkey AS m ON m.digest = t.digest AND m.kind = t.kind
)
INSERT INTO customers_sharedvalue (kind, digest, example_id, names, noticed_at)
SELECT kind, digest, (array_agg(record_id))[1], {_NAMES}, %(now)s
FROM held JOIN touched USING (kind, digest) GROUP BY kind, digest HAVING {_IS_NOBODYS} ON CONFLICT DO NOTHING
"""  # noqa: S608  built from constants of this module

_NOTICE = f"""
INSERT INTO customers_sharedvalue (kind, digest, example_id, names, noticed_at)
SELECT kind, digest, (array_agg(record_id ORDER BY record_id DESC))[1], {_NAMES}, %(now)s
FROM customers_matchkey AS k WHERE NOT EXISTS (
    SELECT FROM customers_sharedvalue AS s WHERE s.kind = k.kind AND s.digest = k.digest)
GROUP BY kind, digest HAVING count(*) > {MOST_NAMES_OF_A_VALUE} AND ({_IS_NOBODYS}) ON CONFLICT DO NOTHING
"""  # noqa: S608  built from constants of this module

_LET_GO = f"""
DELETE FROM customers_sharedvalue AS s WHERE NOT EXISTS (
    SELECT FROM customers_matchkey AS k WHERE k.digest = s.digest AND k.kind = s.kind
    GROUP BY k.kind HAVING {_IS_NOBODYS})
"""  # noqa: S608  built from constants of this module


def notice_arriving_values(*, now: datetime) -> int:
    """Look through the values that arrive, in `customers_arriving_key`."""
    return run(_NOTICE_ARRIVING, {"now": now})


@action
def notice_shared_values(*, by: Actor, now: datetime) -> int:
    """Look through the values of all records for those that count for nobody; gives how many are new."""
    return run(_NOTICE, {"now": now})


@action
def let_go_of_values(*, by: Actor, now: datetime) -> int:
    """Values that were mended where they were typed count again; gives how many."""
    if not SharedValue.objects.exists():
        return 0
    lock_everybody()  # or a file might go on that holds one of them to be nobody's
    return run(_LET_GO)
