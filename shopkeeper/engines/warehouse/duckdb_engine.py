"""DuckDB over the lake: answers questions about Parquet files, in little memory and within a time."""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from shopkeeper.engines.lake.manifest import Manifest
from shopkeeper.engines.lake.types import DUCKDB_TYPE
from shopkeeper.engines.warehouse.contract import Answer, Question, Table
from shopkeeper.engines.warehouse.errors import QueryNotAllowed, QueryTooSlow, ResultTooLarge
from shopkeeper.engines.warehouse.scoping import condition, literal, with_tables

_HARMLESS_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
_CACHED_ANSWERS = 400
_LARGEST_CACHED = 5_000


class DuckDBEngine:
    """One DuckDB for one lake. Safe to use from many threads at once."""

    def __init__(
        self,
        lake: Path,
        *,
        memory: str = "256MB",
        threads: int = 2,
        seconds: float = 20.0,
        limit: int = 100_000,
    ) -> None:
        self._lake = lake.resolve()
        self._seconds = seconds
        self._limit = limit
        self._allowed: dict[str, None] = {}
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._lock = threading.Lock()
        self._connection = duckdb.connect(config={"memory_limit": memory, "threads": threads})
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET parquet_metadata_cache = true")
        self._connection.execute(f"SET allowed_directories = [{literal(f'{self._lake}/')}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def answer(self, question: Question) -> Answer:
        """Answer a question, from memory where the same one was asked of the same data.

        :raises QueryNotAllowed, QueryTooSlow, ResultTooLarge: see `Warehouse.query`
        """
        states = {table.name: self._state(table) for table in question.tables}
        key = _cache_key(question, states)
        known = self._recall(key)
        if known is None:
            self._check(question)
            known = self._run(question, states)
            self._remember(key, known)
        return known

    def close(self) -> None:
        """Let go of memory and files."""
        self._connection.close()

    def _state(self, table: Table) -> Manifest | None:
        manifest = Manifest.read(self._lake / table.name)
        return manifest if manifest and manifest.fingerprint == table.fingerprint else None

    def _run(self, question: Question, states: dict[str, Manifest | None]) -> Answer:
        tables = {table.name: self._select(table, states[table.name]) for table in question.tables}
        sql = with_tables(question.sql, tables)
        with self._connection.cursor() as cursor, self._within_time(cursor):
            try:
                cursor.execute(sql, question.parameters or None)
                rows = cursor.fetchmany(self._limit + 1)
            except duckdb.InterruptException:
                raise QueryTooSlow(seconds=self._seconds) from None
            except duckdb.Error as error:
                raise QueryNotAllowed(reason=str(error)) from error
            described = cursor.description or []
        if len(rows) > self._limit:
            raise ResultTooLarge(limit=self._limit)
        columns, types = zip(*((column[0], str(column[1])) for column in described), strict=True)
        return Answer(columns=columns, types=types, rows=rows, as_of=_age(states))

    def _select(self, table: Table, state: Manifest | None) -> str:
        if state is None or not state.files:
            empty = ", ".join(f'CAST(NULL AS {DUCKDB_TYPE[kind]}) AS "{name}"' for name, kind in table.columns)
            return f"SELECT CAST(NULL AS VARCHAR) AS key, {empty} WHERE false"
        files = ", ".join(literal(str(self._lake / table.name / file)) for file in sorted(state.files))
        return f"SELECT * FROM read_parquet([{files}]) WHERE {condition(table)}"

    @contextmanager
    def _within_time(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        timer = threading.Timer(self._seconds, cursor.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _check(self, question: Question) -> None:
        """Refuse all but one SELECT over the data sets of the question: files and settings are not for reading."""
        if question.sql in self._allowed:
            return
        with self._connection.cursor() as cursor:
            row = cursor.execute("SELECT json_serialize_sql(?)", [question.sql]).fetchone()
        parsed: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
        if parsed["error"] or len(parsed["statements"]) != 1:
            raise QueryNotAllowed(reason=parsed.get("error_message", "more than one statement"))
        known = {table.name for table in question.tables}
        strangers = sorted(_read_by(parsed) - known - _named_in(parsed))
        if strangers:
            raise QueryNotAllowed(reason=f"unknown data sets: {', '.join(strangers)}")
        self._allowed[question.sql] = None

    def _recall(self, key: bytes) -> Answer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _remember(self, key: bytes, answer: Answer) -> None:
        if len(answer.rows) > _LARGEST_CACHED:
            return
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > _CACHED_ANSWERS:
                self._answers.popitem(last=False)


def _cache_key(question: Question, states: dict[str, Manifest | None]) -> bytes:
    ages = {name: (state.generation, state.as_of) if state else None for name, state in states.items()}
    return msgspec.msgpack.encode([question, ages])


def _age(states: dict[str, Manifest | None]) -> datetime | None:
    if not states or None in states.values():
        return None
    return min(state.as_of for state in states.values() if state)


def _nodes(parsed: Any) -> Iterator[dict[str, Any]]:
    if isinstance(parsed, dict):
        yield parsed
    for part in parsed.values() if isinstance(parsed, dict) else parsed if isinstance(parsed, list) else ():
        yield from _nodes(part)


def _read_by(parsed: Any) -> set[str]:
    """Names of everything that a parsed statement reads from."""
    read = set()
    for node in _nodes(parsed):
        if node.get("type") == "BASE_TABLE":
            read.add(".".join(node["qualified_name"]["path"]))
        elif node.get("type") == "TABLE_FUNCTION":
            name = node["function"].get("function_name", "?")
            read |= set() if name in _HARMLESS_FUNCTIONS else {f"{name}()"}
    return read


def _named_in(parsed: Any) -> set[str]:
    """Names that the statement gives to its own common table expressions."""
    return {entry["key"] for node in _nodes(parsed) for entry in node.get("cte_map", {}).get("map", [])}
