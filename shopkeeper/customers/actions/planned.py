"""Statements that are planned once a connection instead of each time: for what comes one by one, all day long."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_FACT = re.compile(r"%\((\w+)\)s")
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Planned:
    """A statement with the type of each fact that it takes.

    The plan must suit every value: whoever runs these in a transaction says so with `force_generic_plan`, and each
    statement is written so that only its indexes can serve it. It is kept under a name of its own, which neither a
    rollback nor psycopg's own keeping of statements takes away.
    """

    def __init__(self, types: Mapping[str, str], statement: str) -> None:
        places = {fact: f"${place}" for place, fact in enumerate(types, start=1)}
        body = _FACT.sub(lambda found: places[found[1]], statement)
        self._name = f"customers_{hashlib.blake2b(body.encode(), digest_size=8).hexdigest()}"
        self._prepare = f"PREPARE {self._name} ({', '.join(types.values())}) AS {body}"
        self._execute = f"EXECUTE {self._name} ({', '.join(f'%({fact})s::{kind}' for fact, kind in types.items())})"

    def read(self, **facts: Any) -> Sequence[tuple[Any, ...]]:
        """The rows that it gives."""
        with connection.cursor() as cursor:
            here = _known.setdefault(connection.connection, set())
            if self._name not in here:
                cursor.execute(self._prepare)
                here.add(self._name)
            cursor.execute(self._execute, facts)
            return cursor.fetchall() if cursor.description else []


def listed(values: Iterable[object]) -> str:
    """Numbers or ids as PostgreSQL writes an array of them."""
    return "{" + ",".join(map(str, values)) + "}"
