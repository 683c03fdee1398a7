"""Who is who among arriving rows by the model in force: forms, keys, weights and groups are those of the batch."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from shopkeeper.customers.actions.concluding import Around, Doubt, Sheet, Standing, Weighed, conclude, forget_kinds
from shopkeeper.customers.actions.filing import standardize_rows
from shopkeeper.customers.actions.gathering import read, run
from shopkeeper.customers.actions.meanwhile import Work, meanwhile
from shopkeeper.customers.actions.planned import listed
from shopkeeper.customers.actions.resolution import Verdict, list_evidence, rank
from shopkeeper.customers.contracts import MatchKind
from shopkeeper.customers.models import SharedValue
from shopkeeper.customers.queries.matching import OnlineModel, list_apart
from shopkeeper.customers.rules.matching.configuration import IN_DOUBT
from shopkeeper.customers.rules.matching.forms import SAID, Form, list_keys, read_form
from shopkeeper.engines.linkage import MOST_IN_A_KEY, bits_of

_ARRIVING = f"SELECT line, {', '.join(SAID)} FROM customers_arriving ORDER BY line"  # noqa: S608  constants
_KNOWN = "SELECT line, record_id, owner_id FROM customers_arriving ORDER BY line"

_SHARED = f"""
DROP TABLE IF EXISTS customers_shared;
CREATE TEMP TABLE customers_shared ON COMMIT DROP AS
WITH mine AS MATERIALIZED (
    SELECT key, array_agg(line) AS lines FROM unnest(%(keys)s::bigint[], %(lines)s::int[]) AS k (key, line)
    GROUP BY key ORDER BY key  -- as the index stands, so that no page of it is asked for twice
)
SELECT lines, records FROM mine, LATERAL (
    SELECT coalesce(array_agg(b.record_id) FILTER (WHERE b.record_id <> ALL(%(corrected)s::uuid[])), '{{}}') AS records
    FROM (SELECT record_id FROM customers_blockingkey WHERE key = mine.key LIMIT {MOST_IN_A_KEY + 1}) AS b
) AS stored WHERE cardinality(lines) + cardinality(records) BETWEEN 2 AND {MOST_IN_A_KEY};
ANALYZE customers_shared;
"""  # noqa: S608  numbers of ours
"""Arriving lines and stored records under each key that is not too common to be of use."""

_NEAR = """
SELECT DISTINCT one, other FROM customers_shared, unnest(lines) AS one, unnest(lines) AS other WHERE one < other
"""

_FAR = """
WITH pair AS (
    SELECT DISTINCT record_id, line FROM customers_shared, unnest(records) AS record_id, unnest(lines) AS line
)
SELECT f.record_id, coalesce(c.merged_into_id, c.id), f.form, p.lines
FROM (SELECT record_id, array_agg(line) AS lines FROM pair GROUP BY record_id) AS p
JOIN customers_standardform AS f USING (record_id)
JOIN customers_link AS l ON l.record_id = f.record_id AND l.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id
"""

_OF_OWNERS = """
SELECT f.record_id, coalesce(c.merged_into_id, c.id), f.form FROM customers_customer AS c
JOIN customers_link AS l ON l.customer_id = c.id AND l.ends_at IS NULL
JOIN customers_standardform AS f ON f.record_id = l.record_id
WHERE c.id = ANY(%(owners)s::uuid[]) OR c.merged_into_id = ANY(%(owners)s::uuid[])
"""

_VOID_LINES = """
SELECT k.line, k.kind FROM customers_arriving_key AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
"""

_VOID_RECORDS = """
SELECT k.record_id, k.kind FROM customers_matchkey AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest WHERE k.record_id = ANY(%(records)s::uuid[])
"""


def read_sheet(preparing: Iterable[Work]) -> Sheet:
    """The rows of `customers_arriving`; by the work that is carried out meanwhile, their records get their ids."""
    rows = read(_ARRIVING)
    with meanwhile(preparing):
        forms = dict(standardize_rows(rows))
        keys = {line: list(list_keys(form).values()) for line, form in forms.items()}
    known = read(_KNOWN)
    return Sheet(
        forms=forms,
        keys=keys,
        records={line: record for line, record, _ in known},
        owners={line: owner for line, _, owner in known},
    )


def resolve_by(online: OnlineModel, sheet: Sheet, waiting: Iterable[Work]) -> tuple[Verdict, list[Doubt]]:
    """Decide for every arriving line: sure pairs are one, pairs in doubt are named, all others are strangers.

    What waits to be written is written while pairs are weighed.
    """
    own, keys = _without_void(sheet)
    _share_keys(sheet, keys)
    stored = read(_FAR)
    standing = _stand(row[:3] for row in stored)
    near, far = read(_NEAR), ((line, record) for record, _, _, lines in stored for line in lines)
    with meanwhile(waiting):
        weighed = list(_weigh(online, own, standing, near, far))
    told = list_evidence(sheet.owners, [MatchKind.PERSON_KEY])
    people = {standing.owners[node] for edge in weighed for node in edge[:2] if isinstance(node, UUID)}
    people |= {node for item in told for node in (item.left, item.right) if isinstance(node, UUID)}
    people |= {owner for owner in sheet.owners.values() if owner}
    family = _stand(read(_OF_OWNERS, {"owners": listed(people)})) if people else Standing()
    around = Around(people, family, list_apart() if people else [], rank(people))
    return conclude(online, sheet, own, weighed, told, around)


def _share_keys(sheet: Sheet, keys: dict[int, list[int]]) -> None:
    """Fill `customers_shared`."""
    placed = [(key, line) for line, own in keys.items() for key in own]
    facts = {
        "keys": listed(key for key, _ in placed),
        "lines": listed(line for _, line in placed),
        "corrected": listed(sheet.records[line] for line, owner in sheet.owners.items() if owner),
    }
    run(_SHARED, facts)


def _weigh(
    online: OnlineModel,
    own: dict[int, Form],
    standing: Standing,
    near: Iterable[tuple[Any, ...]],
    far: Iterable[tuple[int, UUID]],
) -> Iterator[Weighed]:
    weigh, least = online.scorer.weigh_if, bits_of(IN_DOUBT)
    for one, other in near:
        bits = weigh(own[one], own[other], at_least=least)
        if bits is not None:
            yield one, other, bits
    for line, record in far:
        bits = weigh(own[line], standing.forms[record], at_least=least)
        if bits is not None:
            yield line, record, bits


def _stand(rows: Iterable[tuple[Any, ...]]) -> Standing:
    """Stored records of which the rows give id, owner and form."""
    standing = Standing()
    for record, owner, written in rows:
        standing.forms[record] = read_form(written)
        standing.owners[record] = owner
    if standing.forms and SharedValue.objects.exists():
        for record, kinds in _kinds_by(read(_VOID_RECORDS, {"records": listed(standing.forms)})).items():
            standing.forms[record] = forget_kinds(standing.forms[record], kinds)
    return standing


def _without_void(sheet: Sheet) -> tuple[dict[int, Form], dict[int, list[int]]]:
    """Forms and keys of the lines without values that count for nobody."""
    void = _kinds_by(read(_VOID_LINES)) if SharedValue.objects.exists() else {}
    cleaned = {line: forget_kinds(sheet.forms[line], kinds) for line, kinds in void.items() if line in sheet.forms}
    keys = {line: list(list_keys(form).values()) for line, form in cleaned.items()}
    return sheet.forms | cleaned, sheet.keys | keys


def _kinds_by(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[str]]:
    kinds: dict[Any, list[str]] = {}
    for name, kind in rows:
        kinds.setdefault(name, []).append(kind)
    return kinds
