"""A sale until it is seen on 500 open pages: real processes and 500 streams.

Each page is what a browser keeps open: a stream of events with the panel that it shows, read by one of 25 people of five
stores. From before the sale is told by REST, until the stream has brought the panel with the new number. Three cases:
all 500 show the product that is sold, as at a launch; 500 show one of a hundred products each, as staff do, and a receipt
sells all of them; and ten sales of one product within a second, of which the last is timed. The promise: 1 s at the 95th
percentile. The wall clock counts, so a busy machine shows: what `/healthz` takes in the same run stands beside it, and
the load. Fewer pages than 500: `python bench/open_pages.py 50`.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from stock.home import key, own_home, with_positions

PAGES, SALES, LIMIT = int(sys.argv[1]) if len(sys.argv) > 1 else 500, 5, 1.0
PATIENCE, PIECES, STORES, PEOPLE = 60, 1_000, 5, 25


def main() -> int:
    """Measure; fail above the limit."""
    with own_home():
        with_positions(100, STORES, PIECES)
        products, cookies, bearer = products_shown(), sign_in(), key()
        with serving() as (web, live):
            crowd = Crowd(web, live, cookies, bearer)
            return max(
                asyncio.run(crowd.measure("one product", products[:1])),
                asyncio.run(crowd.measure("a hundred products", products)),
                asyncio.run(crowd.measure("one product in a burst", products[:1], burst=10)),
            )


def products_shown() -> list[str]:
    """The ids of the products, S0 first."""
    from shopkeeper.catalog import public as catalog

    found = catalog.find_product_ids([f"S{n}" for n in range(100)])
    return [str(found[f"S{n}"]) for n in range(100)]


def sign_in() -> list[str]:
    """The cookies of people who may see stock, each at one of the stores."""
    from shopkeeper.core import clock
    from shopkeeper.inventory.models import Location
    from shopkeeper.organization.models import Outlet

    outlets = []
    for n in range(STORES):
        told = {"name": f"Store {n}", "kind": "store", "source_key": f"L{n}", "recorded_at": clock.now()}
        outlets.append(Outlet.objects.create(code=f"L{n}", **told))
        Location.objects.filter(code=f"L{n}").update(outlet=outlets[n])
    return [cookie_of(f"person{n}", outlets[n % STORES]) for n in range(PEOPLE)]


def cookie_of(name: str, outlet: Any) -> str:
    """The cookie of an associate of a store."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from shopkeeper.core import clock
    from shopkeeper.organization.models import Assignment, Employee

    user = get_user_model().objects.create(email=f"{name}@example.com", joined_at=clock.now())
    person = Employee.objects.create(name=name, email=user.email, source_key=name, recorded_at=clock.now(), user=user)
    Assignment.objects.create(
        employee=person, role="store_associate", outlet=outlet, source_key=name, recorded_at=clock.now(),
        starts_on="2020-01-01",
    )  # fmt: skip
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


@contextmanager
def serving() -> Iterator[tuple[str, str]]:
    """The two processes that pages talk with, as `shopkeeper start` runs them."""
    from shopkeeper.site.ports import next_free

    web = next_free("127.0.0.1", 0)
    live = next_free("127.0.0.1", web + 1)
    command = str(Path(sys.executable).with_name("shopkeeper"))
    environment = {**os.environ, "SHOPKEEPER_LIVE_PORT": str(live)}
    running = [
        subprocess.Popen([command, part, "--host", "127.0.0.1", "--port", str(port)], env=environment)
        for part, port in (("web", web), ("live", live))
    ]
    try:
        yield f"http://127.0.0.1:{web}", f"http://127.0.0.1:{live}"
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)


