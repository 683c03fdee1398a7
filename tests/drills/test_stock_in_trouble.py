"""The database dies in the midst of a burst, again and again: no piece is lost, and none is invented."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from shopkeeper.core.database import current_url
from shopkeeper.engines.postgres import EmbeddedPostgres
from shopkeeper.engines.postgres.copies import load_database, save_database
from shopkeeper.inventory import public as inventory
from tests.inventory.shelves import BY, DRIFTS, NOW, movement, with_stock
from tests.inventory.test_crowds import PLACES, buy, stubborn
from tests.machine import REPOSITORY, temporary_home

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
BUYERS, HANDS, RECEIPTS = 400, 4, 400
_LEFT = """
SELECT t.sku, sum(p.on_hand)::int, sum(p.reserved)::int, (SELECT count(*) FROM inventory_reservation r
    WHERE r.product_id = t.id)::int
FROM inventory_position p JOIN catalog_product t ON t.id = p.product_id GROUP BY t.id ORDER BY 1"""
_RESERVED = "SELECT count(*) FROM inventory_reservation"


@pytest.fixture
def home() -> Path:
    return temporary_home()


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedPostgres]:
    """A server that keeps what it committed, with a hundred kettles in five locations and a thousand lamps in one."""
    for place in PLACES:
        with_stock(20, location=place)
    with_stock(1_000, sku="LAMP", location="A")
    file = home / "stock.dump"
    save_database(REPOSITORY / ".tools" / "test-postgres", current_url(), file)
    connection.close()
    with EmbeddedPostgres(home) as server:
        load_database(home, server.url, file)
        yield server


def buy_all(first: int) -> int:
    """Every fourth buyer, four at once; gives how many got a piece. Who hears nothing asks the same again."""
    with ThreadPoolExecutor(HANDS) as pool:
        return sum(pool.map(lambda n: stubborn(buy(n))(), range(first, BUYERS, HANDS)))


def tell_all(seed: int) -> int:
    """A till that tells its receipts one by one in an order of its own, half of them twice."""
    numbers = random.Random(seed)
    receipts = [movement("sell", 1, sku="LAMP", location="A", key=f"receipt {n}") for n in range(RECEIPTS)]
    for told in (*numbers.sample(receipts, RECEIPTS), *receipts[::2]):
        stubborn(lambda told=told: inventory.record_movements(movements=[told], by=BY, now=NOW).applied)()  # type: ignore[misc]
    return 0


def start(job: str, number: int, server: EmbeddedPostgres) -> subprocess.Popen[str]:
    """A job of this file in a process of its own, at that server."""
    code = f"import sys, django; django.setup(); from {__name__} import {job}; print({job}({number}))"
    environment = {**os.environ, "DATABASE_URL": server.url, "DJANGO_SETTINGS_MODULE": "shopkeeper.site.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True
    )


def kill_once_reserved(server: EmbeddedPostgres, home: Path, pieces: int) -> None:
    """Kill the database when so many pieces are reserved, and start it again."""
    while True:
        with suppress(psycopg.OperationalError), psycopg.connect(server.url) as database:
            row = database.execute(_RESERVED).fetchone()
            if row and row[0] >= pieces:
                break
        time.sleep(0.02)
    os.kill(int((home / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    server.revive()


def test_a_hundred_pieces_are_a_hundred_however_often_the_database_dies(server: EmbeddedPostgres, home: Path) -> None:
    workers = [start("buy_all", n, server) for n in range(HANDS)] + [start("tell_all", n, server) for n in range(2)]
    for pieces in (5, 30, 55, 80, 95):
        kill_once_reserved(server, home, pieces)
    bought = [int(worker.communicate(timeout=400)[0]) for worker in workers]
    assert sum(bought) == 100
    with psycopg.connect(server.url) as database:
        assert database.execute(DRIFTS).fetchall() == []
        assert database.execute(_LEFT).fetchall() == [("KETTLE", 100, 100, 100), ("LAMP", 1_000 - RECEIPTS, 0, 0)]
