"""An installation as a whole: its database, its processes, and that it runs only once."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import click
from filelock import FileLock, Timeout

from shopkeeper.site import schema
from shopkeeper.site.commands import PORT
from shopkeeper.site.home import Home
from shopkeeper.site.ports import check_free, next_free
from shopkeeper.site.processes import Part, Supervisor, end_leftovers


class Installation:
    """What runs for one home."""

    def __init__(self, home: Home, *, host: str = "127.0.0.1", port: int = PORT) -> None:
        self.home = home
        self.host = host
        self.port = port
        self.environment = {
            "SHOPKEEPER_PUBLIC_URL": self.address,
            **os.environ,
            "SHOPKEEPER_HOME": str(home.path),
            "PYTHONUNBUFFERED": "1",
        }
        self.postgres = home.postgres()

    @property
    def address(self) -> str:
        """Where people find the pages."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  # compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Be the only one that serves this home; what a killed parent left running is ended first.

        :raises click.ClickException: when another runs already, or the port is taken
        """
        lock = FileLock(self.home.run / "serve.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise click.ClickException(self._says_where_it_runs()) from None
        with lock:
            end_leftovers(str(self.home.path))
            check_free(self.host, self.port)
            self._address_file.write_text(json.dumps({"address": self.address, "pid": os.getpid()}))
            yield

    def server(self) -> AbstractContextManager[object]:
        """The home's own PostgreSQL running, or nothing to do where `DATABASE_URL` names another."""
        return self.postgres if self.home.has_own_postgres else nullcontext()

    @contextmanager
    def database(self) -> Iterator[None]:
        """The server running, and the database in the shape of this version."""
        with self.server():
            self.ensure_schema()
            yield

    def ensure_schema(self) -> None:
        """Migrate where this version's migrations have not run yet."""
        if not schema.is_current(self.home.database_url()):
            self.run_to_the_end("migrate")

    def run_to_the_end(self, *arguments: str) -> None:
        """Run one of our own commands in a process of its own, so that this one stays small."""
        done = subprocess.run([sys.executable, "-m", "shopkeeper.site", *arguments], env=self.environment, check=False)
        if done.returncode:
            raise SystemExit(done.returncode)

    def run(self, *, greeting: str) -> None:
        """Run all processes until Ctrl-C."""
        supervisor = Supervisor(
            self._parts(), environment=self.environment, home=str(self.home.path), say=_say, check=self._keep_database
        )
        supervisor.run(is_ready=self._responds, when_ready=lambda: _say(greeting))
        _say("Stopped.")

    def _parts(self) -> list[Part]:
        live = next_free(self.host, self.port + 1)
        self.environment["SHOPKEEPER_LIVE_PORT"] = str(live)
        return [
            _part("web", "--host", self.host, "--port", str(self.port), is_urgent=True),
            _part("warehouse", is_urgent=True),
            _part("live", "--host", self.host, "--port", str(live)),
            _part("worker"),
        ]

    def _keep_database(self) -> None:
        if self.home.has_own_postgres and not self.postgres.is_running():
            _say("The database ended; starting it again.")
            self.postgres.revive()

    def _responds(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}healthz", timeout=1) as response:  # noqa: S310  # our own
                return bool(response.status == 200) and self._analyzes()
        except (urllib.error.URLError, OSError):
            return False

    def _analyzes(self) -> bool:
        """Whether the analytics listen: the first page that somebody opens asks them."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            return probe.connect_ex(str(self.home.warehouse_socket)) == 0

    @property
    def _address_file(self) -> Path:
        return self.home.run / "address.json"

    def _says_where_it_runs(self) -> str:
        try:
            found = json.loads(self._address_file.read_text())
        except (OSError, ValueError):
            return "Shopkeeper already runs for this home."
        return f"Shopkeeper already runs for this home, at {found['address']} (process {found['pid']})."


def _say(words: str) -> None:
    click.echo(words, err=True)


def _part(name: str, *arguments: str, is_urgent: bool = False) -> Part:
    """One of our commands as a process. Its file alone is run: the whole command line would cost each a second."""
    return Part(name, [sys.executable, "-m", f"shopkeeper.site.commands.{name}", *arguments], is_urgent)
