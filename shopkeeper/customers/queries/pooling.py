"""All records are streamed into a pool, out of core: their forms as filed, or worked out where they are not."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from shopkeeper.customers.rules.matching.forms import SAID, list_keys, standardize, write_form
from shopkeeper.customers.rules.matching.people import forget_shared_values
from shopkeeper.customers.rules.matching.scheme import SCHEME
from shopkeeper.customers.sql import read

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.pool import Pool

_STANDING = """
SELECT r.id, coalesce(c.merged_into_id, c.id), extract(epoch FROM c.created_at),
       CASE WHEN r.person_key <> '' THEN md5(r.source || chr(31) || r.person_key) END,
       (l.reason = 'model' AND l.starts_at >= %(since)s::timestamptz)
       OR coalesce(m.reason = 'model' AND m.at >= %(since)s::timestamptz, false), {more}
FROM customers_sourcerecord AS r JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id
LEFT JOIN customers_merge AS m ON m.merged_id = c.id AND m.undone_at IS NULL
LEFT JOIN customers_standardform AS f ON f.record_id = r.id AND f.scheme = %(scheme)s
WHERE r.described AND r.erased_at IS NULL AND f.record_id IS {filed}
"""
_FILED = _STANDING.format(more="f.form, f.keys", filed="NOT NULL")
_UNFILED = _STANDING.format(more=", ".join(f"r.{name}" for name in SAID), filed="NULL")

_VOID = """
SELECT k.record_id, array_agg(DISTINCT k.kind) FROM customers_matchkey AS k
JOIN customers_sharedvalue AS s ON s.kind = k.kind AND s.digest = k.digest GROUP BY 1
"""
_COLUMN_OF = {"email": "email", "phone_and_name": "phone", "card": "card"}


def fill_pool(pool: "Pool", *, since: datetime | None) -> None:
    """Every record that describes somebody, without values that count for nobody.

    :param since: when the model that is to weigh them was switched on, None where it is not
    """
    facts = {"scheme": SCHEME, "since": since or "infinity"}
    filed, worked_out = pool.files / "filed.csv", pool.files / "worked_out.csv"
    copying = f"COPY ({_FILED}) TO STDOUT (FORMAT csv)"
    with filed.open("wb") as file, connection.cursor() as cursor, cursor.copy(copying, facts) as rows:
        file.writelines(rows)
    with worked_out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for *standing, said in _stream_unfiled(facts):
            form = standardize(said)
            writer.writerow([*standing, write_form(form), "{" + ",".join(map(str, list_keys(form).values())) + "}"])
    pool.fill(filed, worked_out)
    forget_shared_values(pool, void=_read_void())


def _stream_unfiled(facts: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    kinds = ["text"] * 5 + ["date" if name == "born_on" else "text" for name in SAID]
    with connection.cursor() as cursor, cursor.copy(f"COPY ({_UNFILED}) TO STDOUT", facts) as copy:
        copy.set_types(kinds)
        for row in copy.rows():
            yield *row[:5], dict(zip(SAID, row[5:], strict=True))


def _read_void() -> dict[str, list[str]]:
    return {str(record): [_COLUMN_OF[kind] for kind in kinds if kind in _COLUMN_OF] for record, kinds in read(_VOID)}
