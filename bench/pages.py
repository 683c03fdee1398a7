"""Every page that a person in each chair of the demo can reach, timed at the real server: a page answers in under 100 ms.

Walks from each chair's home along the links, one address for each kind of page, and asks for each up to twenty times;
homes in every chair. Judged by the best visit, since what else runs on the machine only ever adds to a page's own time;
beside it stand the median, and what `/healthz` takes in the same run, as a measure of the machine. The time is a whole
visit: asked, worked out, and read to its end. SHOPKEEPER_HOME names a loaded demo; without it one is loaded first, which
takes some minutes.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import django
from django.urls import resolve

from shopkeeper.site.ports import next_free

MILLISECONDS, TIMES, AT_LEAST = 100, 20, 5
STARTED_WITHIN = 900
_NOT_PAGES = re.compile(r"/(static|api|accounts|media|who/.+|export)|\.\w+$")


class Visitor:
    """A browser without a screen: cookies, and the time each answer took."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> tuple[float, str]:
        """Milliseconds and the page."""
        began = time.perf_counter()
        with self._opener.open(self.address + path, timeout=30) as answer:
            text = answer.read().decode()
        return (time.perf_counter() - began) * 1000, text

    def post(self, path: str) -> str:
        """Press a button that needs nothing but its token."""
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        data = urlencode({"csrfmiddlewaretoken": token}).encode()
        with self._opener.open(self.address + path, data, timeout=30) as answer:
            return str(answer.read().decode())


@dataclass(frozen=True, slots=True)
class Visits:
    """What the visits to one page took, in milliseconds."""

    path: str
    best: float
    median: float


def main() -> int:
    """Walk, time, print the slowest first; fail when any page is slower than the limit."""
    with ExitStack() as stack:
        if "SHOPKEEPER_HOME" not in os.environ:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="shopkeeper-bench-", dir="/tmp"))
            Path(folder).chmod(0o711)
            os.environ["SHOPKEEPER_HOME"] = folder
        django.setup()
        return measure()


def measure() -> int:
    """All chairs, all kinds of pages."""
    with demo() as address:
        machine = [Visitor(address).get("/healthz")[0] for _ in range(20)]
        took: dict[str, Visits] = {}
        for chair in re.findall(r'action="(/who/[0-9a-f-]+/)"', Visitor(address).get("/who/")[1]):
            walk(address, chair, took)
    for kind, visits in sorted(took.items(), key=lambda page: -page[1].best):
        ratio, words = visits.best / MILLISECONDS, f"median {visits.median:.0f} ms"
        print(f"{visits.best:7.0f} ms  ratio {ratio:.2f}  {words:>15}  {kind}  ({visits.path})")
    print(
        f"{len(took)} kinds of pages; /healthz took {min(machine):.1f} ms, median {statistics.median(machine):.1f} ms."
    )
    return int(any(visits.best > MILLISECONDS for visits in took.values()))


def walk(address: str, chair: str, took: dict[str, Visits]) -> None:
    """Everything that this chair reaches and nobody before did; homes count for each chair."""
    visitor = Visitor(address)
    visitor.get("/who/")
    visitor.post(chair)
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop(0)
        kind = resolve(path.split("?")[0]).view_name
        if kind in seen or (kind in took and path != "/"):
            continue
        seen.add(kind)
        try:
            text = visitor.get(path)[1]
        except HTTPError as refused:
            print(f"{path} answers {refused.code} to a person whom a link led there ({chair})")
            continue
        visits = visit(visitor, path)
        if kind not in took or took[kind].best < visits.best:
            took[kind] = visits
        links = re.findall(r'<a\b[^>]*href="(/[^"#]*)"', text)
        waiting += [link.replace("&amp;", "&") for link in links if not _NOT_PAGES.search(link)]


def visit(visitor: Visitor, path: str) -> Visits:
    """Ask again until the page has kept its limit, at least some times: further visits could only be better."""
    took: list[float] = []
    while len(took) < AT_LEAST or (len(took) < TIMES and min(took) > MILLISECONDS):
        took.append(visitor.get(path)[0])
    return Visits(path, min(took), statistics.median(took))


@contextmanager
def demo() -> Iterator[str]:
    """A running demo; gives its address."""
    port = next_free("127.0.0.1", 0)
    command = [str(Path(sys.executable).with_name("shopkeeper")), "demo", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=60)


def wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    """Until the first page is there, or the demo gave up."""
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until and running.poll() is None:
        try:
            Visitor(address).get("/who/")
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The demo did not start.")


if __name__ == "__main__":
    raise SystemExit(main())
