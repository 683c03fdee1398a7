"""Whether the database has the shape that this version's migrations give it, known without starting Django."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from shopkeeper.site import settings

QUESTION = "SELECT obj_description(to_regnamespace('public'), 'pg_namespace')"


def is_current(database_url: str) -> bool:
    """Whether `migrate` has nothing to do."""
    with psycopg.connect(database_url) as database:
        return is_answer(database.execute(QUESTION).fetchone())


def is_answer(row: tuple[object, ...] | None) -> bool:
    """Whether what QUESTION brought names this version's migrations."""
    return row is not None and row[0] == _mark()


def note_current(database_url: str) -> None:
    """Note in the database itself which migrations it has had."""
    with psycopg.connect(database_url) as database:
        database.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(_mark())))


@cache
def _mark() -> str:
    files = sorted(file for folder in _migration_folders() for file in folder.glob("*.py"))
    return "shopkeeper " + hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _migration_folders() -> list[Path]:
    specs = [find_spec(app.partition(".apps.")[0]) for app in settings.INSTALLED_APPS]
    return [Path(spec.origin).parent / "migrations" for spec in specs if spec and spec.origin]
