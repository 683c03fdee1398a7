"""The files of a demo retailer: made by a process of its own, kept in the home for as long as they are needed."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec
from django.conf import settings

from shopkeeper.demo.generator.acts import Act

_PARTS = ("people", "history", "acts")
_PLACE = "place.json"
_TOLD = "told.json"


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


def nights() -> list[tuple[date, Path]]:
    """Of each day ahead what systems send when it is over: its date and the folder of its tables, oldest first."""
    folder = _folder() / "nights"
    return sorted((date.fromisoformat(night.name), night) for night in folder.iterdir()) if folder.exists() else []


def forget_night(folder: Path) -> None:
    """Its rows are in the database."""
    shutil.rmtree(folder)


class Place(msgspec.Struct, frozen=True):
    """How far the story has been lived: so many acts of a day, and all days before it."""

    day: int = 0
    done: int = 0

    @classmethod
    def read(cls) -> "Place | None":
        """Where the last sweep stopped; None where there is no story that goes on."""
        file = _folder() / _PLACE
        return msgspec.json.decode(file.read_bytes(), type=cls) if file.exists() else None

    def write(self) -> None:
        """Remember it, whole or not at all."""
        draft = _folder() / f".{_PLACE}"
        draft.write_bytes(msgspec.json.encode(self))
        draft.replace(_folder() / _PLACE)


class Told(msgspec.Struct, frozen=True):
    """Until when the stock was told of what sold, since when it is, which tills tell it how many minutes late, and
    which suppliers tell what they have."""

    until: datetime
    began: datetime
    late_minutes: dict[str, int] = {}
    suppliers: list[str] = []

    @classmethod
    def read(cls) -> "Told | None":
        """How far it was told; None where nothing is."""
        file = _folder() / _TOLD
        return msgspec.json.decode(file.read_bytes(), type=cls) if file.exists() else None

    def write(self) -> None:
        """Remember it, whole or not at all."""
        draft = _folder() / f".{_TOLD}"
        draft.write_bytes(msgspec.json.encode(self))
        draft.replace(_folder() / _TOLD)


def acts_after(place: Place) -> Iterator[tuple[Act, Place]]:
    """What happens next, in the order of time, each with the place after it."""
    for day in _days_of_acts():
        if day >= place.day:
            begun = place.done if day == place.day else 0
            for number, act in enumerate(acts_of(day)[begun:], start=begun + 1):
                yield act, Place(day, number)


def _days_of_acts() -> list[int]:
    return sorted(int(file.stem) for file in (_folder() / "acts").glob("*.jsonl"))


def forget_history() -> None:
    """Make room once everything is in the database."""
    for part in ("people", "history", "nightly"):
        shutil.rmtree(_folder() / part, ignore_errors=True)


def _folder() -> Path:
    found: Path = settings.HOME.folder("demo")
    return found
