"""Without a mapping: files named after canonical tables, with canonical columns."""

import re
from pathlib import Path

from shopkeeper.connectors.errors import NothingToImport, PackedFile
from shopkeeper.connectors.mappings.contracts import ColumnSpec, Entry, FileSpec, Mapping
from shopkeeper.core import intake
from shopkeeper.engines import files

_PACKED = {".xlsx", ".xls", ".xlsm", ".ods", ".zip", ".7z", ".rar", ".tar", ".tgz"}
_NAME = re.compile(r"^(?P<table>[a-z_]+?)(?:[-_.]?\d[\w.-]*?)?\.(?:csv|tsv|txt|parquet|jsonl|ndjson|json)(?:\.gz)?$")


def mapping_by_name(folder: Path, reader: files.Reader) -> Mapping:
    """The mapping that the names of files and columns speak for themselves (`orders.csv`, `orders-2026-05.csv.gz`).

    :raises NothingToImport: when no file is named after a table
    :raises PackedFile: when there are workbooks or archives instead
    """
    found = [(path, table) for path in list_files(folder) if (table := _table_of(path))]
    if not found and (packed := next((path for path in list_files(folder) if _is_packed(path)), None)):
        raise PackedFile(file=packed.name)
    if not found:
        names = ", ".join(table.name for table in intake.list_tables())
        raise NothingToImport(folder=str(folder), tables=names)
    specs = {path.name: FileSpec(path.name) for path, _ in found}
    return Mapping("", "", "", specs, tuple(_entry(path, table, reader) for path, table in found))


def list_files(folder: Path) -> list[Path]:
    """The files of a folder, or the one file that was named."""
    return [folder] if folder.is_file() else sorted(path for path in folder.iterdir() if path.is_file())


def _is_packed(path: Path) -> bool:
    return path.suffix.lower() in _PACKED


def _table_of(path: Path) -> intake.CanonicalTable | None:
    match = _NAME.match(path.name.lower())
    return intake.get_table(match["table"]) if match else None


def _entry(path: Path, table: intake.CanonicalTable, reader: files.Reader) -> Entry:
    there: dict[str | None, str] = {
        name.strip().lower(): name for name in reader.describe(files.ForeignFile(str(path))).columns
    }
    columns: dict[str, ColumnSpec] = {}
    for column, label in table.labeled_columns:
        if (found := there.get(column.name) or there.get(_header(label, table))) or column.required:
            columns[column.name] = ColumnSpec(f'main."{found}"' if found else "NULL")
    return Entry(table=table.name, file=path.name, columns=columns)


def _header(label: str, table: intake.CanonicalTable) -> str | None:
    """What this retailer calls a column, as a header; None where that is another column's name, which it means then."""
    header = label.strip().lower()
    return header if header and header not in {column.name for column in table.all_columns} else None
