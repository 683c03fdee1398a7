"""New rows, of one table or of several, written by one prepared statement: one journey to the server."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from django.db import connection, models
from django.db.models import NOT_PROVIDED

from shopkeeper.core.statements import fetch

_SIZE = re.compile(r"\(.*\)")
type Shape = tuple[tuple[type[models.Model], bool], ...]
"""Each table in turn, and whether it gets several rows."""


def insert(*rows: models.Model) -> None:
    """Write new rows that nobody has written before. Keys are checked when the transaction ends."""
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    shape = tuple((model, len(several) > 1) for model, several in by_model.items())
    fetch(_insertion(shape), [value for several in by_model.values() for value in _values(several)])
    _note_written(rows)


def insert_unless_known(row: models.Model) -> bool:
    """Write a new row, unless one is there that is unique in the same way; gives whether it was written."""
    written = bool(fetch(_careful_insertion(type(row)), list(_values([row]))))
    if written:
        _note_written([row])
    return written


@lru_cache(maxsize=512)
def _insertion(shape: Shape) -> str:
    numbers = count(1)
    parts = [f"w{n} AS ({_into(model, several, numbers)})" for n, (model, several) in enumerate(shape)]
    return f"WITH {', '.join(parts)} SELECT true"


@lru_cache(maxsize=512)
def _careful_insertion(model: type[models.Model]) -> str:
    return f"{_into(model, False, count(1))} ON CONFLICT DO NOTHING RETURNING true"


def _into(model: type[models.Model], several: bool, numbers: Iterator[int]) -> str:
    fields = _fields(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    # Without its size: a value that is too long is refused, where a cast to the very type would cut it.
    kinds = [_SIZE.sub("", field.db_type(connection)) for field in fields]
    places = ", ".join(f"${next(numbers)}::{kind}{'[]' * several}" for kind in kinds)
    values = f"SELECT * FROM unnest({places})" if several else f"VALUES ({places})"
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) {values}'


def _values(rows: Sequence[models.Model]) -> Iterator[Any]:
    for field in _fields(type(rows[0])):
        column = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows]
        yield column if len(rows) > 1 else column[0]


@lru_cache(maxsize=512)
def _fields(model: type[models.Model]) -> list[Any]:
    """Those that we fill; the server fills what it works out itself and what only it has a default for."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.generated and (field.db_default is NOT_PROVIDED or field.has_default())
    ]


def _note_written(rows: Sequence[models.Model]) -> None:
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
