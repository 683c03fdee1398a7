"""SQL of this module, where rows are many: carried out, or read."""

from typing import Any

from django.db import connection


def run(statement: str, facts: dict[str, Any] | None = None) -> int:
    """Carry a statement out; gives the number of rows that the last one touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, facts or None)
        return cursor.rowcount


def read(statement: str, facts: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, facts or None)
        return cursor.fetchall()
