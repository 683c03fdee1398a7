"""A database as one file, and back: by PostgreSQL's own pg_dump and pg_restore, of the version that we bring."""

import shutil
import subprocess
from pathlib import Path

from shopkeeper.engines.postgres.errors import CopyFailed, DiskFull
from shopkeeper.engines.postgres.place import place_of
from shopkeeper.engines.postgres.programs import Programs

# Belongs to the server, not to our role, and each server that we set up has it already.
_NOT_OURS = "--exclude-extension=pg_stat_statements"


def save_database(home: Path, url: str, file: Path) -> None:
    """Write the database at `url` into `file` as of one instant, while it goes on working.

    :raises PostgresError: when it could not be written whole
    """
    with file.open("wb") as target:
        done = _programs(home).pipe(
            "pg_dump", "--format=custom", "--compress=zstd:3", "--no-owner", _NOT_OURS, f"--dbname={url}", target=target
        )
    _check(done, file)


def load_database(home: Path, url: str, file: Path) -> None:
    """Read the database out of `file` into the empty one at `url`: all of it, or nothing.

    :raises PostgresError: when it could not be read
    """
    with file.open("rb") as source:
        done = _programs(home).pipe(
            "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={url}", source=source
        )
    _check(done, file)


def _programs(home: Path) -> Programs:
    return Programs.of(place_of(home))


def _check(done: subprocess.CompletedProcess[bytes], file: Path) -> None:
    if done.returncode == 0:
        return
    words = " ".join(done.stderr.decode(errors="replace").split())
    if "No space left on device" in words:
        raise DiskFull(file.parent, free=shutil.disk_usage(file.parent).free, needed=file.stat().st_size)
    raise CopyFailed(file, words=words)
