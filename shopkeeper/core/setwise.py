"""Set-wise writing: from a staging table into the rows of a model, new, changed or left alone, in one statement."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from shopkeeper.core.foreign_keys import checked_at_once
from shopkeeper.core.intake import IntakeResult, Staged

_STAGED_COLUMN = re.compile(r"\bs\.(\w+)")
_INTEGER_LIMIT = 2_147_483_647
_SMALL_LIMIT = 32_767
_OWN = ("id", "source", "source_key", "recorded_at", "described")


def upsert(
    staged: Staged,
    model: type[models.Model],
    values: dict[str, str],
    *,
    now: datetime,
    conflict: tuple[str, ...] = ("source", "source_key"),
    where: str = "true",
    first: Mapping[str, str] | None = None,
    changed_into: str = "",
) -> IntakeResult:
    """Write staged rows to `model`: `values` maps its fields to SQL over the staged row `s`; `first` does so for
    what is written once and for all, from values that are known to fit.

    Rows that do not fit the model's columns are refused first. A field whose staged columns the file lacks keeps what
    is stored. The same row again writes nothing. What was a stub counts as new once it is described. The table
    `changed_into`, if one is named, gets the ids of rows that were there before and are another now.
    """
    refuse_misfits(staged, model, values)
    written = {**values, **(first or {})}
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in written}
    columns = {fields[name].column: _filled(fields[name], sql) for name, sql in written.items()}
    changing = [fields[name].column for name, sql in values.items() if _is_given(staged, sql)]
    own = _own_columns(model, now)
    others = {name: sql for name, sql in defaults_of(model).items() if name not in own and name not in columns}
    rows = f"{staged.table} s WHERE {batch(staged)} AND ({where})"
    statement = _upsert_statement(model, rows, {**own, **columns, **others}, changing, conflict, changed_into)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {rows}")
        [accepted] = cursor.fetchone()
        with checked_at_once(model, columns, rows, accepted):
            cursor.execute(statement)
            created, updated = cursor.fetchone()
    refresh_statistics(model, created)
    return IntakeResult(created=created, updated=updated, unchanged=accepted - created - updated)


def refresh_statistics(model: type[models.Model], added: int) -> None:
    """Count a table again that has just grown by half: plans made for an empty table take minutes on a full one."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = %s::regclass", [table])
        if added > 100 and added > cursor.fetchone()[0] / 2:
            cursor.execute(f"ANALYZE {table}")


def _upsert_statement(
    model: type[models.Model], rows: str, columns: dict[str, str], changing: list[str], conflict: tuple[str, ...],
    changed_into: str,
) -> str:  # fmt: skip
    table = model._meta.db_table
    described = ["described"] if "described" in columns else []
    touched = [column for column in [*described, *changing] if column not in conflict]
    tracked = ["written_xid = pg_current_xact_id()"] if _has(model, "written_xid") else []
    sets = ", ".join([*(f"{column} = excluded.{column}" for column in touched), *tracked])
    differs = f"({_listed('t', touched)}) IS DISTINCT FROM ({_listed('excluded', touched)})"
    was_stub = " OR NOT old.described" if described else ""
    noted = f", noted AS (INSERT INTO {changed_into} SELECT id FROM written WHERE was_there)" if changed_into else ""
    return f"""
        WITH written AS (
            INSERT INTO {table} AS t ({", ".join(columns)})
            SELECT {", ".join(columns.values())} FROM {rows}
            ON CONFLICT ({", ".join(conflict)}) DO {f"UPDATE SET {sets} WHERE {differs}" if touched else "NOTHING"}
            RETURNING (old.id IS NULL{was_stub}) AS is_new, new.id, old.id IS NOT NULL AS was_there
        ){noted}
        SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written"""


def _has(model: type[models.Model], column: str) -> bool:
    return any(field.column == column for field in model._meta.concrete_fields)


def _listed(alias: str, columns: Iterable[str]) -> str:
    return ", ".join(f"{alias}.{column}" for column in columns)


def _own_columns(model: type[models.Model], now: datetime) -> dict[str, str]:
    has = {field.name for field in model._meta.get_fields()}
    own = {
        "id": "uuidv7()", "source": "s.source", "source_key": "s.source_key",
        "recorded_at": f"'{now.isoformat()}'::timestamptz", "described": "true",
    }  # fmt: skip
    return {name: own[name] for name in _OWN if name in has}


