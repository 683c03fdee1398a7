"""Looking at what was loaded: analytical copies and the search for causes, in processes whose memory ends with them."""

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor


class LookingFailed(RuntimeError):
    """The copies could not be made, or the search stopped."""


class Looking:
    """Begins to copy what is there at once, beside the last days that are still being lived."""

    def __init__(self) -> None:
        self._copying = _start("metrics", "refresh")

    def find_causes(self) -> "Search":
        """Bring the copies up to date and search them, beside whatever else there is to do."""
        return Search(self._copying)


class Search:
    """A search that runs."""

    def __init__(self, copying: subprocess.Popen[str]) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._result: Future[None] = self._thread.submit(_search, copying)

    def wait(self) -> None:
        """Wait for its end.

        :raises LookingFailed: when the copies could not be made or the search stopped
        """
        self._thread.shutdown()
        self._result.result()


def read_watches() -> None:
    """Read the figures of every problem, so that the first visitor finds what keeps each of them open.

    :raises LookingFailed: when they could not be read
    """
    _finish(_start("problems", "read"))


def _search(copying: subprocess.Popen[str]) -> None:
    _finish(copying)
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
