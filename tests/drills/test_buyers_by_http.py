"""Buyers by HTTP while what serves them is killed at random: each piece is sold once, and each answer is kept."""

import http.client
import json
import os
import random
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import psutil
import psycopg
import pytest

from tests.drills.shop import PATIENCE, Shop
from tests.inventory.shelves import DRIFTS
from tests.machine import temporary_home

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket]
PLACES = ("L0", "L1", "L2", "L3", "L4")
BUYERS, HANDS, PIECES, KILLS = 400, 16, 100, 6
_PERMISSIONS = ("inventory.reserve_stock", "inventory.record_movements")
_PLACES = """
INSERT INTO catalog_product (id, source, source_key, recorded_at, described, sku, name, department_code, currency,
    variant, base_unit, image_url)
VALUES (uuidv7(), 'd', 'KETTLE', now(), true, 'KETTLE', 'Kettle', '', '', '', 'piece', '');
INSERT INTO inventory_location (id, source, source_key, recorded_at, described, code, name, kind, postcode, may_ship,
    may_pick_up, may_receive_returns, switched_off_by, switched_off_why, fed_at)
SELECT uuidv7(), 'd', n, now(), true, 'L' || n, 'L' || n, 'store', '', true, true, true, '', '', now()
FROM generate_series(0, 4) n"""
_LEFT = "SELECT sum(on_hand)::int, sum(reserved)::int FROM inventory_position"
_PROMISED = "SELECT count(*), count(DISTINCT ref), sum(quantity)::int, sum(consumed)::int FROM inventory_reservation"


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Twenty kettles in each of five stores."""
    shop = Shop(temporary_home())
    try:
        shop.start()
        with psycopg.connect(shop.url, autocommit=True) as database:
            database.execute(_PLACES)
        yield shop
    finally:
        ended = shop.stop()
    assert ended == 0


class Client:
    """A web shop that asks again until it hears something."""

    def __init__(self, shop: Shop) -> None:
        words = [word for permission in _PERMISSIONS for word in ("--permission", permission)]
        self._key = shop.run("api-keys", "create", "drill", *words).split()[-1]
        self._address = f"http://127.0.0.1:{shop.port}/api"
        self.unheard = 0

    def ask(self, path: str, body: object, **headers: str) -> dict[str, Any]:
        """What it says in the end, be it a yes or a no."""
        head = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json", **headers}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            request = urllib.request.Request(self._address + path, json.dumps(body).encode(), head)
            try:
                return self._hear(request)
            except (OSError, http.client.HTTPException):  # killed before it spoke, or while it did
                self.unheard += 1
            time.sleep(0.1)
        raise AssertionError("it never came back")

    @staticmethod
    def _hear(request: urllib.request.Request) -> dict[str, Any]:
        """A yes, or a no for a reason; what the machine itself failed at is as good as not heard."""
        try:
            with urllib.request.urlopen(request, timeout=15) as response:
                return dict(json.load(response))
        except urllib.error.HTTPError as refusal:
            if refusal.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            if refusal.code != HTTPStatus.CONFLICT:
                raise RuntimeError(refusal.code) from refusal
            return dict(json.load(refusal))

    def receive(self, quantity: int) -> None:
        """So many kettles for each store."""
        now = datetime.now(UTC).isoformat()
        told = [
            {"kind": "receive", "sku": "KETTLE", "location": place, "quantity": quantity, "source": "d",
             "source_key": f"first {place}", "occurred_at": now}
            for place in PLACES
        ]  # fmt: skip
        assert self.ask("/inventory/movements", {"movements": told})["applied"] == len(PLACES)

    def reserve(self, buyer: int, place: str) -> bool:
        """Whether this buyer has a kettle from there."""
        line = {"ref": f"buyer:{buyer}", "sku": "KETTLE", "location": place, "quantity": 1}
        return bool(self.ask("/reservations", {"demands": [line]})["complete"])

    def collect(self, buyer: int) -> int:
        """The buyer takes it along, under a key of their own."""
        said = self.ask("/reservations/consumption", {"ref": f"buyer:{buyer}"}, **{"Idempotency-Key": f"bag {buyer}"})
        return int(said["consumed"])


@contextmanager
def killing(shop: Shop, count: Callable[[], int], numbers: random.Random) -> Iterator[list[str]]:
    """While buyers buy: one of the processes that serve them, each time once so many more have been served."""
    killed: list[str] = []
    over = threading.Event()

    def kill() -> None:
        for number in range(1, KILLS + 1):
            while count() < number * BUYERS // (KILLS + 2) and not over.is_set():
                time.sleep(0.005)
            with suppress(KeyError, psutil.Error):  # it may be between two lives
                first = psutil.Process(shop.parts()["web"])
                victim = numbers.choice([first, *first.children(recursive=True)])
                os.kill(victim.pid, signal.SIGKILL)
                killed.append("first" if victim == first else "server")

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield killed
    finally:
        over.set()
        killer.join()


def test_a_hundred_pieces_are_sold_once_each_while_what_serves_is_killed(shop: Shop) -> None:
    seed = random.randrange(2**32)  # pytest shows it when the drill fails
    client, served, bags = Client(shop), [], {}
    client.receive(PIECES // len(PLACES))

    def buy(number: int) -> str | None:
        places = random.Random(seed + number).sample(PLACES, len(PLACES))
        place = next((place for place in places if client.reserve(number, place)), None)
        if place and number % 2:
            bags[number] = client.collect(number)
        served.append(number)
        return place

    with ThreadPoolExecutor(HANDS) as pool, killing(shop, lambda: len(served), random.Random(seed)) as killed:
        bought = {number: place for number, place in enumerate(pool.map(buy, range(BUYERS))) if place}
    assert len(killed) >= KILLS // 2
    assert client.unheard > 0
    assert len(bought) == PIECES
    assert set(bags.values()) == {1}
    assert {number: client.collect(number) for number in bags} == bags
    assert all(client.reserve(number, place) for number, place in bought.items())
    with psycopg.connect(shop.url) as database:
        assert database.execute(DRIFTS).fetchall() == []
        assert database.execute(_LEFT).fetchall() == [(PIECES - len(bags), PIECES - len(bags))]
        assert database.execute(_PROMISED).fetchall() == [(PIECES, PIECES, PIECES, len(bags))]
