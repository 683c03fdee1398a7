"""Who is who among arriving rows by the model in force: forms, keys, weights and groups are those of the batch."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any
from uuid import UUID

from shopkeeper.customers.actions.concluding import Around, Doubt, Sheet, Standing, Weighed, conclude, forget_kinds
from shopkeeper.customers.actions.filing import standardize_rows
from shopkeeper.customers.actions.gathering import read
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

_FOUND = f"""
SELECT k.key, f.record_id FROM unnest(%(keys)s::bigint[]) AS k (key), LATERAL (
    SELECT b.record_id FROM customers_blockingkey AS b WHERE b.key = k.key LIMIT {MOST_IN_A_KEY + 1}
) AS f
"""  # noqa: S608  a number of ours

_STANDING = """
SELECT f.record_id, coalesce(c.merged_into_id, c.id), f.form FROM customers_standardform AS f
JOIN customers_link AS l ON l.record_id = f.record_id AND l.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id WHERE f.record_id = ANY(%(records)s::uuid[])
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


def read_sheet() -> Sheet:
    """The rows of `customers_arriving`, whose records must have their ids."""
    known = read(_KNOWN)
    forms = dict(standardize_rows(read(_ARRIVING)))
    return Sheet(
        forms=forms,
        keys={line: list(list_keys(form).values()) for line, form in forms.items()},
        records={line: record for line, record, _ in known},
        owners={line: owner for line, _, owner in known},
    )


def resolve_by(online: OnlineModel, sheet: Sheet) -> tuple[Verdict, list[Doubt]]:
    """Decide for every arriving line: sure pairs are one, pairs in doubt are named, all others are strangers."""
    own, keys = _without_void(sheet)
    near, far = _find_pairs(keys, set(sheet.records.values()))
    standing = _read_standing(_STANDING, "records", {record for _, record in far})
    weighed = list(_weigh(online, own, standing, near, far))
    told = list_evidence(sheet.owners, [MatchKind.PERSON_KEY])
    people = {standing.owners[node] for edge in weighed for node in edge[:2] if isinstance(node, UUID)}
    people |= {node for item in told for node in (item.left, item.right) if isinstance(node, UUID)}
    people |= {owner for owner in sheet.owners.values() if owner}
    family = _read_standing(_OF_OWNERS, "owners", people)
    around = Around(people, family, list_apart() if people else [], rank(people))
    return conclude(online, sheet, own, weighed, told, around)


def _find_pairs(keys: dict[int, list[int]], arriving: set[UUID]) -> tuple[set[tuple[int, int]], set[tuple[int, UUID]]]:
    """Lines and lines, lines and stored records that share a key which is not too common to be of use."""
    lines: dict[int, list[int]] = {}
    for line, own in keys.items():
        for key in own:
            lines.setdefault(key, []).append(line)
    stored: dict[int, list[UUID]] = {}
    for key, record in read(_FOUND, {"keys": listed(lines)}):
        if record not in arriving:
            stored.setdefault(key, []).append(record)
    near: set[tuple[int, int]] = set()
    far: set[tuple[int, UUID]] = set()
    for key, mine in lines.items():
        theirs = stored.get(key, ())
        if 1 < len(mine) + len(theirs) <= MOST_IN_A_KEY:
            near.update(combinations(mine, 2))
            far.update((line, record) for line in mine for record in theirs)
    return near, far


def _weigh(
    online: OnlineModel,
    own: dict[int, Form],
    standing: Standing,
    near: Iterable[tuple[int, int]],
    far: Iterable[tuple[int, UUID]],
) -> Iterator[Weighed]:
    weigh, least = online.scorer.weigh_if, bits_of(IN_DOUBT)
    for one, other in near:
        bits = weigh(own[one], own[other], at_least=least)
        if bits is not None:
            yield one, other, bits
    for line, record in far:
        form = standing.forms.get(record)
        bits = weigh(own[line], form, at_least=least) if form else None
        if bits is not None:
            yield line, record, bits


def _read_standing(statement: str, name: str, wanted: set[UUID]) -> Standing:
    standing = Standing()
    for record, owner, written in read(statement, {name: listed(wanted)}) if wanted else ():
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
