"""Keys of foreign systems, resolved set-wise: in the row's own source, else where exactly one other source has it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, models

from shopkeeper.core.setwise import defaults_of, execute, refresh_statistics

_OTHER_SOURCES = """
    WITH RECURSIVE sources(source) AS (
        SELECT min(source) FROM {table}
        UNION ALL
        SELECT (SELECT min(source) FROM {table} t WHERE t.source > sources.source) FROM sources WHERE source IS NOT NULL
    )
    SELECT source FROM sources WHERE source IS NOT NULL"""


def resolve_keys(keys: str, model: type[models.Model], fields: Mapping[str, str]) -> None:
    """Fill `fields` (field of the key table -> SQL over the row `t`) for the keys that `model` knows."""
    find_in_own_source(keys, model, fields)
    find_elsewhere(keys, model, fields)


def find_in_own_source(keys: str, model: type[models.Model], fields: Mapping[str, str]) -> None:
    """Fill the fields of keys that a row of the same source has."""
    sets = ", ".join(f"{name} = {sql}" for name, sql in fields.items())
    execute(
        f"UPDATE {keys} k SET {sets} FROM {model._meta.db_table} t"
        " WHERE k.id IS NULL AND t.source = k.source AND t.source_key = k.key"
    )


def find_elsewhere(keys: str, model: type[models.Model], fields: Mapping[str, str]) -> None:
    """Fill the fields of keys that exactly one other source has."""
    table = model._meta.db_table
    asking = {source for (source,) in _fetch(f"SELECT DISTINCT source FROM {keys} WHERE id IS NULL")}
    having = _sources(table)
    if not any(asking - {source} for source in having):  # nobody asks, or each would only be asked for its own again
        return
    sets = ", ".join(f"{name} = {sql}" for name, sql in fields.items())
    listed = ", ".join(f"'{source.replace(chr(39), chr(39) * 2)}'" for source in having)
    execute(f"""
        UPDATE {keys} k SET {sets} FROM {table} t, (
            SELECT o.source, o.key, (array_agg(f.id))[1] AS id
            FROM {keys} o, unnest(ARRAY[{listed}]) other(source), {table} f
            WHERE o.id IS NULL AND f.source = other.source AND f.source_key = o.key
            GROUP BY o.source, o.key HAVING count(*) = 1
        ) one WHERE one.source = k.source AND one.key = k.key AND t.id = one.id""")


def make_stubs(
    keys: str, model: type[models.Model], values: Mapping[str, str], *, now: datetime, where: str = "true"
) -> None:
    """Write a row "seen, not described" for each key still unknown; `values` maps columns to SQL over the key `k`."""
    own = {"source", "source_key", "recorded_at", "described"}
    columns = {**{name: sql for name, sql in defaults_of(model).items() if name not in own}, **values}
    listed = "".join(f", {column}" for column in columns)
    given = "".join(f", {sql}" for sql in columns.values())
    made = execute(
        f"INSERT INTO {model._meta.db_table} (id, source, source_key, recorded_at, described{listed})"
        f" SELECT uuidv7(), k.source, k.key, %s, false{given} FROM {keys} k WHERE k.id IS NULL AND ({where})"
        " ON CONFLICT DO NOTHING",
        [now],
    )
    refresh_statistics(model, made)


def resolve_or_stub(keys: str, model: type[models.Model], values: Mapping[str, str], *, now: datetime) -> None:
    """Resolve keys to the ids of `model`; the others become stubs with `values`."""
    resolve_keys(keys, model, {"id": "t.id"})
    if _has_open(keys):
        make_stubs(keys, model, values, now=now)
        find_in_own_source(keys, model, {"id": "t.id"})


def _has_open(keys: str) -> bool:
    return bool(_fetch(f"SELECT 1 FROM {keys} WHERE id IS NULL LIMIT 1"))


def _sources(table: str) -> list[str]:
    return [source for (source,) in _fetch(_OTHER_SOURCES.format(table=table))]


def _fetch(statement: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
