"""No question without an asker: the data sets in it are limited to the rows that the asker may see."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shopkeeper.core.actors import Actor, Scopes
from shopkeeper.engines.datasets import DataSet, find_data_set
from shopkeeper.engines.warehouse.contract import Answer, Parameters, Question, Rows, Table

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_STARTS_WITH = re.compile(r"\s*WITH\s+(RECURSIVE\s+)?", re.IGNORECASE)


def ask(sql: str, parameters: Parameters, by: Actor) -> Question:
    """The question as it may be answered to `by`."""
    named = {word: data_set for word in _WORD.findall(sql) if (data_set := find_data_set(word))}
    tables = tuple(_table(named[name], by.scopes) for name in sorted(named))
    return Question(sql=sql, parameters={name: _plain(value) for name, value in parameters.items()}, tables=tables)


def _table(data_set: DataSet, scopes: Scopes) -> Table:
    columns = tuple((column.name, str(column.type)) for column in data_set.columns)
    return Table(data_set.name, data_set.fingerprint, columns, _scope(data_set, scopes))


def _scope(data_set: DataSet, scopes: Scopes) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if scopes.company_wide or data_set.is_open:
        return None
    return tuple((column, tuple(sorted(scopes.values.get(column, ())))) for column in data_set.scope_columns)


def with_tables(sql: str, tables: Mapping[str, str]) -> str:
    """The query with each data set in front of it as a common table expression."""
    listed = ", ".join(f'"{name}" AS ({select})' for name, select in tables.items())
    if not listed:
        return sql
    own = _STARTS_WITH.match(sql)
    if own is None:
        return f"WITH {listed} {sql}"
    return f"WITH {own[1] or ''}{listed}, {sql[own.end() :]}"


def condition(table: Table) -> str:
    """The rows that the asker may see: any scope column holding one of its values; no column, no row."""
    if table.scope is None:
        return "true"
    parts = [f'"{column}" IN ({", ".join(map(literal, values))})' for column, values in table.scope if values]
    return " OR ".join(parts) or "false"


def literal(text: str) -> str:
    """Text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def _plain(value: Any) -> Any:
    """Parameters that travel: ids and dates as text, which the engine reads as what it is compared with."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def read_answer(answer: Answer) -> Rows:
    """The answer with dates and decimals as what they are, however it came."""
    readers = [_READERS.get(kind.partition("(")[0]) for kind in answer.types]
    if not any(readers):
        return Rows(answer.columns, tuple(map(tuple, answer.rows)), answer.as_of)
    return Rows(answer.columns, tuple(_read_row(row, readers) for row in answer.rows), answer.as_of)


def _read_row(row: Sequence[Any], readers: Sequence[Callable[[Any], Any] | None]) -> tuple[Any, ...]:
    pairs = zip(row, readers, strict=True)
    return tuple(reader(value) if reader and value is not None else value for value, reader in pairs)


def _date(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _time(value: Any) -> datetime:
    """The lake holds UTC without saying so; here it is said again."""
    time = datetime.fromisoformat(value) if isinstance(value, str) else value
    return time.replace(tzinfo=UTC)


_READERS: dict[str, Callable[[Any], Any]] = {
    "DATE": _date,
    "TIMESTAMP": _time,
    "TIMESTAMP WITH TIME ZONE": _time,
    "DECIMAL": Decimal,
    "UUID": str,
}
