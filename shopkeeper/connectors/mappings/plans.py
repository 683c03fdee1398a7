"""From a mapping and a folder to parts: one file into one canonical table each, parents before children."""

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from django.utils.translation import gettext as _

from shopkeeper.connectors.errors import InvalidMapping
from shopkeeper.connectors.mappings.by_name import list_files
from shopkeeper.connectors.mappings.contracts import ColumnSpec, Entry, FileSpec, Mapping
from shopkeeper.core import intake
from shopkeeper.engines.files import Complaint, Extraction, FileColumn, FileJoin, ForeignFile

_EDGE = 1 << 20
BATCH_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A part to import: how to read it, and into which table. `path` is empty where the mapping holds the rows."""

    entry: int
    table: intake.CanonicalTable
    extraction: Extraction
    path: Path
    of: Entry
    places: dict[str, int] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """Whether these are the same bytes and the same reading of them as before."""
        stamp = blake2b(repr((self.extraction.columns, self.extraction.where, self.extraction.group)).encode())
        for file in (self.extraction.file, *(join.file for join in self.extraction.joins)):
            _stamp(stamp, Path(file.path))
        return stamp.hexdigest()[:40]

    def sentence(self, complaint: Complaint, document: str) -> str:
        """A complaint of the reader with its place in the mapping."""
        line = self.places.get(complaint.column, self.of.place)
        place = f"{document}, line {line}, " if document else ""
        column = f".{complaint.column}" if complaint.column else ""
        return f"{place}{self.table.name}{column} ({self.path.name}): {complaint.reason}"


def plan_parts(mapping: Mapping, folder: Path, *, time_zone: str, scratch: Path) -> list[Plan]:
    """All parts, in the order in which they have to come.

    :raises InvalidMapping: when a file is not there
    """
    complaints: list[str] = []
    plans = [
        plan
        for place, entry in enumerate(mapping.entries)
        for plan in _plans(place, entry, mapping, folder, time_zone, scratch, complaints)
    ]
    if complaints:
        raise InvalidMapping(complaints="\n".join(complaints))
    return sorted(plans, key=lambda plan: (plan.table.order, plan.entry, plan.path.name))


def _plans(
    place: int, entry: Entry, mapping: Mapping, folder: Path, time_zone: str, scratch: Path, complaints: list[str]
) -> list[Plan]:
    table = intake.get_table(entry.table)
    assert table is not None
    if entry.rows:
        return [_plan_of_rows(place, entry, table, time_zone, scratch)]
    joins = []
    for join in entry.joins:
        spec = mapping.files[join.file]
        matches = find(folder, spec)
        if len(matches) != 1:
            complaints.append(_missing(mapping, spec, folder))
            return []
        joins.append(FileJoin(join.file, _foreign(spec, matches[0]), join.on, join.many))
    spec = mapping.files[entry.file]
    found = find(folder, spec)
    if not found:
        complaints.append(_missing(mapping, spec, folder))
    return [_plan(place, entry, table, time_zone, scratch, spec, path, tuple(joins)) for path in found]


def _plan(
    place: int, entry: Entry, table: intake.CanonicalTable, time_zone: str, scratch: Path,
    spec: FileSpec, path: Path, joins: tuple[FileJoin, ...],
) -> Plan:  # fmt: skip
    columns = tuple(_column(c, entry.columns[c.name]) for c in table.all_columns if c.name in entry.columns)
    extraction = Extraction(
        _foreign(spec, path),
        columns,
        joins,
        entry.where,
        entry.one_per,
        time_zone,
        batch_rows=intake.find_most_at_once(table, entry.columns) or BATCH_ROWS,
        spill=str(scratch),
    )
    return Plan(place, table, extraction, path, entry, {n: column.place for n, column in entry.columns.items()})


def _plan_of_rows(place: int, entry: Entry, table: intake.CanonicalTable, time_zone: str, scratch: Path) -> Plan:
    path = scratch / f"rows-{place}.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in entry.rows))
    given = {name for row in entry.rows for name in row}
    columns = tuple(
        _column(c, ColumnSpec(f'main."{c.name}"' if c.name in given else "NULL"))
        for c in table.all_columns
        if c.name in given or c.required
    )
    return Plan(place, table, Extraction(ForeignFile(str(path)), columns, time_zone=time_zone), path, entry)


_TYPES = {
    "text": "text",
    "bigint": "integer",
    "numeric": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamptz": "instant",
}


def _column(column: intake.IntakeColumn, spec: ColumnSpec) -> FileColumn:
    return FileColumn(
        column.name, spec.sql, _TYPES[column.type], column.required, column.codes,
        spec.formats, spec.decimal_comma, spec.empty, spec.is_expression, column.lenient,
    )  # fmt: skip


def find(folder: Path, spec: FileSpec) -> list[Path]:
    """The files that a pattern means, by name."""
    if folder.is_file():
        return [folder] if folder.match(spec.pattern) else []
    return [path for path in list_files(folder) if path.match(spec.pattern)]


def _foreign(spec: FileSpec, path: Path) -> ForeignFile:
    return ForeignFile(str(path), spec.format, spec.encoding, spec.delimiter)


def _missing(mapping: Mapping, spec: FileSpec, folder: Path) -> str:
    facts = {"document": mapping.document, "line": spec.place, "pattern": spec.pattern, "folder": folder}
    return _("%(document)s, line %(line)s: there is no file “%(pattern)s” in %(folder)s.") % facts


def _stamp(stamp: blake2b, path: Path) -> None:
    size = path.stat().st_size
    stamp.update(f"{path.name}:{size}".encode())
    with path.open("rb") as file:
        stamp.update(file.read(_EDGE))
        file.seek(max(0, size - _EDGE))
        stamp.update(file.read(_EDGE))
