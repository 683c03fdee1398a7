"""Starting the server, with patience for what a crash leaves behind and PostgreSQL's own words when it gives up."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from shopkeeper.engines.postgres.cluster import check_room
from shopkeeper.engines.postgres.errors import DidNotStart, DiskFull, PostgresError
from shopkeeper.engines.postgres.place import Place
from shopkeeper.engines.postgres.programs import Programs

_PATIENCE_AFTER_A_CRASH = 15.0
_LEFT_BY_A_CRASH = ("already exists", "pre-existing shared memory block", "another server might be running")
_LINE = re.compile(r" (LOG|FATAL|PANIC): +(.*)")
_ROOM_TO_START = 48 * 2**20
_LARGEST_LOG = 16 * 2**20


def start_server(place: Place, programs: Programs, *, is_there: Callable[[], bool]) -> None:
    """Start the server, or find that somebody else's start has come through (`is_there`).

    Right after a kill -9 the old server's lock, memory or unreaped process lingers for some seconds. We wait and
    never delete `postmaster.pid` ourselves: two servers on one data folder would destroy it.

    :raises PostgresError: when PostgreSQL gives up for another reason, or for too long
    """
    check_room(place.base, needed=_ROOM_TO_START)
    deadline = time.monotonic() + _PATIENCE_AFTER_A_CRASH
    _set_aside_a_large_log(place)
    while True:
        said_before = place.log.stat().st_size if place.log.exists() else 0
        done = programs.run("pg_ctl", "start", f"--pgdata={place.data}", f"--log={place.log}", "--wait")
        if done.returncode == 0 or is_there():
            return
        words = _last_words(place.log, said_before) or done.stderr
        if not any(sign in words for sign in _LEFT_BY_A_CRASH) or time.monotonic() > deadline:
            raise _explanation(place, words)
        time.sleep(0.25)


def _explanation(place: Place, words: str) -> PostgresError:
    if "No space left on device" in words:
        return DiskFull(place.base, free=0, needed=_ROOM_TO_START)
    return DidNotStart(place.log, words=words)


def _last_words(log: Path, start: int) -> str:
    """The lines that say why: the grave ones, and the complaints about settings that precede them."""
    lines = log.read_bytes()[start:].decode(errors="replace").splitlines() if log.exists() else []
    said = [match.groups() for line in lines if (match := _LINE.search(line))]
    complaints = [words for level, words in said if level == "LOG" and "parameter" in words]
    grave = [words for level, words in said if level != "LOG"]
    return "; ".join(complaints + grave) or " ".join(lines[-3:])


def _set_aside_a_large_log(place: Place) -> None:
    if place.log.exists() and place.log.stat().st_size > _LARGEST_LOG:
        place.log.replace(place.log.with_suffix(".log.1"))
