"""Without a mapping: files named after canonical tables, with canonical columns."""

import re
from collections.abc import Collection
from pathlib import Path

from django.utils.translation import gettext as _

from shopkeeper.connectors.errors import InvalidMapping, NothingToImport, PackedFile
from shopkeeper.connectors.mappings.contracts import ColumnSpec, Entry, FileSpec, Mapping
from shopkeeper.connectors.mappings.likeness import find_meant
from shopkeeper.core import intake
from shopkeeper.engines import files

_PACKED = {".xlsx", ".xls", ".xlsm", ".ods", ".zip", ".7z", ".rar", ".tar", ".tgz"}
_MOST_NAMES = 40
_NAME = re.compile(r"^(?P<table>[a-z_]+?)(?:[-_.]?\d[\w.-]*?)?\.(?:csv|tsv|txt|parquet|jsonl|ndjson|json)(?:\.gz)?$")


def mapping_by_name(folder: Path, reader: files.Reader) -> Mapping:
    """The mapping that the names of files and columns speak for themselves (`orders.csv`, `orders-2026-05.csv.gz`).

    :raises NothingToImport: when no file is named after a table
    :raises InvalidMapping: when files lack columns that their tables need: all of them at once
    :raises PackedFile: when there are workbooks or archives instead
    """
    found = [(path, table) for path in list_files(folder) if (table := _table_of(path))]
    if not found and (packed := next((path for path in list_files(folder) if _is_packed(path)), None)):
        raise PackedFile(file=packed.name)
    if not found:
        names = ", ".join(table.name for table in intake.list_tables())
        raise NothingToImport(folder=str(folder), tables=names)
    specs = {path.name: FileSpec(path.name) for path, _table in found}
    complaints: list[str] = []
    entries = tuple(_entry(path, table, reader, complaints) for path, table in found)
    if complaints:
        raise InvalidMapping(complaints="\n".join(complaints))
    return Mapping("", "", "", specs, entries)


def list_files(folder: Path) -> list[Path]:
    """The files of a folder, or the one file that was named."""
    return [folder] if folder.is_file() else sorted(path for path in folder.iterdir() if path.is_file())


def _is_packed(path: Path) -> bool:
    return path.suffix.lower() in _PACKED


def _table_of(path: Path) -> intake.CanonicalTable | None:
    match = _NAME.match(path.name.lower())
    return intake.get_table(match["table"]) if match else None


def _entry(path: Path, table: intake.CanonicalTable, reader: files.Reader, complaints: list[str]) -> Entry:
    names = reader.describe(files.ForeignFile(str(path))).columns
    there: dict[str | None, str] = {name.strip().lower(): name for name in names}
    found = {
        column.name: there.get(column.name) or there.get(_header(label, table))
        for column, label in table.labeled_columns
    }
    lacking = [column.name for column in table.all_columns if column.required and not found[column.name]]
    if lacking:
        free = [name for name in names if name not in found.values()]
        complaints.append(_lacking(path, table, lacking, names, free))
    columns = {name: ColumnSpec(f'main."{theirs}"') for name, theirs in found.items() if theirs}
    return Entry(table=table.name, file=path.name, columns=columns)


def _lacking(
    path: Path, table: intake.CanonicalTable, lacking: list[str], names: Collection[str], free: list[str]
) -> str:
    more = ", …" if len(names) > _MOST_NAMES else ""
    facts = {
        "file": path.name,
        "table": table.name,
        "columns": ", ".join(_wanted(name, table.labels.get(name, ""), free) for name in lacking),
        "there": ", ".join(f"“{name}”" for name in list(names)[:_MOST_NAMES]) + more,
    }
    return (
        _("%(file)s lacks what %(table)s needs: %(columns)s. Its columns are %(there)s. Rename them or give a mapping.")
        % facts
    )


def _wanted(name: str, label: str, free: list[str]) -> str:
    if meant := find_meant(name, free) or (find_meant(label, free) if label else ""):
        return _("“%(column)s” (“%(meant)s” may be it)") % {"column": name, "meant": meant}
    return f"“{name}”"


def _header(label: str, table: intake.CanonicalTable) -> str | None:
    """What this retailer calls a column, as a header; None where that is another column's name, which it means then."""
    header = label.strip().lower()
    return header if header and header not in {column.name for column in table.all_columns} else None
