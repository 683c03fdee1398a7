"""A whole installation as one folder, and back: database, secrets, imported files, kept mail, the demo's story.

What is not in it is made anew: the analytical copies are refreshed by the worker, the front end is built.
"""

import json
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
import psycopg

from shopkeeper.engines.postgres import load_database, save_database
from shopkeeper.site.home import Home

FOLDERS = ("secrets", "media", "mail", "demo")
_FILES = ("demo.json",)
_DATABASE, _NOTE = "database.dump", "backup.json"
_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def back_up(home: Home, folder: Path) -> int:
    """Write a backup into `folder`, which must not be there yet; returns its size in bytes.

    The database goes first: files only ever come in addition, so none that it names is missing.

    :raises click.ClickException: when there is something at `folder`
    """
    if folder.exists():
        raise click.ClickException(f"{folder} is there already, and a backup never overwrites another.")
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)  # left by a backup that was killed
    partial.mkdir(mode=0o700, parents=True)
    try:
        save_database(home.path, home.database_url(), partial / _DATABASE)
        _copy(home.path, partial)
        note = {"version": version("shopkeeper-cx"), "made_at": datetime.now(UTC).isoformat()}
        (partial / _NOTE).write_text(json.dumps(note))
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def restore(home: Home, folder: Path) -> str:
    """Fill an empty home, whose database runs, from a backup; returns when that was made, ISO 8601.

    :raises click.ClickException: when `folder` is no whole backup, or the home is not empty
    """
    note = folder / _NOTE
    if not note.exists():
        raise click.ClickException(f"{folder} is not a whole backup: it has no {_NOTE}.")
    with psycopg.connect(home.database_url()) as database:
        if database.execute(_TABLES).fetchone() != (0,):
            raise click.ClickException(
                f"The database of {home.path} is not empty, and a backup never overwrites anything. "
                "Set SHOPKEEPER_HOME to a new folder."
            )
    _copy(folder, home.path)
    load_database(home.path, home.database_url(), folder / _DATABASE)
    return str(json.loads(note.read_text())["made_at"])


def _copy(source: Path, target: Path) -> None:
    for name in FOLDERS:
        if (source / name).exists():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)
    for name in _FILES:
        if (source / name).exists():
            shutil.copy2(source / name, target / name)