class Crowd:
    """All open pages, and the till."""

    def __init__(self, web: str, live: str, cookies: list[str], bearer: str) -> None:
        self.web, self.live, self.cookies, self.bearer = web, live, cookies, bearer
        self.sold: Counter[int] = Counter()

    async def measure(self, name: str, products: list[str], *, burst: int = 1) -> int:
        """Sales, one after the other, each seen by all who show what was sold."""
        machine = await self.wait_until_up()
        pages = [
            Page(self.live, products[n % len(products)], self.cookies[n % len(self.cookies)]) for n in range(PAGES)
        ]
        reading = [asyncio.create_task(page.read()) for page in pages]
        await asyncio.gather(*(page.is_open.wait() for page in pages))
        await asyncio.sleep(2)
        await self.sell(len(products))  # the first sale after a start is late: templates are read, plans are made
        await asyncio.sleep(2)
        seen = []
        for _ in range(SALES):
            for _ in range(burst - 1):
                await self.sell(len(products))
                await asyncio.sleep(1 / burst)
            for n, page in enumerate(pages):
                page.look_out_for(STORES * PIECES - self.sold[n % len(products)] - 1)
            began = time.perf_counter()
            await self.sell(len(products))
            await asyncio.wait_for(asyncio.gather(*(page.has_seen.wait() for page in pages)), PATIENCE)
            seen += [page.seen_at - began for page in pages]
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        print(
            f"{PAGES} pages of {name}: seen within {late(seen):.2f} s at the 95th percentile, ratio"
            f" {late(seen) / LIMIT:.2f} of {LIMIT} s; half of them within {sorted(seen)[len(seen) // 2]:.2f} s;"
            f" /healthz took {machine * 1000:.0f} ms at a load of {os.getloadavg()[0]:.1f}."
        )
        return int(late(seen) > LIMIT)

    async def sell(self, products: int) -> None:
        """One receipt of one piece of each product that is shown."""
        import msgspec

        from shopkeeper.core import clock

        lines = [
            {"kind": "sell", "sku": f"S{n}", "location": "L0", "quantity": 1, "occurred_at": clock.now(),
             "source": "till", "source_key": f"{time.perf_counter_ns()}", "sequence": n}
            for n in range(products)
        ]  # fmt: skip
        body = msgspec.json.encode({"movements": lines})
        head = f"Authorization: Bearer {self.bearer}\r\nContent-Type: application/json"
        answer = await ask(self.web, "POST", "/api/inventory/movements", head, body)
        if b'"applied":%d' % products not in answer:
            sys.exit(f"The sale was not recorded: {answer[-300:]!r}")
        self.sold.update(range(products))

    async def wait_until_up(self) -> float:
        """Until both processes answer; gives the seconds that a request takes which does nothing."""
        for _ in range(600):
            try:
                await ask(self.live, "GET", "/", "", b"")
                began = time.perf_counter()
                await ask(self.web, "GET", "/healthz", "", b"")
                return time.perf_counter() - began
            except OSError:
                await asyncio.sleep(0.1)
        sys.exit("The processes did not start.")


class Page:
    """An open page of one product."""

    def __init__(self, live: str, product: str, cookie: str) -> None:
        self._live, self._product, self._cookie = live, product, cookie
        self.is_open, self.has_seen = asyncio.Event(), asyncio.Event()
        self._wanted = b""
        self.seen_at = 0.0

    def look_out_for(self, pieces: int) -> None:
        """Before the next sale: what the panel will say then."""
        self._wanted = f"data-available>{pieces:,}<".encode()
        self.has_seen.clear()

    async def read(self) -> None:
        """Hear, as long as the page is open."""
        address = urlsplit(self._live)
        reader, writer = await asyncio.open_connection(address.hostname, address.port, limit=2**20)
        shown = f"inventory.availability:{self._product}"
        try:
            writer.write(
                f"GET /?fragments={shown} HTTP/1.1\r\nHost: localhost\r\nCookie: {self._cookie}\r\n\r\n".encode()
            )
            while line := await reader.readline():
                if line.startswith(b"retry"):
                    self.is_open.set()
                if self._wanted and self._wanted in line and shown.encode() in line:
                    self.seen_at = time.perf_counter()
                    self.has_seen.set()
        finally:
            writer.close()


async def ask(base: str, method: str, path: str, head: str, body: bytes) -> bytes:
    """One request on a connection of its own; gives all that comes back."""
    address = urlsplit(base)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", f"Content-Length: {len(body)}"]
    writer.write(("\r\n".join([*lines, *([head] if head else [])]) + "\r\n\r\n").encode() + body)
    try:
        return await reader.read()
    finally:
        writer.close()


def late(seconds: list[float]) -> float:
    """The 95th percentile."""
    return sorted(seconds)[int(len(seconds) * 0.95)]


if __name__ == "__main__":
    sys.exit(main())
