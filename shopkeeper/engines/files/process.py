"""The reading process: takes requests on standard input, a line each, and gives frames on standard output.

A process of its own, so that no other carries the heavy libraries, reading and writing keep two cores busy, and the
memory of a large file is given back when it is done. A frame is a line of JSON, then as many bytes as it announces.
"""

import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.csv as pa_csv

from shopkeeper.engines.files import session
from shopkeeper.engines.files.contracts import Extraction, FileShape, ForeignFile, Refused, UnreadableFile
from shopkeeper.engines.files.opening import OpenFile, open_file

_PLAIN = pa_csv.WriteOptions(include_header=False)


def main() -> int:
    """Carry out requests until there are no more; a file that cannot be read is an answer, not a failure."""
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        request = msgspec.json.decode(line)
        kind, task = _TASKS[request["task"]]
        asked = msgspec.convert(request["of"], kind)
        try:
            task(asked, out)
        except UnreadableFile as unreadable:
            _send(out, {"unreadable": str(unreadable), "end": True})
        except (pa.ArrowException, duckdb.Error, OSError, ValueError) as error:
            _send(out, {"unreadable": f"{_name_of(asked)}: {session.explain(error)}.", "end": True})
    return 0


def _name_of(asked: Any) -> str:
    file = asked if isinstance(asked, ForeignFile) else asked.file
    return os.path.basename(file.path)


def _send(out: BinaryIO, head: dict[str, Any], body: bytes | memoryview = b"") -> None:
    out.write(msgspec.json.encode({**head, "bytes": len(body)}) + b"\n")
    out.write(body)
    out.flush()


def _read(extraction: Extraction, out: BinaryIO) -> None:
    opened, reader = session.run(extraction)
    last = extraction.after
    for batch in reader:
        if batch.num_rows:
            last = batch.column("line")[-1].as_py()
            head = {"rows": batch.num_rows, "last": last, "position": opened.position}
            _send(out, head, _csv(batch))
    _send(out, {"end": True, "records": opened.rows, "broken": opened.broken[:100_000]})


def _csv(batch: pa.RecordBatch) -> memoryview:
    sink = pa.BufferOutputStream()
    pa_csv.write_csv(batch, sink, _PLAIN)
    return memoryview(sink.getvalue())


def _check(extraction: Extraction, out: BinaryIO) -> None:
    _send(out, {"end": True, "complaints": session.find_complaints(extraction)})


def _describe(file: ForeignFile, out: BinaryIO) -> None:
    opened = open_file(file)
    names = session.json_columns(file) if opened.columns == ["json"] else opened.columns
    first = next(opened.batches, None)
    rows = [] if first is None or names != opened.columns else _texts(first.slice(0, 20))
    _send(out, {"end": True, "shape": FileShape(tuple(names), tuple(rows), opened.size)})


def _texts(batch: pa.RecordBatch) -> list[tuple[str | None, ...]]:
    columns = [[None if value is None else str(value) for value in column.to_pylist()] for column in batch.columns]
    return list(zip(*columns, strict=True))


def _copy_refused(refused: Refused, out: BinaryIO) -> None:
    opened = open_file(refused.file)
    schema = pa.schema([*opened.schema, ("line", pa.int64()), (refused.header, pa.string())])
    reasons = dict(refused.reasons)
    with pa_csv.CSVWriter(refused.target, schema) as writer:
        for batch in opened.reader():
            _copy_marked(batch, reasons, schema, writer)
        _copy_broken(opened, reasons, schema, writer)
    _send(out, {"end": True})


def _copy_marked(batch: pa.RecordBatch, reasons: dict[int, str], schema: pa.Schema, writer: pa_csv.CSVWriter) -> None:
    numbers = batch.column(0).to_pylist()
    places = [place for place, number in enumerate(numbers) if number in reasons]
    if not places:
        return
    kept = batch.take(pa.array(places))
    words = pa.array([reasons[numbers[place]] for place in places])
    writer.write_batch(pa.RecordBatch.from_arrays([*kept.columns[1:], kept.column(0), words], schema=schema))


def _copy_broken(opened: OpenFile, reasons: dict[int, str], schema: pa.Schema, writer: pa_csv.CSVWriter) -> None:
    """What could not be split stands whole in the first column."""
    texts = {line: text for line, text in opened.broken_texts.items() if line in reasons}
    if not texts:
        return
    columns = dict.fromkeys(schema.names, pa.nulls(len(texts), pa.string()))
    columns |= {schema.names[0]: pa.array(texts.values()), "line": pa.array(texts, pa.int64())}
    columns |= {schema.names[-1]: pa.array(reasons[line] for line in texts)}
    writer.write_batch(pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema))


_TASKS: dict[str, tuple[Any, Callable[[Any, BinaryIO], None]]] = {
    "read": (Extraction, _read),
    "check": (Extraction, _check),
    "describe": (ForeignFile, _describe),
    "copy_refused": (Refused, _copy_refused),
}

if __name__ == "__main__":
    sys.exit(main())
