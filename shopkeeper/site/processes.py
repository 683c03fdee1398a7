"""One parent for the processes of the product: starts them, starts again what dies, stops all of them cleanly."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

import psutil

PART_OF = "SHOPKEEPER_PART_OF"
"""Set for every process that we start: the home it works for, so that a later start finds what a killed parent left."""

_GRACE = 10.0
_SHORTEST_WAIT, _LONGEST_WAIT = 0.5, 30.0
_CALM = 20.0
_GLANCE = 0.2
_BETWEEN_CHECKS = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """A process of the product: what people call it, and its command."""

    name: str
    command: Sequence[str]
    is_urgent: bool = False
    """Whether the first page that somebody opens needs it."""


@dataclass(slots=True)
class _Running:
    part: Part
    process: subprocess.Popen[bytes]
    started: float
    wait: float = _SHORTEST_WAIT
    restart_at: float | None = field(default=None)


class Supervisor:
    """Keeps the parts running until told to stop."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        environment: Mapping[str, str],
        home: str,
        say: Callable[[str], None],
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """`check` is called every other second and mends what is not a child of ours (the database)."""
        self._parts = parts
        self._environment = {**environment, PART_OF: home}
        self._say = say
        self._check = check
        self._running: list[_Running] = []
        self._asked_to_stop = 0
        self._next_check = 0.0

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Start the urgent parts, then the others; watch; return once all have stopped after a signal.

        Not all at once, since on a small machine they would only hold up each other.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup means it
                signal.signal(number, self._on_signal)
        try:
            self._start([part for part in self._parts if part.is_urgent])
            while not self._asked_to_stop and not is_ready():
                self._glance()
            if not self._asked_to_stop:
                when_ready()
                self._start([part for part in self._parts if not part.is_urgent])
            while not self._asked_to_stop:
                self._glance()
        finally:
            self._stop()

    def _start(self, parts: Sequence[Part]) -> None:
        self._running += [_Running(part, self._spawn(part), time.monotonic()) for part in parts]

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop += 1

    def _spawn(self, part: Part) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches only us, and whatever the part itself starts can be ended with it.
        return subprocess.Popen(part.command, env=self._environment, stdin=subprocess.DEVNULL, start_new_session=True)

    def _glance(self) -> None:
        for running in self._running:
            self._look_after(running)
        if time.monotonic() > self._next_check:
            self._check()
            self._next_check = time.monotonic() + _BETWEEN_CHECKS
        time.sleep(_GLANCE)

    def _look_after(self, running: _Running) -> None:
        now = time.monotonic()
        if running.restart_at is None:
            code = running.process.poll()
            if code is None:
                return
            _end_group(running.process.pid)
            running.wait = _SHORTEST_WAIT if now - running.started > _CALM else min(running.wait * 2, _LONGEST_WAIT)
            running.restart_at = now + running.wait
            self._say(f"{running.part.name} ended ({_in_words(code)}); starting it again.")
        elif now >= running.restart_at:
            running.process, running.started, running.restart_at = self._spawn(running.part), now, None

    def _stop(self) -> None:
        """Ask everybody to finish, and end who does not; a second Ctrl-C ends them at once."""
        for running in self._running:
            running.process.terminate()
        deadline = time.monotonic() + _GRACE
        asked = self._asked_to_stop
        while time.monotonic() < deadline and self._asked_to_stop <= asked:
            if all(running.process.poll() is not None for running in self._running):
                break
            time.sleep(0.05)
        for running in self._running:
            _end_group(running.process.pid)
            running.process.wait()


def end_leftovers(home: str) -> int:
    """End the processes of this home that a killed parent left behind; returns how many there were."""
    found = [process for process in psutil.process_iter() if _is_part_of(process, home)]
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(found, timeout=_GRACE)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=_GRACE)
    return len(found)


def _is_part_of(process: psutil.Process, home: str) -> bool:
    with suppress(psutil.Error, OSError):
        return process.pid != os.getpid() and process.environ().get(PART_OF) == home
    return False


def _end_group(leader: int) -> None:
    """Kill what is left of a part: its own children outlive it when it is killed."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _in_words(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
