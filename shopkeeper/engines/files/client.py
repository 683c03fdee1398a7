"""Ask the reading process: the side that any process may import."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from queue import Queue
from typing import Any

import msgspec

from shopkeeper.engines.files.contracts import (
    Batch,
    Complaint,
    Extraction,
    FileShape,
    ForeignFile,
    Refused,
    UnreadableFile,
)

Frame = tuple[dict[str, Any], bytes]


class Reading:
    """A file being read: iterate over its batches; afterwards `records` and `broken` say how much there was."""

    def __init__(self, frames: Iterator[Frame]) -> None:
        self._frames = frames
        self.records = 0
        self.broken: tuple[int, ...] = ()

    def __iter__(self) -> Iterator[Batch]:
        for head, body in _ahead(self._frames):
            if "rows" in head:
                yield Batch(head["rows"], head["last"], head["position"], body)
            else:
                self.records, self.broken = head["records"], tuple(head["broken"])


class Reader:
    """A reading process: one request after the other. A reading has to be taken to its end before the next request."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "shopkeeper.engines.files.process"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def read(self, extraction: Extraction) -> Reading:
        """Read typed rows, batch by batch."""
        return Reading(self._ask("read", extraction))

    def check(self, extraction: Extraction) -> list[Complaint]:
        """Whether every expression can work on the files as they are; only their beginnings are read."""
        return [msgspec.convert(item, Complaint) for item in self._ask_once("check", extraction)["complaints"]]

    def describe(self, file: ForeignFile) -> FileShape:
        """The columns of a file and its first rows as text."""
        return msgspec.convert(self._ask_once("describe", file)["shape"], FileShape)

    def copy_refused(self, refused: Refused) -> None:
        """Write the refused rows of a file, as they came, to a CSV file."""
        self._ask_once("copy_refused", refused)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(BrokenPipeError):
                pipe.close() if pipe else None

    def _ask_once(self, task: str, of: Any) -> dict[str, Any]:
        return list(self._ask(task, of))[-1][0]

    def _ask(self, task: str, of: Any) -> Iterator[Frame]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with suppress(BrokenPipeError):  # a reader that is gone says so below
            stdin.write(msgspec.json.encode({"task": task, "of": asdict(of)}) + b"\n")
            stdin.flush()
        while line := stdout.readline():
            head = msgspec.json.decode(line)
            body = stdout.read(head.pop("bytes"))
            if "unreadable" in head:
                raise UnreadableFile(head["unreadable"])
            yield head, body
            if "end" in head:
                return
        raise UnreadableFile(f"The reader ended before the file did: {self._last_words()}")

    def _last_words(self) -> str:
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        return next((line for line in reversed(lines) if not line.startswith(" ")), "killed")


@contextmanager
def reader() -> Iterator[Reader]:
    """A reading process for as long as it is needed."""
    started = Reader()
    try:
        yield started
    finally:
        started.close()


def _ahead(frames: Iterator[Frame]) -> Iterator[Frame]:
    """Fetch the next frame while this one is worked on: the reader fills one core, the database the other."""
    waiting: Queue[Frame | BaseException | None] = Queue(maxsize=1)

    def fetch() -> None:
        try:
            for frame in frames:
                waiting.put(frame)
            waiting.put(None)
        except BaseException as failure:  # carried over to the thread that asked
            waiting.put(failure)

    threading.Thread(target=fetch, daemon=True).start()
    while (frame := waiting.get()) is not None:
        if isinstance(frame, BaseException):
            raise frame
        yield frame
