"""The check-up behind `shopkeeper doctor`: each finding is a sentence, and a bad one says what to do."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import psutil
import psycopg

from shopkeeper.engines.postgres import PostgresError
from shopkeeper.site import schema
from shopkeeper.site.home import Home
from shopkeeper.site.processes import PART_OF

_SCARCE = 2 * 2**30
_PROMISED = 700
_NEWEST, _OLDEST = (3, 14), (3, 12)
_BUILT = Path(__file__).parent / "static" / "built" / "app.css"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: good, worth a note, or bad."""

    GOOD: ClassVar = "good"
    NOTE: ClassVar = "note"
    BAD: ClassVar = "bad"
    verdict: str
    sentence: str


def examine(home: Home) -> list[Finding]:
    """All checks, those that need the database last."""
    return [finding for check in CHECKS for finding in check(home)]


def _python(home: Home) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    supported = _OLDEST <= sys.version_info[:2] <= _NEWEST
    yield _either(supported, f"Python {version}.", f"Python {version} is not supported: use 3.12, 3.13 or 3.14.")


def _home(home: Home) -> Iterator[Finding]:
    writable = os.access(home.path if home.path.exists() else _existing_parent(home.path), os.W_OK)
    yield _either(
        writable,
        f"The home is {home.path}.",
        f"The home {home.path} cannot be written to: set SHOPKEEPER_HOME to a folder of your own.",
    )


def _disk(home: Home) -> Iterator[Finding]:
    free = shutil.disk_usage(_existing_parent(home.path)).free
    words = f"{free / 2**30:.1f} GB free where the home lies"
    yield _either(free > _SCARCE, f"{words}.", f"Only {words}: make room, imports and analytics need it.")


def _secrets(home: Home) -> Iterator[Finding]:
    folder = home.path / "secrets"
    loose = [file.name for file in folder.glob("*") if file.stat().st_mode & 0o077] if folder.exists() else []
    yield _either(
        not loose,
        "Secrets are readable by their owner only.",
        f"Others can read {', '.join(loose)} in {folder}: run chmod 600 on them, and make new ones if in doubt.",
    )


def _front_end(home: Home) -> Iterator[Finding]:
    yield _either(_BUILT.exists(), "The front end is built.", "The front end is not built: run bin/setup.")


def _memory(home: Home) -> Iterator[Finding]:
    count = len(running_processes(home))
    if not count:
        yield Finding(Finding.NOTE, "Nothing runs for this home. Start it with shopkeeper serve, or bin/demo.")
        return
    total = measure_memory(home) // 2**20
    words = f"{count} processes run for this home and use {total} MB together"
    if total < _PROMISED:
        yield Finding(Finding.GOOD, f"{words}.")
    else:
        yield Finding(Finding.NOTE, f"{words}; at rest it should be below {_PROMISED} MB.")


def measure_memory(home: Home) -> int:
    """Bytes that all processes of this home use together."""
    return sum(_pss(process) for process in running_processes(home))


def running_processes(home: Home) -> list[psutil.Process]:
    """Every process that runs for this home: the parts, their parent, and the database."""
    found: dict[int, psutil.Process] = {}
    for process in psutil.process_iter():
        if _belongs(process, home):
            family = [process, *process.children(recursive=True)]
            parent = process.parent()
            found |= {each.pid: each for each in (family if parent is None or parent.pid == 1 else [parent, *family])}
    return list(found.values())


def _belongs(process: psutil.Process, home: Home) -> bool:
    try:
        command = process.cmdline()
        if Path(command[0]).name == "postgres" if command else False:
            return any(argument.startswith(str(home.path)) for argument in command)
        return process.environ().get(PART_OF) == str(home.path)
    except (psutil.Error, OSError):
        return False


def _pss(process: psutil.Process) -> int:
    """Memory in bytes, with what processes share counted once; where the system cannot say, all that is resident."""
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(full, "pss", full.rss))


def _mail(home: Home) -> Iterator[Finding]:
    host = os.environ.get("SHOPKEEPER_SMTP_HOST", "")
    if host:
        yield Finding(Finding.GOOD, f"Mail goes out over {host}.")
    else:
        kept = f"Mail does not go out: it is kept in {home.path / 'mail'} and shown under Mail."
        yield Finding(Finding.NOTE, f"{kept} Set SHOPKEEPER_SMTP_HOST to send it.")


def _database(home: Home) -> Iterator[Finding]:
    try:
        if home.has_own_postgres and not home.postgres().is_running():
            yield Finding(Finding.NOTE, "The database of this home is not running; it starts with Shopkeeper.")
            return
        with psycopg.connect(home.database_url(), connect_timeout=5) as database:
            yield from _server(database)
        current = schema.is_current(home.database_url())
    except (PostgresError, psycopg.OperationalError) as error:
        yield Finding(Finding.BAD, f"The database does not respond. {str(error).strip()}")
        return
    complaint = "The database has not the shape of this version: run shopkeeper migrate."
    yield _either(current, "The database has the shape of this version.", complaint)


def _server(database: psycopg.Connection) -> Iterator[Finding]:
    version = database.info.server_version // 10000
    complaint = f"PostgreSQL {version} is too old: Shopkeeper needs 18 or later."
    yield _either(version >= 18, f"PostgreSQL {version} responds.", complaint)
    row = database.execute("SELECT to_regclass('procrastinate_workers') IS NOT NULL").fetchone()
    if row and row[0]:
        yield from _work(database)


def _work(database: psycopg.Connection) -> Iterator[Finding]:
    failed, waiting = database.execute(
        "SELECT count(*) FILTER (WHERE status = 'failed'),"
        " count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - interval '5 minutes')"
        " FROM procrastinate_jobs"
    ).fetchone() or (0, 0)
    beat = database.execute(
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
    ).fetchone()
    yield _either(bool(beat and beat[0]), "A worker does the background work.", "No worker runs: run shopkeeper serve.")
    if failed:
        yield Finding(Finding.BAD, f"{failed} jobs have failed for good: the page System shows why.")
    if waiting:
        yield Finding(Finding.NOTE, f"{waiting} jobs have been waiting for more than five minutes.")


def _either(good: bool, praise: str, complaint: str) -> Finding:
    return Finding(Finding.GOOD, praise) if good else Finding(Finding.BAD, complaint)


def _existing_parent(path: Path) -> Path:
    return path if path.exists() else _existing_parent(path.parent)


CHECKS: list[Callable[[Home], Iterator[Finding]]] = [
    _python,
    _home,
    _disk,
    _secrets,
    _front_end,
    _mail,
    _memory,
    _database,
]