def defaults_of(model: type[models.Model]) -> dict[str, str]:
    """What Django would write into columns that nobody mentions, as SQL, since statements bypass it."""
    plain: list[Any] = [
        f for f in model._meta.concrete_fields if not f.null and not f.primary_key and not f.is_relation
    ]
    return {field.column: _literal(field) for field in plain if field.has_default() or _is_text(field)}


def _literal(field: Any) -> str:
    default = field.get_default()
    if isinstance(field, models.JSONField):
        return f"'{json.dumps(default)}'::jsonb"
    if default == []:
        return "'{}'"
    return f"'{default}'" if isinstance(default, str) else str(default).lower()


def _is_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField)


def _filled(field: Any, sql: str) -> str:
    return f"coalesce({sql}, '')" if _is_text(field) and not field.null else sql


def _is_given(staged: Staged, sql: str) -> bool:
    asked = set(_STAGED_COLUMN.findall(sql))
    return not asked or bool(asked & staged.given)


def batch(staged: Staged) -> str:
    """The condition for the rows of this batch that nobody has refused."""
    return f"s.refusal IS NULL AND s.line >= {staged.first} AND s.line < {staged.last}"


def execute(statement: str, parameters: Sequence[Any] | None = None) -> int:
    """Run one statement on many rows; gives how many it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def refuse(staged: Staged, code: str, condition: str) -> int:
    """Refuse the staged rows `s` that meet the condition; gives how many."""
    return execute(f"UPDATE {staged.table} s SET refusal = '{code}' WHERE {batch(staged)} AND ({condition})")


def refuse_misfits(staged: Staged, model: type[models.Model], values: dict[str, str]) -> None:
    """Refuse rows with a text too long, a number too large or below zero for its column, before they stop a batch."""
    tests = [
        (test, f"{code}:{(_STAGED_COLUMN.findall(sql) or [name])[0]}")
        for name, sql in values.items()
        for test, code in _misfits(model._meta.get_field(name), sql)
    ]
    if not tests:
        return
    cases = " ".join(f"WHEN {test} THEN '{code}'" for test, code in tests)
    unfit = " OR ".join(f"({test})" for test, _ in tests)
    execute(f"UPDATE {staged.table} s SET refusal = CASE {cases} END WHERE {batch(staged)} AND ({unfit})")


def _misfits(field: Any, sql: str) -> list[tuple[str, str]]:
    missing = [] if field.null or _is_text(field) else [(f"({sql}) IS NULL", "missing")]
    return missing + _outsized(field, sql)


def _outsized(field: Any, sql: str) -> list[tuple[str, str]]:
    if isinstance(field, models.CharField):
        return [(f"length({sql}) > {field.max_length}", "too_long")]
    if isinstance(field, models.DecimalField):
        return [(f"abs({sql}) >= 1e{field.max_digits - field.decimal_places}", "too_large")]
    if isinstance(field, models.PositiveSmallIntegerField):
        return [(f"({sql}) < 0", "negative"), (f"({sql}) > {_SMALL_LIMIT}", "too_large")]
    if isinstance(field, models.PositiveIntegerField):
        return [(f"({sql}) < 0", "negative"), (f"({sql}) > {_INTEGER_LIMIT}", "too_large")]
    if isinstance(field, models.IntegerField):
        return [(f"abs({sql}) > {_INTEGER_LIMIT}", "too_large")]
    return []


def refuse_taken(staged: Staged, model: type[models.Model], column: str, value: str, code: str) -> None:
    """Refuse rows whose `value` for a unique column belongs to another row: stored, or earlier in the batch."""
    table = model._meta.db_table
    refuse(
        staged,
        code,
        f"EXISTS (SELECT 1 FROM {table} t WHERE t.{column} = {value}"
        " AND (t.source, t.source_key) <> (s.source, s.source_key)) OR s.line IN (SELECT line FROM"
        f" (SELECT s.line, row_number() OVER (PARTITION BY {value} ORDER BY s.line) AS place"
        f" FROM {staged.table} s WHERE {batch(staged)}) ranked WHERE place > 1)",
    )


def adopt_stubs(staged: Staged, model: type[models.Model], column: str, value: str) -> None:
    """Give stubs that were seen by their `column` only the key of the row that now describes them."""
    table = model._meta.db_table
    execute(
        f"UPDATE {table} t SET source = s.source, source_key = s.source_key FROM {staged.table} s"
        f" WHERE {batch(staged)} AND t.{column} = {value} AND NOT t.described"
        " AND (t.source, t.source_key) <> (s.source, s.source_key)"
        f" AND NOT EXISTS (SELECT 1 FROM {table} o WHERE (o.source, o.source_key) = (s.source, s.source_key))"
    )
