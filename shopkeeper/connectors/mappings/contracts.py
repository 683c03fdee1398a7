"""A mapping as plain data."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileSpec:
    """A file by its name or pattern (`orders-*.csv`), and what cannot be found out by looking inside."""

    pattern: str
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """Where a canonical column comes from: a foreign column, a constant or an SQL expression; and how to read it."""

    sql: str
    formats: tuple[str, ...] = ()
    decimal_comma: bool = False
    empty: tuple[str, ...] = ()
    is_expression: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class JoinSpec:
    """Another file that is looked up: our expressions and their columns that must be equal."""

    file: str
    on: tuple[tuple[str, str], ...]
    many: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One canonical table out of one file, or out of rows written in the mapping itself. `place` is its line."""

    table: str
    file: str = ""
    rows: tuple[dict[str, str], ...] = ()
    columns: dict[str, ColumnSpec] = field(default_factory=dict)
    joins: tuple[JoinSpec, ...] = ()
    where: str = ""
    one_per: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping."""

    name: str
    source: str
    time_zone: str
    files: dict[str, FileSpec]
    entries: tuple[Entry, ...]
    document: str = ""
    """The file that it was read from, for sentences."""
