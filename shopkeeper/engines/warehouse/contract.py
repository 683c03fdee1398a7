"""What a warehouse is: questions in SQL over data sets, asked by somebody, answered as far as they may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import msgspec

from shopkeeper.core.actors import Actor

type Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer, and how old the data behind it is (none where a data set was never filled)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    as_of: datetime | None

    def dicts(self) -> list[dict[str, Any]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Warehouse(Protocol):
    """Where metrics are worked out. DuckDB answers today; whoever outgrows one machine puts Spark behind this."""

    def query(self, sql: str, parameters: Parameters, by: Actor) -> Rows:
        """Answer a SELECT in DuckDB's dialect, whose tables are data sets and whose parameters are written `$name`.

        :raises WarehouseDown: when nobody answers
        :raises QueryTooSlow: when it takes too long
        :raises ResultTooLarge: when the answer has too many rows
        :raises QueryNotAllowed: when it is not one SELECT over data sets
        """
        ...


class Table(msgspec.Struct, frozen=True):
    """A data set as one question sees it: `scope` lists (column, values); none means every row."""

    name: str
    fingerprint: str
    columns: tuple[tuple[str, str], ...]
    scope: tuple[tuple[str, tuple[str, ...]], ...] | None


class Question(msgspec.Struct, frozen=True):
    """A question as it travels: already limited to what its asker may see."""

    sql: str
    parameters: dict[str, Any]
    tables: tuple[Table, ...]


class Answer(msgspec.Struct, frozen=True):
    """An answer as it travels; `types` are those of the engine, since dates and decimals travel as text."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    as_of: datetime | None


class Refused(msgspec.Struct, frozen=True):
    """A refusal as it travels."""

    code: str
    facts: dict[str, Any]
