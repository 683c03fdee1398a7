"""Rows of a canonical table in a staging table, as the importer leaves them, for tests and benchmarks of intakes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from shopkeeper.core.actors import system_actor
from shopkeeper.core.intake import IntakeResult, Staged, get_table


def stage(name: str, rows: Iterable[Mapping[str, Any]], *, source: str = "shop") -> Staged:
    """Fill a staging table of the canonical table `name`; lines count from 1."""
    table = get_table(name)
    assert table is not None, f"nobody accepts {name}"
    columns = {column.name: column.type.value for column in table.columns}
    typed = ", ".join(f"{column} {kind}" for column, kind in {**columns, "line": "bigint", "refusal": "text"}.items())
    listed = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS staging_{name}; CREATE TEMP TABLE staging_{name} ({typed})")
        with cursor.copy(f"COPY staging_{name} (line, {', '.join(columns)}) FROM STDIN") as copy:
            for line, row in enumerate(listed, start=1):
                copy.write_row([line, *(row.get(column) for column in columns)])
    return Staged(table=f"staging_{name}", source=source, run_id="run-1", first=1, last=len(listed) + 1)


def take_in(
    name: str, rows: Iterable[Mapping[str, Any]], *, now: datetime, source: str = "shop"
) -> tuple[IntakeResult, dict[int, str]]:
    """Let the module take the rows; gives the result and the refusals by line."""
    staged = stage(name, rows, source=source)
    table = get_table(name)
    assert table is not None
    result = table.load(staged=staged, by=system_actor("import"), now=now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT line, refusal FROM {staged.table} WHERE refusal IS NOT NULL")
        return result, dict(cursor.fetchall())
