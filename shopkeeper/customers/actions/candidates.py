"""Which pairs are worth weighing: arriving lines with each other, and with the stored records under their keys."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from shopkeeper.core.statements import as_array
from shopkeeper.customers.actions.at_hand import AtHand, Far, Near
from shopkeeper.customers.actions.concluding import Sheet, forget_kinds
from shopkeeper.customers.models import SharedValue
from shopkeeper.customers.rules.matching.forms import Form, read_form
from shopkeeper.customers.sql import read
from shopkeeper.engines.linkage import MOST_IN_A_KEY

_STORED = f"""
SELECT key, records FROM unnest(%(keys)s::bigint[]) AS mine (key), LATERAL (
    SELECT count(*) AS count, CASE WHEN count(*) <= {MOST_IN_A_KEY} THEN string_agg(record_id::text, ',') END AS records
    FROM (SELECT record_id FROM customers_blockingkey WHERE key = mine.key LIMIT {MOST_IN_A_KEY + 1}) AS b
) AS stored WHERE count > 0
"""  # noqa: S608  numbers of ours
"""Stored records under each key, unless they are too many to be of use. Keys come as the index stands."""

_FORMS = "SELECT record_id, form FROM customers_standardform WHERE record_id = ANY(%(records)s::uuid[])"

_VOID = """
SELECT k.record_id, k.kind FROM customers_matchkey AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
"""
_VOID_NOW = f"{_VOID} WHERE s.noticed_at = %(now)s"
_VOID_RECORDS = f"{_VOID} WHERE k.record_id = ANY(%(records)s::uuid[])"

type Void[T] = Mapping[T, Sequence[str]]
"""Kinds of values that count for nobody, by the line or record that holds them."""


def find_stored(sheet: Sheet, keys: Mapping[int, list[int]], at_hand: AtHand) -> tuple[Near, Far]:
    """Whom the lines share useful keys with, once the database was asked for what is not at hand."""
    cleaned = (own for line, own in keys.items() if own is not sheet.keys[line])
    if unknown := at_hand.list_unknown(chain.from_iterable([*sheet.keys.values(), *cleaned])):
        at_hand.take_in(read(_STORED, {"keys": as_array(unknown)}))
    near, far = find_at_hand(sheet, keys, at_hand)
    if formless := at_hand.list_formless(far):
        forms = {record: read_form(written) for record, written in read(_FORMS, {"records": as_array(formless)})}
        at_hand.keep_forms(without_void(forms))
    return near, far


def find_at_hand(sheet: Sheet, keys: Mapping[int, list[int]], at_hand: AtHand) -> tuple[Near, Far]:
    """Whom the lines share useful keys with among what this import has at hand, records that they correct aside."""
    return at_hand.share(keys, [sheet.records[line] for line, owner in sheet.owners.items() if owner])


def list_void(*, noticed_at: datetime) -> Void[UUID]:
    """The kinds of values of each stored record that count for nobody since then."""
    return kinds_by(read(_VOID_NOW, {"now": noticed_at}))


def without_void(forms: dict[UUID, Form]) -> dict[UUID, Form]:
    """Forms of stored records without the values that count for nobody."""
    if not forms or not SharedValue.objects.exists():
        return forms
    void = kinds_by(read(_VOID_RECORDS, {"records": as_array(forms)}))
    return forms | {record: forget_kinds(forms[record], kinds) for record, kinds in void.items()}


def kinds_by(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[str]]:
    """The kinds of values that are listed for each line or record."""
    kinds: dict[Any, list[str]] = {}
    for name, kind in rows:
        kinds.setdefault(name, []).append(kind)
    return kinds
