"""The files of a demo retailer: made by a process of its own, kept in the home for as long as they are needed."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
from django.conf import settings

from shopkeeper.demo.generator.acts import Act


class StoryFailed(RuntimeError):
    """The generator stopped."""


def folder() -> Path:
    """Where the files lie."""
    found: Path = settings.HOME.folder("demo")
    return found


def make(*, seed: int, today: date, progress: Callable[[float, str], None]) -> None:
    """Make the files as of `today`; what another load left is gone.

    :raises StoryFailed: when the generator stops
    """
    shutil.rmtree(folder())
    command = [sys.executable, "-m", "shopkeeper.demo.generator", str(folder()), "--seed", str(seed)]
    command += ["--today", today.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as generator:
        assert generator.stdout
        for line in generator.stdout:
            told = json.loads(line)
            progress(told["share"], told["part"])
    if generator.returncode:
        raise StoryFailed(f"The demo retailer could not be made; the generator ended with {generator.returncode}.")


def history() -> Path:
    """Canonical tables of everything before the lived days."""
    return folder() / "history"


def nightly() -> Path:
    """Canonical tables of the lived days that systems send at night: steps in the shop, invitations."""
    return folder() / "nightly"


def acts_of(day: int) -> list[Act]:
    """What happens on a day, in the order of time; nothing beyond the end of the story."""
    file = folder() / "acts" / f"{day}.jsonl"
    if not file.exists():
        return []
    decoder = msgspec.json.Decoder(Act)
    return [decoder.decode(line) for line in file.read_bytes().splitlines()]


def forget_history() -> None:
    """Make room once everything is in the database."""
    shutil.rmtree(history(), ignore_errors=True)
    shutil.rmtree(nightly(), ignore_errors=True)
