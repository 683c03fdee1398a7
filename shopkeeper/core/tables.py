"""Tables: columns, a sort kept in the address, pages, and what an empty one says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from shopkeeper.core.components import Link
from shopkeeper.core.paging import Pages

type Sort = Literal["ascending", "descending"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its words, and whether it holds numbers (right-aligned) and can be sorted by."""

    name: str
    label: str
    number: bool = False
    sortable: bool = False
    unit: str = ""
    digits: int | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column name. A cell is a value (written in the column's unit), a `Link`, or safe HTML."""

    cells: Mapping[str, Any]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column with the address that sorts by it."""

    column: Column
    url: str
    sort: Sort | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings; `sort` is a column's name, with a minus for descending, as in the address."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    caption: str
    sort: str = ""
    query: Mapping[str, str] | None = None
    page: int = 1
    page_size: int = 40
    total: int | None = None
    dense: bool = False
    long: bool = False
    empty_title: str = ""
    empty_text: str = ""
    empty_action: Link | None = None
    empty_icon: str = "inbox"

    def headings(self) -> list[Heading]:
        """The columns, each with the address that sorts by it (a second click turns the order round)."""
        return [self._heading(column) for column in self.columns]

    def lines(self) -> list[tuple[Row, list[tuple[Column, Any]]]]:
        """Each row with its cells in the order of the columns."""
        return [(row, [(column, row.cells.get(column.name)) for column in self.columns]) for row in self.rows]

    @property
    def pages(self) -> Pages:
        """The ways to the rows before and after these."""
        return Pages(
            page=self.page, size=self.page_size, shown=len(self.rows), total=self.total, query=self._asked(self.sort)
        )

    def _heading(self, column: Column) -> Heading:
        if self.sort.lstrip("-") != column.name:
            first = f"-{column.name}" if column.number else column.name
            return Heading(column, self._sorted(first), None)
        descending = self.sort.startswith("-")
        turned = column.name if descending else f"-{column.name}"
        return Heading(column, self._sorted(turned), "descending" if descending else "ascending")

    def _sorted(self, sort: str) -> str:
        return "?" + urlencode(self._asked(sort))

    def _asked(self, sort: str) -> dict[str, str]:
        return dict(self.query or {}) | ({"sort": sort} if sort else {})
