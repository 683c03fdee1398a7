"""What may be analyzed: tables that modules offer by name, each with its grain, columns, scopes and query."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


class ColumnType(StrEnum):
    """The types that every engine has."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"


class Refresh(StrEnum):
    """How the lake follows the source tables."""

    INCREMENTAL = "incremental"  # the query gives each row's key and the transaction that last wrote it
    FULL = "full"  # rebuilt whenever a source table was written


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a dimension is one that metrics may be split by."""

    name: str
    type: ColumnType
    description: str
    dimension: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A table for analytics, made by a PostgreSQL SELECT that gives the declared columns and two more.

    Those two are `key` (one row's name, unique, as text) and `written_xid` (the greatest `xid8` of the rows it was
    made from; not needed for a full refresh). `scope_columns` are the columns by which an actor's rows are limited: a
    row is visible when one of them holds a value of the actor's scopes. Without any, only company-wide actors
    read it, unless it `is_open` to everybody (products, say).
    """

    name: str
    description: str
    grain: str
    columns: tuple[Column, ...]
    sql: str
    scope_columns: tuple[str, ...] = ()
    time_column: str | None = None
    refresh: Refresh = Refresh.INCREMENTAL
    sources: tuple[str, ...] = ()
    is_open: bool = False
    by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})
        self._check()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that metrics may be split by."""
        return tuple(column.name for column in self.columns if column.dimension)

    @property
    def fingerprint(self) -> str:
        """Changes when the query or the columns do: what was kept under another one is rebuilt."""
        shape = [self.sql, self.time_column, [(column.name, column.type) for column in self.columns]]
        return hashlib.sha256(repr(shape).encode()).hexdigest()[:16]

    def _check(self) -> None:
        names = [self.name, *(column.name for column in self.columns)]
        wrong = [name for name in names if not _NAME.fullmatch(name)]
        unknown = {*self.scope_columns, *filter(None, [self.time_column])} - set(self.by_name)
        if wrong or unknown or len(self.by_name) < len(self.columns) or {"key", "written_xid"} & set(self.by_name):
            raise ValueError(f"data set {self.name}: wrong, unknown or repeated names {wrong} {sorted(unknown)}")
        if self.refresh is Refresh.FULL and not self.sources:
            raise ValueError(f"data set {self.name}: a full refresh must name its source tables")


_data_sets: dict[str, DataSet] = {}


def register(*data_sets: DataSet) -> None:
    """Offer data sets to analytics; a name has one meaning."""
    for data_set in data_sets:
        known = _data_sets.setdefault(data_set.name, data_set)
        if known != data_set:
            raise ValueError(f"two different data sets are called {data_set.name}")


def get_data_set(name: str) -> DataSet:
    """The data set of that name.

    :raises KeyError: when no module offers it
    """
    return _data_sets[name]


def find_data_set(name: str) -> DataSet | None:
    """The data set of that name, where the module that offers it is installed."""
    return _data_sets.get(name)


def list_data_sets() -> tuple[DataSet, ...]:
    """All data sets, by name."""
    return tuple(_data_sets[name] for name in sorted(_data_sets))
