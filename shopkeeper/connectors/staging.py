"""The staging table of one batch: typed rows by COPY, keys resolved by whoever owns the noun."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db import connection

from shopkeeper.connectors.mappings import Plan
from shopkeeper.core import intake
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import IntakeColumn
from shopkeeper.core.setwise import execute
from shopkeeper.engines.files import Batch

REPEATED = "repeated"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Keys:
    """The resolved keys of one noun in a batch."""

    table: str
    reference: intake.Reference


@contextmanager
def staged_batch(
    plan: Plan, batch: Batch, *, name: str, source: str, after: int = 0, by: Actor, now: datetime
) -> Iterator[tuple[str, frozenset[str]]]:
    """Stage a batch, or what of it lies behind the line `after`: the name of its table, and the file's columns.

    The tables live and die in the transaction of the batch, unlogged: a crash leaves nothing to clean up.
    """
    raw, staged = f"{name}_raw", f"{name}_staged"
    _copy(raw, plan, batch)
    keys = _resolve(raw, plan, name=name, source=source, by=by, now=now)
    given = {column.name for column in plan.extraction.columns} | {"source"}
    execute(f"{_staging_statement(staged, raw, plan, keys, given, source)} WHERE r.line > {after}")
    intake.clean(staged, plan.table)
    execute(f"ANALYZE {staged} ({', '.join(['line', 'refusal', *(f'{c.stem}_id' for c in _referring(plan))])})")
    learned = {
        f"{column.stem}_{field}"
        for column in plan.table.all_columns
        if column.name in given and column.refers
        for field in keys[column.refers].reference.fields
    }
    yield staged, frozenset(given | learned)
    execute(f"DROP TABLE {', '.join([raw, staged, *(key.table for key in keys.values())])}")


def _copy(raw: str, plan: Plan, batch: Batch) -> None:
    types = {column.name: column.type.value for column in plan.table.all_columns}
    columns = ", ".join(f"{column.name} {types[column.name]}" for column in plan.extraction.columns)
    execute(f"CREATE UNLOGGED TABLE {raw} ({columns}, line bigint, refusal text)")
    with connection.cursor() as cursor, cursor.copy(f"COPY {raw} FROM STDIN (FORMAT csv)") as copy:
        for start in range(0, len(batch.csv), _PIECE):
            copy.write(batch.csv[start : start + _PIECE])
    execute(f"ANALYZE {raw} ({', '.join(['line', *(column.name for column in _referring(plan))])})")


def _source(alias: str, plan: Plan, source: str) -> str:
    has_own = any(column.name == "source" for column in plan.extraction.columns)
    default = "'" + source.replace("'", "''") + "'"
    return f"coalesce({alias}.source, {default})" if has_own else default


def _resolve(raw: str, plan: Plan, *, name: str, source: str, by: Actor, now: datetime) -> dict[str, Keys]:
    columns = _referring(plan)
    numbered = zip(dict.fromkeys(column.refers for column in columns), count(), strict=False)
    tables = {noun: Keys(f"{name}_keys_{at}", intake.get_reference(noun)) for noun, at in numbered}
    for noun, keys in tables.items():
        fields = "".join(f", NULL::{kind} AS {field}" for field, kind in keys.reference.fields.items())
        picks = " UNION ALL ".join(
            f"SELECT {_source('r', plan, source)} AS source, r.{column.name} AS key"
            f" FROM {raw} r WHERE r.refusal IS NULL AND r.{column.name} IS NOT NULL"
            for column in columns
            if column.refers == noun
        )
        execute(
            f"CREATE UNLOGGED TABLE {keys.table} AS"
            f" SELECT DISTINCT picked.source, picked.key, 0::bigint AS line, NULL::text AS refusal{fields}"
            f" FROM ({picks}) picked"
        )
        execute(f"ANALYZE {keys.table}")
        keys.reference.resolve(keys=keys.table, by=by, now=now)
    return tables


def _referring(plan: Plan) -> list[IntakeColumn]:
    given = {column.name for column in plan.extraction.columns}
    return [column for column in plan.table.all_columns if column.refers and column.name in given]


def _staging_statement(staged: str, raw: str, plan: Plan, keys: dict[str, Keys], given: set[str], source: str) -> str:
    selected: list[str] = []
    joins: list[str] = []
    cases: list[str] = []
    for column in plan.table.all_columns:
        if column.name == "source":
            selected.append(f"{_source('r', plan, source)} AS source")
        else:
            value = f"r.{column.name}" if column.name in given else f"NULL::{column.type.value}"
            selected.append(f"{value} AS {column.name}")
        if column.refers:
            _join(column, plan, keys, given, source, selected, joins, cases)
    told_by = ", ".join(f"r.{name}" for name in plan.table.key if name in given)
    order = f"PARTITION BY {_source('r', plan, source)}, {told_by}, r.refusal IS NULL ORDER BY r.line DESC"
    cases.append(f"WHEN row_number() OVER ({order}) > 1 THEN '{REPEATED}'")
    refusal = f"coalesce(r.refusal, CASE {' '.join(cases)} END)"
    return (
        f"CREATE UNLOGGED TABLE {staged} AS SELECT {', '.join(selected)}, r.line, {refusal} AS refusal"
        f" FROM {raw} r {' '.join(joins)}"
    )


def _join(
    column: IntakeColumn, plan: Plan, keys: dict[str, Keys], given: set[str], source: str,
    selected: list[str], joins: list[str], cases: list[str],
) -> None:  # fmt: skip
    reference = intake.get_reference(column.refers)
    if column.name not in given:
        selected.extend(f"NULL::{kind} AS {column.stem}_{field}" for field, kind in reference.fields.items())
        return
    alias = f"k{len(joins)}"
    joins.append(
        f"LEFT JOIN {keys[column.refers].table} {alias}"
        f" ON {alias}.key = r.{column.name} AND {alias}.source = {_source('r', plan, source)}"
    )
    selected.extend(f"{alias}.{field} AS {column.stem}_{field}" for field in reference.fields)
    if reference.unknown and not column.may_be_unknown:
        missing = f"r.{column.name} IS NOT NULL AND {alias}.id IS NULL"
        cases.append(f"WHEN {missing} THEN '{reference.unknown}:{column.name}'")
