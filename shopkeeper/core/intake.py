"""Intake: the canonical tables that modules accept from files, set-wise, out of a staging table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class ColumnType(StrEnum):
    """What a canonical column holds; the PostgreSQL type of its staging column."""

    TEXT = "text"
    INTEGER = "bigint"
    NUMBER = "numeric"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "timestamptz"


@dataclass(frozen=True, slots=True)
class IntakeColumn:
    """A column of a canonical table. `codes` lists the values allowed, where the column is a code."""

    name: str
    type: ColumnType
    description: str
    required: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """Rows waiting in a staging table.

    `table` has the canonical columns, typed and cleaned, plus `line` (bigint, the row's number in its file, unique)
    and `refusal` (text, null): the loader sets `refusal` to a code of its table where a row cannot be taken.
    Only rows with `first <= line < last` belong to this batch.
    """

    table: str
    source: str
    run_id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What became of a batch: rows that are new, rows that changed something, rows that changed nothing."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


Loader = Callable[..., IntakeResult]


@dataclass(frozen=True, slots=True)
class CanonicalTable:
    """A table that an import may fill: its name, grain, columns, refusals, place in the order, and its loader.

    `load(staged=, by=, now=)` is an action: it refuses rows by setting `refusal`, writes the others, quietly.
    `tells` names what the company can be told once this table is there (message ids).
    """

    name: str
    description: str
    columns: Sequence[IntakeColumn]
    order: int
    load: Loader
    key: tuple[str, ...] = ("source_key",)
    refusals: dict[str, str] = field(default_factory=dict)
    tells: tuple[str, ...] = ()


_TABLES: dict[str, CanonicalTable] = {}


def register(table: CanonicalTable) -> None:
    """Accept a canonical table from imports."""
    _TABLES[table.name] = table


def list_tables() -> list[CanonicalTable]:
    """All canonical tables, parents before children."""
    return sorted(_TABLES.values(), key=lambda table: (table.order, table.name))


def get_table(name: str) -> CanonicalTable | None:
    """The canonical table of that name, if a module accepts it."""
    return _TABLES.get(name)
