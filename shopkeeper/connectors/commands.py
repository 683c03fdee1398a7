"""The import on the command line."""

from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from shopkeeper.connectors.contracts import PartCard, RunCard
from shopkeeper.connectors.models import ImportPart
from shopkeeper.connectors.runs import import_folder
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door

_FILE = click.Path(exists=True, path_type=Path)


@click.command(name="import")
@click.argument("folder", type=_FILE)
@click.option("--mapping", "mapping_file", type=_FILE, help="How the files become our tables, as YAML.")
@click.option("--source", default="", help="The name of the system that the files come from.")
@command_door("connectors.run_imports")
def import_files(*, folder: Path, mapping_file: Path | None, source: str, by: Actor, now: datetime) -> None:
    """Import the files of FOLDER, or one file, by a mapping or by their names."""
    text, name = (mapping_file.read_text(), mapping_file.name) if mapping_file else ("", "")
    with Bars() as bars:
        run = import_folder(
            folder=folder, source=source, mapping=text, mapping_name=name, by=by, clock=clock.now, progress=bars.show
        )
    print_run(run, Console())


class Bars:
    """A bar for each part, by how much of its file is read."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]:>10,} rows"),
            TimeRemainingColumn(), console=Console(stderr=True),
        )  # fmt: skip
        self._tasks: dict[int, TaskID] = {}

    def __enter__(self) -> "Bars":
        self._progress.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._progress.stop()

    def show(self, part: ImportPart) -> None:
        """Move the bar of a part."""
        if part.position not in self._tasks:
            self._tasks[part.position] = self._progress.add_task(part.table, total=max(part.size, 1), rows=0)
        read = part.size if part.finished_at else part.read
        self._progress.update(self._tasks[part.position], completed=max(read, 1), rows=part.rows)


def print_run(run: RunCard, console: Console) -> None:
    """What became of the rows, table by table, and why some were refused."""
    table = Table(title=_("Import %(number)s") % {"number": run.number}, title_justify="left")
    for heading in (_("Table"), _("File")):
        table.add_column(heading, overflow="fold")
    for heading in (_("Rows"), _("New"), _("Changed"), _("As before"), _("Refused")):
        table.add_column(heading, justify="right")
    for part in run.parts:
        table.add_row(part.table, part.file or _("(in the mapping)"), *_figures(part))
    console.print(table)
    for part in run.parts:
        for refusal in part.refusals:
            console.print(f"{part.table}: {refusal.rows:,} × {refusal.words}")
        if part.refused_file:
            console.print(
                _("The refused rows of %(table)s: %(file)s") % {"table": part.table, "file": part.refused_file}
            )


def _figures(part: PartCard) -> list[str]:
    return [f"{n:,}" for n in (part.rows, part.created, part.updated, part.unchanged + part.repeated, part.refused)]


commands = [import_files]
