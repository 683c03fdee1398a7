"""Statements that run all day long: prepared once a connection, and one journey to the server each time."""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.adapt import Dumper, PyFormat, Transformer
from psycopg.postgres import types
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus

_SPECIAL = re.compile(r'["\\]')
_PLACE = re.compile(r"\$\d+")
_PREPARED = "_shopkeeper_prepared"
"""Kept on the connection, and gone with it: what turns values into bytes and back knows it, and so would hold it."""

type _Prepared = tuple[bytes, Any]

_UUID = types["uuid"]
_LENGTH = struct.pack("!i", 16)


class Ids:
    """Many ids, sixteen bytes each, for `%s::uuid[]` of `fetch_bytes` and `run_bytes`: no text is written or read."""

    def __init__(self, ids: Iterable[bytes]) -> None:
        listed = list(ids)
        head = struct.pack("!5i", 1, 0, _UUID.oid, len(listed), 1)  # as PostgreSQL writes an array: dimensions, no NULL
        self.written = b"".join((head, *(part for one in listed for part in (_LENGTH, one))))


class _IdsDumper(Dumper):
    """Hands them over as they are."""

    oid, format = _UUID.array_oid, Format.BINARY

    def dump(self, obj: Ids) -> bytes:
        """As the database keeps them."""
        return obj.written


def fetch(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run one statement of fixed text and give its rows. In it values are `$1`, `$2`, ... in order, each with a cast.

    Django's own cursor writes the values into the text, so that the server reads and plans each one anew. Here the
    server is told the statement once a connection.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.connection is None:
        connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        if not connection.queries_logged:
            return _run_prepared(connection.connection, statement, values)
    return _run(connection, statement, values)


def fetch_bytes(statement: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement whose values are large: each comes as it lies in the database, not written as text."""
    with _bound(statement, facts) as cursor:
        return cursor.fetchall()


def run_bytes(statement: str, facts: Mapping[str, Any]) -> None:
    """Carry out a statement with megabytes of values: they go beside its text, which is read letter by letter."""
    with _bound(statement, facts):
        pass


@contextmanager
def _bound(statement: str, facts: Mapping[str, Any]) -> Iterator[psycopg.Cursor[Any]]:
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.adapters.register_dumper(Ids, _IdsDumper)
        yield cursor.execute(statement, facts, prepare=False, binary=True)


def _run(connection: Any, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """While somebody counts statements: by Django's cursor, which notes each and wants a value wherever it stands."""
    said = [values[int(place[1:]) - 1] for place in _PLACE.findall(statement)]
    with connection.cursor() as cursor:
        cursor.execute(_PLACE.sub("%s", statement), said)
        return list(cursor.fetchall())


def _run_prepared(server: psycopg.Connection[Any], statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """By the driver's driver: psycopg forgets all prepared statements of a connection, also others', at a rollback."""
    if not server.autocommit and server.pgconn.transaction_status == TransactionStatus.IDLE:
        _check(server, server.pgconn.exec_(b"BEGIN"))  # as psycopg does before the first statement of a transaction
    known: dict[str, _Prepared] = server.__dict__.setdefault(_PREPARED, {})
    if statement not in known:
        name = f"shopkeeper_{len(known)}".encode()
        _check(server, server.pgconn.prepare(name, statement.encode()))
        known[statement] = name, Transformer(server)
    name, transformer = known[statement]
    sent: Any = transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))
    result = _check(server, server.pgconn.exec_prepared(name, sent, transformer.formats))
    transformer.set_pgresult(result)
    rows = transformer.load_rows(0, result.ntuples, tuple)
    transformer.set_pgresult(None)  # it lives as long as the connection, and would keep the last rows
    return rows


def _check(server: psycopg.Connection[Any], result: Any) -> Any:
    if server.pgconn.status == ConnStatus.BAD:  # as psycopg calls it: the words of a lost connection bear no code
        raise psycopg.OperationalError(result.get_error_message(server.info.encoding))
    if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise psycopg.errors.error_from_result(result, server.info.encoding)
    return result


def as_texts(values: Iterable[str]) -> str:
    """A column of texts as one array for `%s::text[]`: a tenth of what it costs to hand over value by value."""
    column = list(values)
    if _SPECIAL.search("".join(column)):
        column = [value.replace("\\", "\\\\").replace('"', '\\"') for value in column]
    return '{"' + '","'.join(column) + '"}' if column else "{}"


def as_array(values: Iterable[object]) -> str:
    """A column of numbers, ids or plain words as one array for `%s::int[]`, `%s::uuid[]` or `%s::text[]`."""
    return "{" + ",".join(map(str, values)) + "}"


def as_moments(values: Iterable[datetime]) -> str:
    """A column of times, each with its offset, as one array for `%s::timestamptz[]`."""
    return "{" + ",".join([value.isoformat() for value in values]) + "}"
