"""Kill -9 of an import, again and again: taken up again, it ends as if nobody had disturbed it."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shopkeeper.site.home import Home
from tests.machine import temporary_home

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket]

ORDERS, LINES = 50_000, 150_000
COUNTS = (
    "SELECT count(*), sum(rows), sum(created), sum(updated), sum(refused), sum(repeated) FROM connectors_importpart"
)
ROWS = """
SELECT md5(string_agg(o::text, '' ORDER BY o)) FROM (
    SELECT source_key, goods_total, described, CASE WHEN described THEN placed_at END AS placed_at FROM orders_order
    UNION ALL
    SELECT l.source_key || ' of ' || o.source_key, l.unit_price * l.ordered, p.described, NULL
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id JOIN catalog_product p ON p.id = l.product_id
) o"""
"""What there is to be known of orders and lines; an order that was only seen is dated by its import."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An outlet, orders and their lines; every thousandth order was sold by an outlet that nobody knows."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "outlets.csv").write_text("source_key,name,kind\nweb,Web shop,web_shop\n")
    with (folder / "orders.csv").open("w") as orders:
        orders.write("source_key,channel,outlet_key,currency,placed_at\n")
        for n in range(ORDERS):
            outlet = "moon" if n % 1000 == 7 else "web"
            orders.write(f"o{n},web,{outlet},GBP,2025-{n % 12 + 1:02}-{n % 28 + 1:02} 10:00:00\n")
    with (folder / "order_lines.csv").open("w") as lines:
        lines.write("source_key,order_key,sku,unit_price,quantity\n")
        lines.writelines(f"l{n},o{n // 3},s{n % 500},{n % 97}.50,{n % 4 + 1}\n" for n in range(LINES))
    return folder


class Till:
    """A home into which one folder is imported by the command, in a process of its own."""

    def __init__(self, files: Path) -> None:
        self.home = Home(temporary_home())
        self.files = files
        foreign = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        self.environment = {name: value for name, value in os.environ.items() if name not in foreign}
        self.environment["SHOPKEEPER_HOME"] = str(self.home.path)
        self.run("migrate")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        whole = [sys.executable, "-m", "shopkeeper.site", *command]
        return subprocess.Popen(whole, env=self.environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def run(self, *command: str) -> None:
        assert self.start(*command).wait(timeout=600) == 0

    def import_files(self) -> subprocess.Popen[bytes]:
        return self.start("import", str(self.files), "--source", "till")

    def ask(self, question: str) -> tuple[object, ...]:
        with psycopg.connect(self.home.postgres().url, autocommit=True) as database:
            return database.execute(question).fetchone() or ()


@pytest.fixture
def undisturbed(files: Path) -> Iterator[Till]:
    till = Till(files)
    with till.home.postgres():
        assert till.import_files().wait(timeout=600) == 0
        yield till


@pytest.fixture
def disturbed(files: Path) -> Iterator[Till]:
    till = Till(files)
    with till.home.postgres():
        yield till


def test_an_import_that_is_killed_again_and_again_ends_like_one_that_is_not(undisturbed: Till, disturbed: Till) -> None:
    kills = 0
    importing = disturbed.import_files()
    while kills < 4:
        time.sleep(random.uniform(0.5, 4))
        if importing.poll() is not None:
            break
        os.kill(importing.pid, signal.SIGKILL)
        importing.wait()
        kills += 1
        importing = disturbed.import_files()
    assert importing.wait(timeout=600) == 0
    assert kills >= 1, "it was through before anybody could kill it"
    assert disturbed.ask("SELECT count(*), count(finished_at) FROM connectors_importrun") == (1, 1)
    assert disturbed.ask(COUNTS) == undisturbed.ask(COUNTS)
    assert undisturbed.ask(COUNTS)[4] == ORDERS // 1000
    assert disturbed.ask(ROWS) == undisturbed.ask(ROWS)
    assert disturbed.ask("SELECT count(*) FROM pg_class WHERE relname LIKE 'import_%'") == (0,)
