"""Which pairs are worth weighing: arriving lines with each other, and with the stored records under their keys."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched, chain
from typing import Any
from uuid import UUID

from shopkeeper.core.statements import Ids, as_array, fetch_bytes, run_bytes
from shopkeeper.customers.actions.at_hand import AtHand, Far, Near
from shopkeeper.customers.actions.concluding import Sheet, forget_kinds
from shopkeeper.customers.models import SharedValue
from shopkeeper.customers.rules.matching.forms import Form, read_form
from shopkeeper.customers.rules.matching.signing import get_signature
from shopkeeper.customers.sql import read
from shopkeeper.engines.linkage import MOST_IN_A_KEY

_STORED = f"""
SELECT key, records FROM unnest(%(keys)s::bigint[]) AS mine (key), LATERAL (
    SELECT count(*) AS count,
           CASE WHEN count(*) <= {MOST_IN_A_KEY} THEN string_agg(uuid_send(record_id), '') END AS records
    FROM (SELECT record_id FROM customers_blockingkey WHERE key = mine.key LIMIT {MOST_IN_A_KEY + 1}) AS b
) AS stored WHERE count > 0
"""  # noqa: S608  numbers of ours
"""Stored records under each key, unless they are too many to be of use. Keys come as the index stands."""

_FORMS = """
SELECT record_id, form FROM customers_standardform WHERE record_id = ANY((SELECT %(records)s::uuid[])::uuid[])
"""
"""Of an array that it sees the planner looks at each value, which takes longer than to fetch it: so it sees none."""

_SIGNATURES = """
SELECT string_agg(uuid_send(record_id) || signature, '') FILTER (WHERE signature IS NOT NULL),
       array_agg(record_id) FILTER (WHERE signature IS NULL)
FROM customers_standardform WHERE record_id = ANY((SELECT %(records)s::uuid[])::uuid[])
"""
"""All in one value, since thousands of them, one by one, would take longer to hand over than to compare. Many stand
near each other: asked for by an array and not by a join, they are found in one walk through the index."""

_VOID = """
SELECT k.record_id, k.kind FROM customers_matchkey AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest
"""
_VOID_NOW = f"{_VOID} WHERE s.noticed_at = %(now)s"
_VOID_RECORDS = f"{_VOID} WHERE k.record_id IN (SELECT unnest(%(records)s::uuid[]))"

_SIGN = """
UPDATE customers_standardform AS f
SET signature = substring(%(signatures)s::bytea FROM ((m.at - 1) * %(width)s::int + 1)::int FOR %(width)s::int)
FROM unnest(%(records)s::uuid[]) WITH ORDINALITY AS m (record, at) WHERE f.record_id = m.record
"""

_AT_ONCE = 5_000
"""Signatures that are fetched together: of more the database would move one large value about again and again."""

type Void[T] = Mapping[T, Sequence[str]]
"""Kinds of values that count for nobody, by the line or record that holds them."""


def find_stored(sheet: Sheet, keys: Mapping[int, list[int]], at_hand: AtHand) -> tuple[Near, Far]:
    """Whom the lines share useful keys with, with all signatures, once the database was asked for what lacks."""
    cleaned = (own for line, own in keys.items() if own is not sheet.keys[line])
    if unknown := at_hand.list_unknown(chain.from_iterable([*sheet.keys.values(), *cleaned])):
        at_hand.take_in(fetch_bytes(_STORED, {"keys": as_array(unknown)}))
    near, far = find_at_hand(sheet, keys, at_hand)
    for some in batched(at_hand.list_unsigned(far), _AT_ONCE):
        _fetch_signatures(some, at_hand)
    return near, far


def fetch_forms(places: Iterable[int], at_hand: AtHand) -> None:
    """What the stored records at these places say, where it is not at hand."""
    if formless := at_hand.list_formless(places):
        at_hand.keep_forms(_read_forms(formless, at_hand))


def _fetch_signatures(places: Sequence[int], at_hand: AtHand) -> None:
    """Those of records of which a value counts for nobody are made of what is left."""
    records = at_hand.name_records(places)
    [(written, unsigned)] = fetch_bytes(_SIGNATURES, {"records": records})
    if written:
        names, rows = get_signature().load(written)
        at_hand.signed.keep(at_hand.places_of(names), rows)
    if unsigned:
        _sign_stored(at_hand.list_places(unsigned), at_hand)
    if void := at_hand.list_places(_list_void_kinds(records)):
        forms = _read_forms(void, at_hand)
        at_hand.signed.keep(forms, get_signature().read([*forms.values()]))


def _sign_stored(places: Iterable[int], at_hand: AtHand) -> None:
    """Records that came one by one get their signatures when a file first meets them."""
    rows = fetch_bytes(_FORMS, {"records": at_hand.name_records(places)})
    forms = {at_hand.place_of(record): read_form(written) for record, written in rows}
    signatures = get_signature().read([*forms.values()])
    facts = {"records": at_hand.name_records(forms), "signatures": signatures.tobytes(), "width": signatures.itemsize}
    run_bytes(_SIGN, facts)
    at_hand.signed.keep(forms, signatures)


def _read_forms(places: Iterable[int], at_hand: AtHand) -> dict[int, Form]:
    rows = fetch_bytes(_FORMS, {"records": at_hand.name_records(places)})
    forms = without_void({record: read_form(written) for record, written in rows})
    return {at_hand.place_of(record): form for record, form in forms.items()}


def find_at_hand(sheet: Sheet, keys: Mapping[int, list[int]], at_hand: AtHand) -> tuple[Near, Far]:
    """Whom the lines share useful keys with among what this import has at hand, records that they correct aside."""
    return at_hand.share(keys, [sheet.records[line] for line, owner in sheet.owners.items() if owner])


def list_void(*, noticed_at: datetime) -> Void[UUID]:
    """The kinds of values of each stored record that count for nobody since then."""
    return kinds_by(read(_VOID_NOW, {"now": noticed_at}))


def without_void(forms: dict[UUID, Form]) -> dict[UUID, Form]:
    """Forms of stored records without the values that count for nobody."""
    void = _list_void_kinds(Ids(record.bytes for record in forms)) if forms else {}
    return forms | {record: forget_kinds(forms[record], kinds) for record, kinds in void.items()}


def _list_void_kinds(records: Ids) -> Void[UUID]:
    """The kinds of values of these records that count for nobody."""
    return kinds_by(fetch_bytes(_VOID_RECORDS, {"records": records})) if SharedValue.objects.exists() else {}


def kinds_by(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[str]]:
    """The kinds of values that are listed for each line or record."""
    kinds: dict[Any, list[str]] = {}
    for name, kind in rows:
        kinds.setdefault(name, []).append(kind)
    return kinds
