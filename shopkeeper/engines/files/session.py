"""One reading of files in DuckDB, shut off from everything but the streams that it is given."""

import os
import tempfile
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from shopkeeper.engines.files.contracts import LINE, Complaint, Extraction, ForeignFile
from shopkeeper.engines.files.opening import OpenFile, format_of, open_file
from shopkeeper.engines.files.query import build_query, identifier, quoted

_LOOK_AHEAD = 1_000


def connect(extraction: Extraction) -> duckdb.DuckDBPyConnection:
    """A database that reaches no file, no network and no setting of its own: expressions come from shared mappings."""
    spill = extraction.spill or tempfile.gettempdir()
    connection = duckdb.connect(":memory:", config={"memory_limit": f"{extraction.memory_mb}MB"})
    connection.execute(f"SET temp_directory = {quoted(os.path.join(spill, f'reading-{os.getpid()}'))}")
    connection.execute(f"SET TimeZone = {quoted(extraction.time_zone)}")
    # Two threads hand their rows over as each gets ready, and a batch is known by the line it ends with.
    connection.execute("SET threads = 1")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def run(extraction: Extraction) -> tuple[OpenFile, pa.RecordBatchReader]:
    """Start an extraction: the file being read, and the typed rows as a stream."""
    connection = connect(extraction)
    for join in extraction.joins:
        _keep_looked_up(connection, join.alias, join.file, None if join.many else tuple(right for _, right in join.on))
    opened = _offer(connection, "main", extraction.file, extraction.records)
    return opened, connection.sql(build_query(extraction)).to_arrow_reader(extraction.batch_rows)


def find_complaints(extraction: Extraction) -> list[Complaint]:
    """Try every expression on the files without reading them, one column at a time, so that each is named."""
    connection = connect(extraction)
    for alias, file in [("main", extraction.file), *((join.alias, join.file) for join in extraction.joins)]:
        _offer_empty(connection, alias, file)
    bare = Extraction(extraction.file, (), extraction.joins, extraction.where, extraction.group)
    if reason := _refused_by_binder(connection, build_query(bare)):
        return [Complaint("", reason)]
    complaints = []
    for column in extraction.columns:
        alone = Extraction(extraction.file, (column,), extraction.joins, extraction.where, extraction.group)
        if reason := _refused_by_binder(connection, build_query(alone)):
            complaints.append(Complaint(column.name, reason))
    return complaints


def _refused_by_binder(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    try:
        connection.execute(f"EXPLAIN {query}").fetchall()
    except duckdb.Error as error:
        return str(error).splitlines()[0].split(": ", 1)[-1]
    return ""


def _offer(connection: duckdb.DuckDBPyConnection, alias: str, file: ForeignFile, records: int = 0) -> OpenFile:
    opened = open_file(file)
    opened.most = records
    if format_of(file) != "jsonl":
        connection.register(alias, opened.reader())
        return opened
    connection.register(f"{alias}_lines", opened.reader())
    connection.execute(f"CREATE VIEW {alias} AS {_from_json(f'{alias}_lines', json_columns(file))}")
    return opened


def _offer_empty(connection: duckdb.DuckDBPyConnection, alias: str, file: ForeignFile) -> None:
    opened = open_file(file)
    if format_of(file) == "jsonl":
        empty = pa.schema([(LINE, pa.int64()), *((name, pa.string()) for name in json_columns(file))]).empty_table()
    else:
        empty = pa.schema([pa.field(LINE, pa.int64()), *opened.schema]).empty_table()
    connection.register(alias, empty)


def _keep_looked_up(
    connection: duckdb.DuckDBPyConnection, alias: str, file: ForeignFile, once_per: tuple[str, ...] | None
) -> None:
    _offer(connection, f"{alias}_file", file)
    once = ""
    if once_per:
        keys = ", ".join(identifier(key) for key in once_per)
        once = f" QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY {LINE}) = 1"
    keys_as_text = ", ".join(f"CAST({identifier(key)} AS VARCHAR) AS {identifier(key)}" for key in once_per or ())
    replaced = f" REPLACE ({keys_as_text})" if keys_as_text else ""
    connection.execute(f"CREATE TABLE {alias} AS SELECT *{replaced} FROM {alias}_file{once}")


def json_columns(file: ForeignFile) -> list[str]:
    """The fields of the first records of a JSON lines file; those of an object inside are named with a dot."""
    first = next(open_file(file).batches, None)
    lines = [] if first is None else first.column(0).slice(0, _LOOK_AHEAD).to_pylist()
    names: dict[str, None] = {}
    for line in lines:
        names.update(dict.fromkeys(_field_names(line)))
    return list(names)


def _field_names(line: str) -> list[str]:
    try:
        return _names_in(msgspec.json.decode(line), "")
    except msgspec.DecodeError:
        return []


def _names_in(value: Any, prefix: str) -> list[str]:
    if not isinstance(value, dict):
        return [prefix]
    return [name for key, inner in value.items() for name in _names_in(inner, f"{prefix}.{key}".lstrip("."))]


def _from_json(lines: str, columns: list[str]) -> str:
    fields = ", ".join(
        f"json_extract_string(json, {quoted('$.' + _path(name))}) AS {identifier(name)}" for name in columns
    )
    return f"SELECT {LINE}, {fields} FROM {lines}"


def _path(name: str) -> str:
    return ".".join(f'"{part}"' for part in name.split("."))


def explain(error: Exception) -> str:
    """A sentence for what the libraries complain of."""
    if "straddl" in str(error):
        return "a quoted text in it begins and never ends, or one line is too long to be a row"
    return str(error).splitlines()[0].split(": ", 1)[-1] or type(error).__name__
