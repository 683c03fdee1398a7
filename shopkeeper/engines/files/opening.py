"""Files of each format as one stream of Arrow record batches, with the number of every record."""

import csv
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from shopkeeper.engines.files.bytestream import CleanBytes
from shopkeeper.engines.files.contracts import LINE, ForeignFile, UnreadableFile

_BLOCK = 8 << 20
_KEPT_BROKEN = 10_000
_DELIMITERS = (",", ";", "\t", "|")
_FORMATS = (
    (r"\.parquet$", "parquet"),
    (r"\.(jsonl|ndjson|json)(\.gz)?$", "jsonl"),
    (r"\.(csv|tsv|txt)(\.gz)?$", "csv"),
)


@dataclass
class OpenFile:
    """A file being read: its columns, its batches, how far it is, and the records that could not be split."""

    columns: list[str]
    batches: Iterator[pa.RecordBatch]
    schema: pa.Schema
    size: int
    bytes: CleanBytes | None = None
    broken: list[int] = field(default_factory=list)
    broken_texts: dict[int, str] = field(default_factory=dict)
    """Those records as they came, the first of them."""
    rows: int = 0
    total: int = 0
    most: int = 0
    """How many records are wanted; 0 means all."""

    @property
    def position(self) -> int:
        """Bytes read so far, or the same share of them as of rows where only rows are known."""
        return self.bytes.position if self.bytes else self.size * self.rows // max(self.total, 1)

    def reader(self) -> pa.RecordBatchReader:
        """The batches as a stream with the record numbers in front."""
        schema = pa.schema([pa.field(LINE, pa.int64()), *self.schema])
        return pa.RecordBatchReader.from_batches(schema, self._wanted(schema))

    def _wanted(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        for batch in self.batches:
            room = self.most - self.rows
            yield self._numbered(batch.slice(0, room) if self.most else batch, schema)
            if self.most and self.rows >= self.most:
                return

    def _numbered(self, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
        numbers = _numbers(self.rows, batch.num_rows, self.broken)
        self.rows = numbers[-1] if numbers else self.rows
        return pa.RecordBatch.from_arrays([pa.array(numbers, pa.int64()), *batch.columns], schema=schema)


def _numbers(after: int, count: int, broken: list[int]) -> range | list[int]:
    # Records with the wrong number of columns are left out of the batches, yet counted.
    if not broken or broken[-1] <= after:
        return range(after + 1, after + 1 + count)
    missing, number = set(broken), after
    numbers: list[int] = []
    while len(numbers) < count:
        number += 1
        if number not in missing:
            numbers.append(number)
    return numbers


def format_of(file: ForeignFile) -> str:
    """The format of a file: as it is given, or by its name.

    :raises UnreadableFile: when the name says nothing
    """
    if file.format:
        return file.format
    name = os.path.basename(file.path).lower()
    found = next((kind for pattern, kind in _FORMATS if re.search(pattern, name)), None)
    if not found:
        raise UnreadableFile(f"{name} is none of CSV, gzipped CSV, Parquet or JSON lines by its name.")
    return found


_PACKED = (b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("d0cf11e0a1b11ae1"), b"7z\xbc\xaf\x27\x1c", b"Rar!")
"""How ZIP files and new workbooks begin, old workbooks, 7z and RAR archives."""
SAVE_AS_CSV = "Save each sheet as CSV (UTF-8), or unpack it first."


def open_file(file: ForeignFile) -> OpenFile:
    """Open a file for one pass.

    :raises UnreadableFile: when it is not there or not what its name says
    """
    if not os.path.exists(file.path):
        raise UnreadableFile(f"There is no file {file.path}.")
    if not os.path.getsize(file.path):
        raise UnreadableFile(f"{os.path.basename(file.path)} is empty.")
    _check_text(file.path)
    return {"csv": _open_csv, "jsonl": _open_lines, "parquet": _open_parquet}[format_of(file)](file)


def _check_text(path: str) -> None:
    """A workbook or an archive under another name reads as one endless line of nonsense.

    :raises UnreadableFile: when it is one
    """
    with open(path, "rb") as opened:
        begins = opened.read(max(map(len, _PACKED)))
    if begins.startswith(_PACKED):
        name = os.path.basename(path)
        raise UnreadableFile(f"{name} is a workbook or an archive, whatever its name says. {SAVE_AS_CSV}")


def _open_parquet(file: ForeignFile) -> OpenFile:
    try:
        parquet = pa_parquet.ParquetFile(file.path)
    except pa.ArrowException as error:
        raise UnreadableFile(f"{os.path.basename(file.path)} is not a whole Parquet file.") from error
    opened = OpenFile(parquet.schema_arrow.names, iter(()), parquet.schema_arrow, os.path.getsize(file.path))
    opened.total = parquet.metadata.num_rows
    opened.batches = parquet.iter_batches(batch_size=65_536)
    return opened


def _open_csv(file: ForeignFile) -> OpenFile:
    delimiter, names = _header(file)
    return _open_split(file, delimiter, names, quote='"', skip=1)


def _open_lines(file: ForeignFile) -> OpenFile:
    # A line of JSON is one text to the splitter: no character of it ends a column, no quote means anything yet.
    return _open_split(file, "\x01", ["json"], quote=False, skip=0)


def _open_split(file: ForeignFile, delimiter: str, names: list[str], *, quote: str | bool, skip: int) -> OpenFile:
    stream = CleanBytes(file)
    opened = OpenFile(names, iter(()), pa.schema([(name, pa.string()) for name in names]), 0, stream)
    opened.size = os.path.getsize(file.path)

    def leave_out(row: pa_csv.InvalidRow) -> str:
        number = row.number - skip
        opened.broken.append(number)
        if len(opened.broken_texts) < _KEPT_BROKEN:
            opened.broken_texts[number] = row.text
        return "skip"

    opened.batches = pa_csv.open_csv(
        pa.PythonFile(stream, mode="r"),
        pa_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names, skip_rows_after_names=skip),
        pa_csv.ParseOptions(
            delimiter=delimiter, quote_char=quote, newlines_in_values=bool(quote), invalid_row_handler=leave_out
        ),
        pa_csv.ConvertOptions(column_types=opened.schema, strings_can_be_null=True, null_values=[""], check_utf8=False),
    )
    return opened


def _header(file: ForeignFile) -> tuple[str, list[str]]:
    head = CleanBytes(file).read(1 << 20).decode(errors="ignore")
    first = re.split(r"[\r\n]", head.lstrip("\r\n"), maxsplit=1)[0]
    delimiter = file.delimiter or max(_DELIMITERS, key=lambda mark: _outside_quotes(first, mark))
    record = next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])
    names = [name.strip() or f"column_{place}" for place, name in enumerate(record, 1)]
    if not names:
        raise UnreadableFile(f"{os.path.basename(file.path)} has no header row.")
    return delimiter, [name if names.index(name) == at else f"{name}_{at + 1}" for at, name in enumerate(names)]


def _outside_quotes(text: str, mark: str) -> int:
    return sum(part.count(mark) for part in text.split('"')[::2])
