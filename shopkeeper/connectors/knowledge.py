"""What can be told from the tables that have rows, and which file would tell more, by what metrics need."""

import re
from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from shopkeeper.connectors.contracts import Given, Knowledge, Missing, Told
from shopkeeper.core import intake
from shopkeeper.core.actors import Actor
from shopkeeper.engines.datasets import get_data_set
from shopkeeper.engines.lineage import lineage_of
from shopkeeper.insight import public as insight

_QUOTED = re.compile(r"'[^']*'")
_WORD = re.compile(r"[a-z_]\w*")
_EVERYWHERE = "organization_retailer"
"""Whose clock and money everything goes by."""
_KEYWORDS = {"and", "or", "not", "is", "null", "in", "true", "false", "between"}


def get_knowledge(*, by: Actor) -> Knowledge:
    """What can be told now."""
    by.require("connectors.view_imports")
    tables = intake.list_tables()
    there = _tables_with_rows(tables)
    metrics = [metric for metric in insight.list_metrics() if _can_come_from_files(metric, tables)]
    told = [metric for metric in metrics if set(_needs(metric)) <= there and _has_a_row(metric, tables)]
    open_questions = [metric for metric in metrics if metric not in told]
    missing = [_missing(table, there, told, open_questions) for table in tables if table.name not in there]
    used = {name for metric in told for name in _needs(metric)}
    return Knowledge(
        there=there,
        told=tuple(_told(metric) for metric in told),
        also=tuple((t.name, _(what)) for t in tables if t.name in there - used for what in t.tells[:1]),
        missing=tuple(sorted(filter(_says_something, missing), key=_weight, reverse=True)),
    )


def _tables_with_rows(tables: Iterable[intake.CanonicalTable]) -> frozenset[str]:
    has_stubs = {m._meta.db_table for m in apps.get_models() if any(f.name == "described" for f in m._meta.fields)}
    asked = " UNION ALL ".join(
        f"SELECT '{table.name}', EXISTS (SELECT FROM {table.fills}{' WHERE described' * (table.fills in has_stubs)})"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return frozenset(name for name, has_rows in cursor.fetchall() if has_rows)


def _can_come_from_files(metric: insight.Metric, tables: Iterable[intake.CanonicalTable]) -> bool:
    """Whether all that it reads is told by files, or is there already: of work done here no file tells anything."""
    others = set(lineage_of(get_data_set(metric.data_set)).needs) - {table.fills for table in tables}
    with connection.cursor() as cursor:
        for name in sorted(others - {_EVERYWHERE}):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {name})")
            if not cursor.fetchone()[0]:
                return False
    return True


def _has_a_row(metric: insight.Metric, tables: Iterable[intake.CanonicalTable]) -> bool:
    """Whether a row that is there counts for the metric, where the table itself can say so: stars give no NPS."""
    asked = set(_WORD.findall(_QUOTED.sub("", metric.denominator).lower())) - _KEYWORDS
    if not asked:
        return True
    columns = {m._meta.db_table: {f.column for f in m._meta.concrete_fields} for m in apps.get_models()}
    for table in tables:
        if table.name in _needs(metric) and asked <= columns[table.fills]:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT EXISTS (SELECT FROM {table.fills} WHERE {metric.denominator})")
                return bool(cursor.fetchone()[0])
    return True


def _needs(metric: insight.Metric) -> tuple[str, ...]:
    needs = lineage_of(get_data_set(metric.data_set)).needs
    return tuple(sorted({*_canonical(needs), *metric.needs}))


def _explained_by(metric: insight.Metric) -> set[str]:
    return set(_canonical(lineage_of(get_data_set(metric.data_set)).looks_up)) - set(metric.needs)


def _canonical(tables: Iterable[str]) -> list[str]:
    return [table.name for table in intake.list_tables() if table.fills in set(tables)]


def _told(metric: insight.Metric) -> Told:
    return Told(metric.name, _(metric.label), _(metric.question), _needs(metric))


def _missing(
    table: intake.CanonicalTable, there: frozenset[str], told: list[insight.Metric], unanswered: list[insight.Metric]
) -> Missing:
    gives = (_with_others(m, table.name, there) for m in unanswered if table.name in _needs(m))
    explains = (_(metric.label) for metric in told if table.name in _explained_by(metric))
    tells = tuple(_(what) for what in table.tells)
    return Missing(table.name, _(table.description), tells, tuple(gives), tuple(explains))


def _with_others(metric: insight.Metric, table: str, there: frozenset[str]) -> Given:
    return Given(_(metric.label), tuple(name for name in _needs(metric) if name != table and name not in there))


def _says_something(missing: Missing) -> bool:
    return bool(missing.tells or missing.gives or missing.explains)


def _weight(missing: Missing) -> tuple[int, int, int]:
    alone = sum(1 for given in missing.gives if not given.together_with)
    return alone, len(missing.gives), len(missing.explains)
