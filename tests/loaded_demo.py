"""The demo retailer, really loaded and really running: once for all tests of a run that ask for it.

Loading takes minutes. `SHOPKEEPER_LOADED_DEMO` names the home of a stopped demo that is copied instead.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shopkeeper.site.ports import next_free
from tests.machine import temporary_home

READY_WITHIN = 900
STOPPED_WITHIN = 30
OURS = ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
"""What the tests set for themselves, and no demo should hear of."""
GROUP = "loaded_demo"
"""Tests that use it run one after the other in one process, since a machine has no room for two demos."""


@dataclass(frozen=True, slots=True)
class LoadedDemo:
    """Where it can be met, and what its commands need to know."""

    address: str
    home: Path
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """What one of our commands prints in this home."""
        done = subprocess.run(
            [sys.executable, "-m", "shopkeeper.site", *command],
            env=self.environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout


@contextmanager
def running_demo() -> Iterator[LoadedDemo]:
    """Load the demo, or copy one, serve it, and stop it in the end."""
    home = temporary_home()
    if loaded := os.environ.get("SHOPKEEPER_LOADED_DEMO"):
        subprocess.run(["cp", "-a", f"{loaded}/.", str(home)], check=True)
    port = next_free("127.0.0.1", 8470)
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= {"SHOPKEEPER_HOME": str(home), "SHOPKEEPER_DEMO": "1"}
    log = home.with_suffix(".log")
    with log.open("w") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "shopkeeper.site", "demo", "--port", str(port)],
            env=environment, stdin=subprocess.DEVNULL, stdout=written, stderr=written,
        )  # fmt: skip
    try:
        _wait_for_greeting(server, log)
        yield LoadedDemo(f"http://127.0.0.1:{port}", home, environment)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(STOPPED_WITHIN)
        shutil.rmtree(home, ignore_errors=True)
        log.unlink()


def _wait_for_greeting(server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while "Shopkeeper is at" not in log.read_text():
        assert server.poll() is None, f"The demo did not start:\n{log.read_text()[-3000:]}"
        assert time.monotonic() < deadline, f"The demo was not there in time:\n{log.read_text()[-3000:]}"
        time.sleep(0.5)
