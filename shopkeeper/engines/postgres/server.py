"""Starting, sharing and stopping one embedded PostgreSQL."""

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from filelock import FileLock, Timeout

from shopkeeper.engines.postgres.cluster import ensure_cluster
from shopkeeper.engines.postgres.configuration import write_configuration
from shopkeeper.engines.postgres.database import answers, drop_database, ensure_database
from shopkeeper.engines.postgres.errors import Busy
from shopkeeper.engines.postgres.place import Place, place_of, socket_folder
from shopkeeper.engines.postgres.programs import Programs
from shopkeeper.engines.postgres.starting import start_server
from shopkeeper.engines.postgres.warming import warm_up


class EmbeddedPostgres:
    """One PostgreSQL for one home folder, whoever starts it first; the last user to leave stops it.

    It survives its starter: after a kill -9 of everybody the next `start` joins the one that still runs, or
    recovers one that was killed too. Committed rows are kept in both cases.
    """

    def __init__(self, home: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self._home = home
        self._settings = settings or {}
        self._use: int | None = None

    @property
    def url(self) -> str:
        """The address of the database `shopkeeper`, whether it runs or not."""
        return self._url(user="shopkeeper", database="shopkeeper")

    def start(self) -> None:
        """Serve: set up on first use, start where nobody has, join where somebody did. Again changes nothing."""
        if self._use is not None:
            return
        place = place_of(self._home)
        place.prepare()
        with _one_at_a_time(place):
            self._use = _begin_use(place)
            try:
                self._ensure_running(place)
            except BaseException:
                self._end_use()
                raise

    def revive(self) -> None:
        """Start a server again that died while we used it."""
        place = place_of(self._home)
        with _one_at_a_time(place):
            self._ensure_running(place)

    def clear(self) -> None:
        """Begin with an empty database; whoever is connected to the old one is cut off."""
        server, database = self._superuser_urls()
        drop_database(server)
        ensure_database(server, database)

    def stop(self) -> None:
        """Leave; the last one out stops the server."""
        if self._use is None:
            return
        place = place_of(self._home)
        with _one_at_a_time(place):
            if self._is_last():
                Programs.of(place).run("pg_ctl", "stop", f"--pgdata={place.data}", "--mode=fast")
            self._end_use()

    def is_running(self) -> bool:
        """Whether a server runs on this home's data, started by us or by anybody."""
        place = place_of(self._home)
        return place.data.exists() and answers(self._url(user="postgres", database="postgres"))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _ensure_running(self, place: Place) -> None:
        programs = Programs.of(place)
        ensure_cluster(place, programs)
        server, database = self._superuser_urls()
        started = not answers(server)
        if started:
            write_configuration(place, self._settings)
            start_server(place, programs, is_there=lambda: answers(server))
        ensure_database(server, database)
        if started:
            warm_up(database)

    def _superuser_urls(self) -> tuple[str, str]:
        return self._url(user="postgres", database="postgres"), self._url(user="postgres", database="shopkeeper")

    def _url(self, *, user: str, database: str) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(socket_folder(self._home)), safe='')}"

    def _is_last(self) -> bool:
        assert self._use is not None
        try:
            fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _end_use(self) -> None:
        if self._use is not None:
            os.close(self._use)
        self._use = None


def _one_at_a_time(place: Place) -> FileLock:
    return _Patient(place.base / "start.lock", timeout=600)


class _Patient(FileLock):
    """A file lock that gives up with a sentence."""

    def __enter__(self) -> Self:
        try:
            return super().__enter__()
        except Timeout:
            raise Busy(Path(self.lock_file)) from None


def _begin_use(place: Place) -> int:
    """A shared lock, held as long as we use the server; the system lets go of it even when we are killed."""
    held = os.open(place.base / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(held, fcntl.LOCK_SH)
    return held
