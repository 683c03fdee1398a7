"""Forms and keys of records: written with each arrival while a model is in force, and for all once one is."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import as_array, run_bytes
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.models import MatchingModel, StandardForm
from shopkeeper.customers.rules.matching.forms import SAID, Form, list_keys, standardize, write_form
from shopkeeper.customers.rules.matching.scheme import SCHEME
from shopkeeper.customers.rules.matching.signing import get_signature
from shopkeeper.customers.sql import read, run

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.signatures import Rows

_AT_ONCE = 5_000

_FILE = """
WITH filed AS (
    INSERT INTO customers_standardform (record_id, form, keys, scheme, signature)
    SELECT record_id, form, keys::bigint[], %(scheme)s::int,
           substring(%(signatures)s::bytea FROM ((place - 1) * %(width)s::int + 1)::int FOR %(width)s::int)
    FROM unnest(%(records)s::uuid[], string_to_array(%(forms)s::text, E'\n'), string_to_array(%(keys)s::text, E'\n'))
        WITH ORDINALITY AS f (record_id, form, keys, place)
    RETURNING record_id, keys
)
INSERT INTO customers_blockingkey (key, record_id) SELECT unnest(keys) AS key, record_id FROM filed ORDER BY 1
"""
"""Forms and keys come as lines of text, which neither holds: arrays of thousands of texts take longer to write out.
Signatures are all equally wide, and come in one piece."""

_TAKE_OUT = """
DELETE FROM customers_blockingkey AS b USING customers_standardform AS f
WHERE f.record_id = ANY(%(records)s) AND b.record_id = f.record_id AND b.key = ANY(f.keys);
DELETE FROM customers_standardform WHERE record_id = ANY(%(records)s);
DELETE FROM customers_rulekey WHERE record_id = ANY(%(records)s);
"""

_UNFILED = f"""
SELECT r.id, {", ".join(f"r.{name}" for name in SAID)} FROM customers_sourcerecord AS r
WHERE r.described AND r.erased_at IS NULL AND r.id > %(after)s
  AND NOT EXISTS (SELECT FROM customers_standardform AS f WHERE f.record_id = r.id)
ORDER BY r.id LIMIT {_AT_ONCE}
"""  # noqa: S608  the columns are constants of this module

Progress = Callable[[int], None]


def file_forms(filed: Sequence[tuple[UUID, Form, Iterable[int]]], signatures: "Rows") -> None:
    """File records that are not filed yet, or any more: each with its form and keys, and its signature."""
    facts = {
        "records": as_array([record for record, _, _ in filed]),
        "forms": "\n".join(write_form(form) for _, form, _ in filed),
        "keys": "\n".join(as_array(keys) for _, _, keys in filed),
        "signatures": signatures.tobytes(),
        "width": signatures.itemsize,
    }
    run_bytes(_FILE, {**facts, "scheme": SCHEME})


def take_out(records: Sequence[UUID]) -> None:
    """Forget the forms and keys of records that say something else now, or nothing any more."""
    if records:
        run(_TAKE_OUT, {"records": list(records)})


def file_records(*, by: Actor, now: datetime, progress: Progress | None = None) -> int:
    """File every record that is not, a few thousand at a time, so that a model may resolve arrivals; gives how many.

    Killed anywhere, it goes on where it was. Until it is through, arrivals are resolved by fixed rules.
    """
    if not MatchingModel.objects.filter(in_force=True).exclude(filed_as=SCHEME).exists():
        return 0
    drop_foreign_forms(by=by, now=now)
    filed, after = 0, UUID(int=0)
    while True:
        count, after = file_some(after=after, by=by, now=now)
        filed += count
        if progress and count:
            progress(filed)
        if count < _AT_ONCE:
            return filed


@action
def drop_foreign_forms(*, by: Actor, now: datetime) -> None:
    """Forms and keys of another version of the program are of no use to this one."""
    lock_everybody()
    if StandardForm.objects.exclude(scheme=SCHEME).exists():
        run("TRUNCATE customers_standardform, customers_blockingkey")


@action
def file_some(*, after: UUID, by: Actor, now: datetime) -> tuple[int, UUID]:
    """File the next records behind this one; with the last of them, the model in force begins to resolve arrivals."""
    lock_everybody()
    rows = read(_UNFILED, {"after": after})
    filed = [(record, form, list_keys(form).values()) for record, form in standardize_rows(rows)]
    file_forms(filed, get_signature().read([form for _, form, _ in filed]))
    if len(rows) < _AT_ONCE:
        MatchingModel.objects.filter(in_force=True).update(filed_as=SCHEME)
    return len(rows), rows[-1][0] if rows else after


def standardize_rows(rows: Iterable[Sequence[Any]]) -> Iterable[tuple[Any, Form]]:
    """The form of each row of something that names it and then `SAID`."""
    for name, *said in rows:
        yield name, standardize(dict(zip(SAID, said, strict=True)))
