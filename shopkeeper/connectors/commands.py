"""The import on the command line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from shopkeeper.connectors.bodies import request_bodies
from shopkeeper.connectors.contracts import PartCard, RehearsedPart, RunCard
from shopkeeper.connectors.errors import NoOrderInIt
from shopkeeper.connectors.formats import write_formats
from shopkeeper.connectors.models import ImportPart, ImportRun
from shopkeeper.connectors.queries import get_card
from shopkeeper.connectors.rehearsals import rehearse
from shopkeeper.connectors.runs import carry_out, import_folder
from shopkeeper.connectors.shapes import SHAPES
from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.core.refusals import Refusal

_FILE = click.Path(exists=True, path_type=Path)


@click.command(name="import")
@click.argument("folder", type=_FILE, required=False)
@click.option("--mapping", "mapping_file", type=_FILE, help="How the files become our tables, as YAML.")
@click.option("--source", default="", help="The name of the system that the files come from.")
@click.option("--dry-run", is_flag=True, help="Try the first rows of each file and keep nothing.")
@click.option("--formats", is_flag=True, help="Print the tables and columns that can be imported, as Markdown.")
@command_door("connectors.run_imports")
def import_files(
    *,
    folder: Path | None,
    mapping_file: Path | None,
    source: str,
    dry_run: bool,
    formats: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Import the files of FOLDER, or one file, by a mapping or by their names."""
    if formats:
        return click.echo(write_formats(), nl=False)
    if folder is None:
        raise click.UsageError(_("Name the folder or the file to import."))
    text, name = (mapping_file.read_text(), mapping_file.name) if mapping_file else ("", "")
    with refusals_as_usage():
        if dry_run:
            tried = rehearse(folder=folder, source=source, mapping=text, mapping_name=name, by=by, now=now)
            return print_rehearsal(tried, Console())
        with Bars() as bars:
            run = import_folder(
                folder=folder,
                source=source,
                mapping=text,
                mapping_name=name,
                by=by,
                clock=clock.now,
                progress=bars.show,
            )
    return print_run(run, Console())


@contextmanager
def refusals_as_usage() -> Iterator[None]:
    """A refusal as lines on the terminal."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence()) from refusal


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


def print_rehearsal(parts: list[RehearsedPart], console: Console) -> None:
    """The first rows of each file as they are understood, and what would become of those that were tried."""
    for part in parts:
        facts = {"table": part.table, "file": part.file or _("(in the mapping)"), "n": f"{part.tried:,}"}
        console.print(_("%(table)s from %(file)s: %(n)s rows tried") % facts, style="bold")
        for row in part.rows[:2]:
            pairs = zip(part.columns, row, strict=True)
            console.print("  " + ", ".join(f"{name}={value}" for name, value in pairs if value), markup=False)
        new, changed = f"{part.created:,}", f"{part.updated:,}"
        outcome = {"new": new, "changed": changed, "same": f"{part.unchanged:,}", "refused": f"{part.refused:,}"}
        console.print("  " + _("%(new)s new, %(changed)s changed, %(same)s as before, %(refused)s refused") % outcome)
        for refusal in part.refusals:
            console.print(f"  {refusal.rows:,} × {refusal.words}", markup=False)
    console.print(_("Nothing was kept."))


def _figures(part: PartCard) -> list[str]:
    return [f"{n:,}" for n in (part.rows, part.created, part.updated, part.as_before, part.refused)]


@click.command(name="import-orders")
@click.argument("file", type=_FILE)
@click.option("--shape", type=click.Choice(list(SHAPES)), required=True, help="Whose way of writing orders it is.")
@click.option("--source", default="", help="The name of the shop that they come from.")
@command_door("connectors.run_imports")
def import_orders(*, file: Path, shape: str, source: str, by: Actor, now: datetime) -> None:
    """Import the orders of FILE, JSON as a shop system writes them. What has no column here is kept as it came."""
    with refusals_as_usage():
        try:
            document = json.loads(file.read_bytes())
        except ValueError as broken:
            raise NoOrderInIt(shape=shape) from broken
        run_id = request_bodies(document=document, shape=shape, source=source, by=by, now=now)
        with Bars() as bars:
            carry_out(run_id, by=by, clock=clock.now, progress=bars.show)
    print_run(get_card(ImportRun.objects.get(pk=run_id)), Console())


commands = [import_files, import_orders]
