"""Statements that are planned once a connection instead of each time: for what comes one by one, all day long."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import psycopg
from django.db import connection

_FACT = re.compile(r"%\((\w+)\)s")


class Planned:
    """A statement with the type of each fact that it takes.

    The plan must suit every value: whoever runs these in a transaction says so with `force_generic_plan`, and each
    statement is written so that only its indexes can serve it. A transaction that drops a table loses all plans.
    """

    def __init__(self, types: Mapping[str, str], statement: str) -> None:
        self._statement = _FACT.sub(lambda found: f"{found[0]}::{types[found[1]]}", statement)

    def read(self, **facts: Any) -> Sequence[tuple[Any, ...]]:
        """The rows that it gives."""
        connection.ensure_connection()
        # Days and times travel as text, or each mixture of given and missing ones would be planned by itself.
        said = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
        with connection.wrap_database_errors, psycopg.Cursor[Any](connection.connection) as cursor:
            cursor.execute(self._statement, said, prepare=True)
            return cursor.fetchall() if cursor.description else []


def listed(values: Iterable[object]) -> str:
    """Numbers or ids as PostgreSQL writes an array of them."""
    return "{" + ",".join(map(str, values)) + "}"
