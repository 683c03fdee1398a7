"""One parent for all processes: restarts what dies, stops everything, and clears up after a killed parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from shopkeeper.site.processes import end_leftovers

PARENT = """
import os, signal, sys
from shopkeeper.site.processes import Part, Supervisor
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # tests that run under nohup would hand its deafness on
home, manner = sys.argv[1:]
grandchild = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)', 'GRAND' + sys.argv[1]])"
deafness = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" if manner == "stubborn" else ""
child = "\\n".join([deafness, grandchild, "import time; time.sleep(300)"])
supervisor = Supervisor(
    [Part("sleeper", [sys.executable, "-c", child, home])],
    environment=dict(os.environ), home=home, say=lambda words: print(words, flush=True),
)
supervisor.run(is_ready=lambda: True, when_ready=lambda: print("ready", flush=True))
print("stopped", flush=True)
"""  # noqa: E501  # a program


class Family:
    """A parent with one child that has a child of its own, all found by the home they work for."""

    def __init__(self, home: Path, manner: str) -> None:
        self.home = str(home)
        self.parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, self.home, manner], stdout=subprocess.PIPE, text=True
        )
        self.wait_for(lambda: len(self.children()) == 1 and len(self.grandchildren()) == 1)

    def children(self) -> list[int]:
        return self._with_argument(self.home)

    def grandchildren(self) -> list[int]:
        return self._with_argument(f"GRAND{self.home}")

    def _with_argument(self, argument: str) -> list[int]:
        found = psutil.process_iter(["cmdline", "status"])
        alive = [each for each in found if each.info["status"] != psutil.STATUS_ZOMBIE and each.pid != self.parent.pid]
        return [each.pid for each in alive if argument in (each.info["cmdline"] or [])]

    def wait_for(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "nothing happened"
            time.sleep(0.05)

    def end(self) -> None:
        self.parent.kill()
        for pid in [*self.children(), *self.grandchildren()]:
            os.kill(pid, signal.SIGKILL)
        self.parent.communicate()


@pytest.fixture
def family(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Family]:
    family = Family(tmp_path / "home", getattr(request, "param", "polite"))
    yield family
    family.end()


def test_a_killed_process_is_started_again_and_what_it_had_started_is_ended(family: Family) -> None:
    child, grandchild = family.children()[0], family.grandchildren()[0]
    os.kill(child, signal.SIGKILL)
    family.wait_for(lambda: family.children() not in ([], [child]))
    family.wait_for(lambda: grandchild not in family.grandchildren())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_parent_stops_everything(family: Family, number: signal.Signals) -> None:
    family.parent.send_signal(number)
    said, _ = family.parent.communicate(timeout=20)
    assert said.splitlines()[-1] == "stopped"
    assert family.parent.returncode == 0
    assert family.children() + family.grandchildren() == []


@pytest.mark.parametrize("family", ["stubborn"], indirect=True)
def test_a_second_ctrl_c_does_not_wait_for_who_does_not_listen(family: Family) -> None:
    family.parent.send_signal(signal.SIGINT)
    time.sleep(0.5)
    family.parent.send_signal(signal.SIGINT)
    said, _ = family.parent.communicate(timeout=30)
    assert said.splitlines()[-1] == "stopped"
    assert family.children() + family.grandchildren() == []


def test_a_new_start_ends_what_a_killed_parent_left_of_this_home_only(family: Family, tmp_path: Path) -> None:
    family.parent.kill()
    family.parent.wait()
    assert end_leftovers(str(tmp_path / "another home")) == 0
    assert len(family.children()) == 1
    assert end_leftovers(family.home) == 2
    assert family.children() + family.grandchildren() == []
