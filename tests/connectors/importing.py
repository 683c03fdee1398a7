"""Write small files as a retailer would export them, and import them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shopkeeper.connectors import public as connectors
from shopkeeper.connectors.models import ImportPart
from shopkeeper.core.actors import system_actor

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
Rows = Sequence[Mapping[str, Any]]


def write_csv(folder: Path, name: str, rows: Rows) -> Path:
    """A file of these rows; values are written as they stand, quoted where needed."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(columns), *(",".join(_quoted(row.get(column)) for column in columns) for row in rows)]
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


def _quoted(value: Any) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


def import_rows(folder: Path, *, source: str = "shop", **tables: Rows) -> connectors.RunCard:
    """Import canonical tables by name, in a folder that holds nothing else."""
    for old in folder.glob("*.csv"):
        old.unlink()
    for name, rows in tables.items():
        write_csv(folder, f"{name}.csv", rows)
    return run_import(folder, source=source)


def run_import(
    folder: Path, *, source: str = "", mapping: str = "", progress: Callable[[ImportPart], None] = lambda part: None
) -> connectors.RunCard:
    """Import a folder, at a fixed time."""
    return connectors.import_folder(
        folder=folder, source=source, mapping=mapping, mapping_name="mapping.yaml", by=BY, clock=lambda: NOW,
        progress=progress,
    )  # fmt: skip


def counts(run: connectors.RunCard) -> dict[str, tuple[int, int, int, int]]:
    """New, changed, as before and refused, by table."""
    return {p.table: (p.created, p.updated, p.unchanged + p.repeated, p.refused) for p in run.parts}
