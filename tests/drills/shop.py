"""A whole Shopkeeper in a home of its own, for drills that kill parts of it."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from shopkeeper.site.home import Home
from shopkeeper.site.ports import next_free

PATIENCE = 300


class Shop:
    """A whole Shopkeeper in a home of its own."""

    def __init__(self, path: Path) -> None:
        self.home = Home(path)
        self.port = next_free("127.0.0.1", 0)
        self.url = self.home.postgres().url
        foreign = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        own = {name: value for name, value in os.environ.items() if name not in foreign}
        self.environment = {**own, "SHOPKEEPER_HOME": str(path)}

    def start(self) -> None:
        command = [sys.executable, "-m", "shopkeeper.site", "serve", "--port", str(self.port)]
        self.parent = subprocess.Popen(command, env=self.environment)
        self.wait_for(lambda: len(self.parts()) == 4 and self.worker_is_alive())

    def parts(self) -> dict[str, int]:
        """The processes of the parent, by name."""
        children = psutil.Process(self.parent.pid).children()
        lines = {child.pid: " ".join(child.cmdline()) for child in children if child.status() != psutil.STATUS_ZOMBIE}
        names = ("web", "live", "warehouse", "worker")
        return {name: pid for pid, line in lines.items() for name in names if f"commands.{name}" in line}

    def serves(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def ask(self, question: str) -> object:
        with psycopg.connect(self.url, autocommit=True) as database:
            row = database.execute(question).fetchone()
        return row[0] if row else None

    def worker_is_alive(self) -> bool:
        try:
            fresh = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '6 seconds'"
            return self.serves() and self.ask(fresh) != 0
        except psycopg.OperationalError:
            return False

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, "it never came back"
            assert self.parent.poll() is None, "the parent gave up"
            time.sleep(0.2)

    def kill_database(self) -> None:
        os.kill(int((self.home.path / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def run(self, *words: str) -> str:
        """What a command prints."""
        command = [sys.executable, "-m", "shopkeeper.site", *words]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def stop(self) -> int:
        """End it as an operator does; gives how it ended."""
        self.parent.send_signal(signal.SIGTERM)
        return self.parent.wait(timeout=60)
