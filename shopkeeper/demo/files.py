"""The files of a demo retailer: made by a process of its own, kept in the home for as long as they are needed."""

import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import msgspec
from django.conf import settings

from shopkeeper.demo.generator.acts import Act

_PARTS = ("people", "history", "acts")


class StoryFailed(RuntimeError):
    """The generator stopped."""


class Making:
    """Files that are being made: wait for a part, take it, while the rest is still on its way."""

    def __init__(self, *, seed: int, today: date) -> None:
        shutil.rmtree(_folder())
        command = [sys.executable, "-m", "shopkeeper.demo.generator", str(_folder()), "--seed", str(seed)]
        self._generator = subprocess.Popen(
            [*command, "--today", today.isoformat()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self._whole = {part: threading.Event() for part in _PARTS}
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def wait_for(self, part: str) -> Path:
        """The folder of a part, once it is whole.

        :raises StoryFailed: when the generator stops before
        """
        self._whole[part].wait()
        if not (_folder() / part).exists():
            raise StoryFailed(f"The demo retailer could not be made: {self._complaint()}")
        return _folder() / part

    def stop(self) -> None:
        """Let nothing run on when the loading ends early."""
        self._generator.kill()
        self._listener.join()

    def _listen(self) -> None:
        assert self._generator.stdout
        for line in self._generator.stdout:
            self._whole[line.strip()].set()
        for event in self._whole.values():
            event.set()

    def _complaint(self) -> str:
        _, errors = self._generator.communicate()
        return errors.strip().rpartition("\n")[2]


def nightly() -> Path:
    """Canonical tables of the lived days that systems send at night: receipts, steps in the shop, invitations."""
    return _folder() / "nightly"


def acts_of(day: int) -> list[Act]:
    """What happens on a day, in the order of time; nothing beyond the end of the story."""
    file = _folder() / "acts" / f"{day}.jsonl"
    if not file.exists():
        return []
    decoder = msgspec.json.Decoder(Act)
    return [decoder.decode(line) for line in file.read_bytes().splitlines()]


def forget_history() -> None:
    """Make room once everything is in the database."""
    for part in ("people", "history", "nightly"):
        shutil.rmtree(_folder() / part, ignore_errors=True)


def _folder() -> Path:
    found: Path = settings.HOME.folder("demo")
    return found
