"""Intake: the canonical tables that modules accept from files, set-wise, out of a staging table."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_noop as _

from shopkeeper.core.events import event


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
    """A column of a canonical table. `codes` lists the values allowed, where the column is a code.

    `refers` names the noun whose key this is: the importer then adds what the noun's owner knows of it, as columns
    called after this one without `_key` or `_code` (`outlet_key` gives `outlet_id`). A key that nobody knows becomes
    a stub; where the owner makes none, the row is refused unless it `may_be_unknown`. In a `lenient` column what
    cannot be read is left out and refuses nothing, and a day may lie in any year.
    """

    name: str
    type: ColumnType
    description: str
    required: bool = False
    codes: tuple[str, ...] = ()
    refers: str = ""
    may_be_unknown: bool = False
    lenient: bool = False

    @property
    def stem(self) -> str:
        """What the columns begin with that resolving this key gives."""
        bare = self.name.removesuffix("_key").removesuffix("_code")
        return bare if bare != self.name else self.refers


TEXT, INTEGER, NUMBER = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER
BOOLEAN, DATE, INSTANT = ColumnType.BOOLEAN, ColumnType.DATE, ColumnType.INSTANT
COMMON_COLUMNS = (
    IntakeColumn("source_key", TEXT, _("The row's own key in the system it comes from."), required=True),
    IntakeColumn("source", TEXT, _("That system's name, where a row's differs from the rest of the file.")),
)


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
    given: frozenset[str] = frozenset()
    """The columns that the file has, and those that its keys give; a column that it lacks changes no stored value."""
    time_zone: str = "UTC"
    fresh: bool = False
    """Nothing of this source was in this table when the run began, so no row can have moved."""
    may_stop: bool = False
    """The loader may leave a rest, which it is given in a transaction of its own."""


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What became of a batch: rows that are new, rows that changed something, rows that changed nothing."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    stopped_at: int | None = None
    """The first line that was left for a transaction of its own, because somebody waits for this one to end."""


Loader = Callable[..., IntakeResult]


@dataclass(frozen=True, slots=True)
class Reference:
    """A noun that rows may refer to by key. Its owner registers it, so that even modules below can be given its ids.

    `resolve(keys=, by=, now=)` is an action on a table of (source, key) with the `fields`, all empty at first: it
    fills them for the keys it knows and makes stubs for the others, or leaves them empty, which is then refused with
    the code `unknown`.
    """

    noun: str
    resolve: Callable[..., None]
    unknown: str = ""
    fields: dict[str, str] = field(default_factory=lambda: {"id": "uuid"})
    most_at_once: int | None = None
    """So many rows of a file that refer to it at most in one transaction: somebody else waits for its end."""


@event
class RowsImported:
    """A batch of history came in: which table, from which source, how much of it was new or changed something."""

    table: str
    source: str
    run_id: str
    created: int
    updated: int


@dataclass(frozen=True, slots=True)
class CanonicalTable:
    """A table that an import may fill: its name, grain, columns, refusals, place in the order, and its loader.

    `load(staged=, by=, now=)` is an action: it refuses rows by setting `refusal`, writes the others, quietly. Where
    it may stop it can leave a rest.
    `list_labels` gives what this retailer calls some of the columns, which a file may use instead of their names.
    Of rows with the same `key` in one file the last holds. `tells` names what the company can be told once this table
    is there (message ids); `fills` is the table of the database that gets its rows.
    """

    name: str
    description: str
    columns: Sequence[IntakeColumn]
    order: int
    load: Loader
    key: tuple[str, ...] = ("source_key",)
    refusals: dict[str, str] = field(default_factory=dict)
    tells: tuple[str, ...] = ()
    fills: str = ""
    most_at_once: int | None = None
    """The same of rows of this table, whatever they refer to."""
    list_labels: Callable[[], Mapping[str, str]] | None = None

    @property
    def all_columns(self) -> tuple[IntakeColumn, ...]:
        """The columns that every table has, then this table's own."""
        own = {column.name for column in self.columns}
        return (*(column for column in COMMON_COLUMNS if column.name not in own), *self.columns)

    @property
    def labels(self) -> Mapping[str, str]:
        """Column -> what this retailer calls it, where that is not its name."""
        return self.list_labels() if self.list_labels else {}

    @property
    def labeled_columns(self) -> list[tuple[IntakeColumn, str]]:
        """All columns, each with what this retailer calls it, or nothing."""
        labels = self.labels
        return [(column, labels.get(column.name, "")) for column in self.all_columns]


Cleaner = Callable[[str, CanonicalTable], None]
_TABLES: dict[str, CanonicalTable] = {}
_REFERENCES: dict[str, Reference] = {}
_CLEANERS: list[Cleaner] = []


def register(table: CanonicalTable) -> None:
    """Accept a canonical table from imports."""
    _TABLES[table.name] = table


def list_tables() -> list[CanonicalTable]:
    """All canonical tables, parents before children."""
    return sorted(_TABLES.values(), key=lambda table: (table.order, table.name))


def get_table(name: str) -> CanonicalTable | None:
    """The canonical table of that name, if a module accepts it."""
    return _TABLES.get(name)


def register_reference(reference: Reference) -> None:
    """Offer to resolve keys of a noun."""
    _REFERENCES[reference.noun] = reference


def get_reference(noun: str) -> Reference:
    """Who resolves keys of `noun`."""
    return _REFERENCES[noun]


def find_most_at_once(table: CanonicalTable, given: Collection[str]) -> int | None:
    """How many rows one transaction may take of a file with these columns; None where nobody waits for its end."""
    nouns = {column.refers for column in table.all_columns if column.refers and column.name in given}
    limits = [table.most_at_once, *(get_reference(noun).most_at_once for noun in nouns)]
    return min((limit for limit in limits if limit), default=None)


def register_cleaner(clean: Cleaner) -> None:
    """Let a module look at every staged batch before it is loaded: `clean(staged table's name, canonical table)`."""
    _CLEANERS.append(clean)


def clean(staged: str, table: CanonicalTable) -> None:
    """Let everybody who asked for it look at a staged batch."""
    for cleaner in _CLEANERS:
        cleaner(staged, table)
