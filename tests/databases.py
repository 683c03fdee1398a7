"""One database for each test process, cloned from a template that is migrated once for each state of the schema."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg
from django.core.management import call_command
from django.db import connection
from filelock import FileLock
from psycopg import sql

from tests.machine import REPOSITORY, USES_OWN_SERVER

_LOCK = REPOSITORY / ".tools" / "test-template.lock"
_SCHEMA = ("shopkeeper/**/migrations/*.py", "shopkeeper/**/*.sql", "shopkeeper/core/schema.py", "uv.lock")


@contextmanager
def database_of_this_process(worker: str) -> Iterator[None]:
    """Point Django at a fresh clone, and drop it at the end."""
    name = f"test_{os.getpid()}_{worker}"
    _LOCK.parent.mkdir(exist_ok=True)
    with FileLock(_LOCK):
        template = _ensure_template()
        _clone(template, name)
    _use(name)
    try:
        yield
    finally:
        connection.close()
        _drop(name)


def renew_database() -> None:
    """Put a fresh clone in place of what a test committed: emptying tables would also empty what migrations wrote."""
    name = connection.settings_dict["NAME"]
    connection.close()
    _drop(name)
    _clone(_template_name(), name)


def _ensure_template() -> str:
    template = _template_name()
    existing = _list_databases()
    if template not in existing:
        _drop_leftovers(existing)
        unfinished = f"{template}_unfinished"
        _administer("CREATE DATABASE {}", unfinished)
        _use(unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        _administer("ALTER DATABASE {} RENAME TO {}", unfinished, template)
    return template


def _template_name() -> str:
    files = sorted(file for pattern in _SCHEMA for file in REPOSITORY.glob(pattern))
    return "template_" + hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _drop_leftovers(existing: list[str]) -> None:
    """Older templates, and databases of test runs that were killed. Only on our own server: others may serve others."""
    for name in existing if USES_OWN_SERVER else []:
        kind, _, rest = name.partition("_")
        if kind == "template" or (kind == "test" and not psutil.pid_exists(int(rest.partition("_")[0]))):
            _drop(name)


def _clone(template: str, name: str) -> None:
    _administer("CREATE DATABASE {} TEMPLATE {}", name, template)


def _drop(name: str) -> None:
    """End our own sessions there, then drop: WITH (FORCE) is denied to us while the server's autovacuum looks at it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
            [name],
        )
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _list_databases() -> list[str]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        return [
            name for (name,) in server.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^(test|template)_'")
        ]


def _administer(command: str, *names: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL(command).format(*map(sql.Identifier, names)))
