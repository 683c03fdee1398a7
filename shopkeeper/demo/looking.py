"""Looking at what was loaded: analytical copies and the search for causes, in processes whose memory ends with them."""

import subprocess
import sys


class LookingFailed(RuntimeError):
    """The copies could not be made, or the search stopped."""


class Looking:
    """Begins to copy what is there at once, beside the last days that are still being lived."""

    def __init__(self) -> None:
        self._copying = _start("metrics", "refresh")

    def find_causes(self) -> None:
        """Bring the copies up to date and search them.

        :raises LookingFailed: when either stops
        """
        _finish(self._copying)
        _finish(_start("causes", "find"))


def _start(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "shopkeeper.site", *command],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate()
    if process.returncode:
        raise LookingFailed(errors.strip().rpartition("\n")[2])
