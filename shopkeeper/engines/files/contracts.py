"""What is asked of the file reader, and what it gives back; plain data, so that it can cross to another process."""

from dataclasses import dataclass, field

LINE = "_line"
"""The column that the reader adds to every file: the number of the record; the first one after the header is 1."""


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file as it came. What is left empty is found out: the format by the name, the rest by looking inside."""

    path: str
    format: str = ""
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column to read: an SQL expression over the foreign columns, the type wanted, and what is allowed.

    `type` is one of text, integer, number, boolean, date, instant. `formats` are strptime formats, tried in turn, or
    `epoch` or `epoch_ms`. `codes` lists the values allowed. `empty` lists texts that mean nothing ("NA").
    In a grouped extraction the first filled value of the group is taken, unless `aggregate` says that `sql` is one.
    In a `lenient` column what cannot be read is left out and refuses nothing, and a day may lie in any year.
    """

    name: str
    sql: str
    type: str = "text"
    required: bool = False
    codes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    decimal_comma: bool = False
    empty: tuple[str, ...] = ()
    aggregate: bool = False
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class FileJoin:
    """Another file whose columns are looked up: `on` pairs an expression with a column of the other file.

    `many` lets one row become several; otherwise the first match counts.
    """

    alias: str
    file: ForeignFile
    on: tuple[tuple[str, str], ...]
    many: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """Rows of one file, looked up in others, filtered, grouped, typed and checked; those after line `after` only."""

    file: ForeignFile
    columns: tuple[FileColumn, ...]
    joins: tuple[FileJoin, ...] = ()
    where: str = ""
    group: tuple[str, ...] = ()
    time_zone: str = "UTC"
    after: int = 0
    records: int = 0
    """Only the first records of the file, before filters and groups; 0 reads it to its end."""
    batch_rows: int = 100_000
    memory_mb: int = 512
    spill: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as CSV in the order of the columns, `line` and `refusal` last; `position` is how far the file is read."""

    rows: int
    last: int
    position: int
    csv: bytes = b""


@dataclass(frozen=True, slots=True)
class FileShape:
    """What a file looks like: its columns and its first rows as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something in an extraction that cannot work: about which column ("" is the whole), and why."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows to copy out of a file as they came, each with why it was refused; written to `target` as CSV."""

    file: ForeignFile
    reasons: tuple[tuple[int, str], ...]
    target: str
    header: str = field(default="refused_because")


class UnreadableFile(Exception):
    """A file that cannot be read, with a sentence that says why."""
