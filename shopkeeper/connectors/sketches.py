"""A first sketch of a mapping: what can be guessed from names, the rest to be filled in by somebody who knows."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from shopkeeper.connectors.mappings.by_name import list_files
from shopkeeper.connectors.mappings.likeness import find_closest
from shopkeeper.connectors.models import ImportRun
from shopkeeper.core import intake
from shopkeeper.engines import files

_FORMER = 8


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was handed over: its columns and first rows, or why it cannot be read."""

    name: str
    size: int
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    unreadable: str = ""
    table: str = ""
    """The table whose name and columns it has, where there is one."""


def describe_files(run: ImportRun) -> list[FoundFile]:
    """The files of a draft."""
    with files.reader() as reader:
        return [_describe(path, reader) for path in list_files(Path(run.folder))]


def _describe(path: Path, reader: files.Reader) -> FoundFile:
    try:
        shape = reader.describe(files.ForeignFile(str(path)))
    except files.UnreadableFile as unreadable:
        return FoundFile(path.name, path.stat().st_size, unreadable=str(unreadable))
    table = _table_by_name(path.name, shape.columns)
    return FoundFile(path.name, shape.size, shape.columns, shape.rows[:3], table=table)


def _table_by_name(name: str, columns: tuple[str, ...]) -> str:
    for table in intake.list_tables():
        required = {column.name for column in table.all_columns if column.required}
        if re.match(rf"{table.name}(?![a-z_])", name.lower()) and required <= {c.strip().lower() for c in columns}:
            return table.name
    return ""


def list_former_mappings() -> list[tuple[str, str]]:
    """Mappings of earlier imports with their names, the latest first, each once."""
    runs = ImportRun.objects.exclude(mapping="").order_by("-requested_at").values_list("mapping", "source", "number")
    former: dict[str, str] = {}
    for mapping, source, number in runs[:100]:
        former.setdefault(mapping, f"{source or 'files'} ({number})")
    return [(name, mapping) for mapping, name in list(former.items())[:_FORMER]]


def sketch(found: list[FoundFile]) -> str:
    """A mapping to begin with; empty where every file speaks for itself."""
    foreign = [file for file in found if file.columns and not file.table]
    if not foreign:
        return ""
    aliases = {file.name: _alias(file.name) for file in found if file.columns}
    listed = "".join(f"  {alias}: {name}\n" for name, alias in aliases.items())
    entries = "".join(_entry(file, aliases[file.name]) for file in found if file.columns)
    return f"source: \ntime_zone: \nfiles:\n{listed}tables:\n{entries}"


def _entry(file: FoundFile, alias: str) -> str:
    table = intake.get_table(file.table) or max(intake.list_tables(), key=lambda table: _likeness(table, file))
    free = [name for name in file.columns if name not in {column.name for column in table.all_columns}]
    columns = "".join(_column(column, file, label, free) for column, label in table.labeled_columns)
    there = ", ".join(file.columns)
    return f"  - table: {table.name}\n    from: {alias}\n    # its columns: {there}\n    columns:\n{columns}"


def _column(column: intake.IntakeColumn, file: FoundFile, label: str, free: list[str]) -> str:
    """The column of its own name, else the closest of those that are no other column's by name."""
    wanted = label or column.name
    if close := column.name if column.name in file.columns else find_closest(wanted, free):
        return f"      {column.name}: {close}\n"
    return f"      {column.name}:   # {column.description}\n" if column.required else ""


def _likeness(table: intake.CanonicalTable, file: FoundFile) -> float:
    named = SequenceMatcher(None, table.name, _alias(file.name)).ratio()
    alike = sum(1 for column in table.all_columns if find_closest(column.name, file.columns))
    return named * 2 + alike / len(file.columns)


def _alias(name: str) -> str:
    return re.sub(r"\W+", "_", name.split(".")[0].lower()).strip("_") or "file"
