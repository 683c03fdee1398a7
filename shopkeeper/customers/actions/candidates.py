"""Which pairs are worth weighing: arriving lines with each other, and with the stored records under their keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from shopkeeper.customers.actions.at_hand import AtHand
from shopkeeper.customers.actions.concluding import Sheet, forget_kinds
from shopkeeper.customers.actions.planned import listed
from shopkeeper.customers.models import SharedValue
from shopkeeper.customers.rules.matching.forms import Form, read_form
from shopkeeper.customers.sql import read, run
from shopkeeper.engines.linkage import MOST_IN_A_KEY

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
SELECT f.record_id, f.form, p.lines
FROM (SELECT record_id, array_agg(line) AS lines FROM pair GROUP BY record_id) AS p
JOIN customers_standardform AS f USING (record_id)
"""

_ALL_VOID = """
SELECT k.record_id, k.kind FROM customers_matchkey AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
"""
_VOID_RECORDS = f"{_ALL_VOID} WHERE k.record_id = ANY(%(records)s::uuid[])"

type Void[T] = Mapping[T, Sequence[str]]
"""Kinds of values that count for nobody, by the line or record that holds them."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of arriving lines, pairs of a line and a stored record, and the forms of those records."""

    near: Iterable[tuple[int, int]]
    far: Iterable[tuple[int, UUID]]
    forms: Mapping[UUID, Form]


def find_at_hand(sheet: Sheet, keys: Mapping[int, list[int]], at_hand: AtHand, void: Void[UUID]) -> Candidates:
    """Whom the lines share useful keys with among what this import has at hand: the database is asked nothing."""
    near, far = at_hand.share(keys, _list_corrected(sheet))
    forms = {record: at_hand.forms[record] for record in set(chain.from_iterable(far.values()))}
    cleaned = {record: forget_kinds(forms[record], void[record]) for record in void.keys() & forms.keys()}
    return Candidates(
        near=((one, other) for one, others in near.items() for other in others),
        far=((line, record) for line, records in far.items() for record in records),
        forms=forms | cleaned,
    )


def find_stored(sheet: Sheet, keys: Mapping[int, list[int]]) -> Candidates:
    """Whom the lines share useful keys with, asked of the database."""
    corrected = _list_corrected(sheet)
    placed = [(key, line) for line, own in keys.items() for key in own]
    facts = {"keys": listed(key for key, _ in placed), "lines": listed(line for _, line in placed)}
    run(_SHARED, {**facts, "corrected": listed(corrected)})
    stored = read(_FAR)
    return Candidates(
        near=((one, other) for one, other in read(_NEAR)),
        far=((line, record) for record, _, lines in stored for line in lines),
        forms=without_void({record: read_form(written) for record, written, _ in stored}),
    )


def list_void() -> Void[UUID]:
    """The kinds of values of each stored record that count for nobody."""
    return kinds_by(read(_ALL_VOID)) if SharedValue.objects.exists() else {}


def without_void(forms: dict[UUID, Form]) -> dict[UUID, Form]:
    """Forms of stored records without the values that count for nobody."""
    if not forms or not SharedValue.objects.exists():
        return forms
    void = kinds_by(read(_VOID_RECORDS, {"records": listed(forms)}))
    return forms | {record: forget_kinds(forms[record], kinds) for record, kinds in void.items()}


def kinds_by(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[str]]:
    """The kinds of values that are listed for each line or record."""
    kinds: dict[Any, list[str]] = {}
    for name, kind in rows:
        kinds.setdefault(name, []).append(kind)
    return kinds


def _list_corrected(sheet: Sheet) -> list[UUID]:
    """The records that say something else now."""
    return [sheet.records[line] for line, owner in sheet.owners.items() if owner]
