"""Foreign keys of a whole batch, checked in one statement for each noun instead of row by row."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

_MAY_SWITCH = """
SELECT has_parameter_privilege('session_replication_role', 'SET') AND NOT EXISTS (
    SELECT FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgname <> %s AND tgtype & %s <> 0)"""
_INSERTS, _CHANGES = 4, 8 | 16
"""What wakes a trigger, as `pg_trigger` has it."""
_HELD = """
WITH wanted AS (SELECT DISTINCT {value} AS id FROM {rows}), held AS (
    SELECT p.{key} FROM {parents} p JOIN wanted ON wanted.id = p.{key} ORDER BY p.{key} FOR KEY SHARE OF p
)
SELECT (SELECT count(id) FROM wanted) = (SELECT count(*) FROM held)"""
_WORTH_IT = 1_000
"""Rows; below that, PostgreSQL's own checks cost nothing that anybody would notice."""


@contextmanager
def checked_at_once(
    model: type[models.Model], values: Mapping[str, str], rows: str, count: int, *, only_new: bool = False
) -> Iterator[None]:
    """Write rows to `model` inside, with `values` (columns to SQL over `rows`), without a check for each row.

    PostgreSQL looks up and locks the parent of every row by itself, which takes longer than writing the rows. Here the
    parents of all rows are looked up and locked in one go, with the same lock until the same commit, so nobody can take
    them away. Where one is missing, where the server does not let us, or where other triggers want to see the rows,
    PostgreSQL checks as always. The trigger behind `written_xid` sleeps too: whoever updates inside sets that column.

    :param only_new: nothing is updated or deleted inside, so triggers of such changes may sleep
    """
    if count < _WORTH_IT or not _may_switch(model, only_new=only_new) or not _hold_parents(model, values, rows):
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    yield  # a failure needs no tidying up: it rolls back the setting too
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")


def _may_switch(model: type[models.Model], *, only_new: bool) -> bool:
    table = model._meta.db_table
    wakes = _INSERTS if only_new else _INSERTS | _CHANGES
    with connection.cursor() as cursor:
        cursor.execute(_MAY_SWITCH, [table, f"{table}_track_writes", wakes])
        return bool(cursor.fetchone()[0])


def _hold_parents(model: type[models.Model], values: Mapping[str, str], rows: str) -> bool:
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.is_relation]
    return all(_hold(field, values[field.column], rows) for field in fields if field.column in values)


def _hold(field: Any, value: str, rows: str) -> bool:
    parent = field.related_model._meta
    with connection.cursor() as cursor:
        cursor.execute(_HELD.format(value=value, rows=rows, key=field.target_field.column, parents=parent.db_table))
        return bool(cursor.fetchone()[0])
