"""Kill -9 of anything: the product serves again, and what was committed or queued is there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from shopkeeper.site.ports import next_free
from shopkeeper.site.processes import end_leftovers
from tests.drills.shop import Shop
from tests.machine import temporary_home

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    shop = Shop(temporary_home())
    shop.start()
    with psycopg.connect(shop.url) as database:
        database.execute("CREATE TABLE drill (number int)")
    yield shop
    assert shop.stop() == 0
    assert not shop.home.postgres().is_running()
    assert end_leftovers(str(shop.home.path)) == 0


@pytest.mark.parametrize("name", ["web", "live", "warehouse", "worker"])
def test_a_killed_process_comes_back(shop: Shop, name: str) -> None:
    before = shop.parts()[name]
    os.kill(before, signal.SIGKILL)
    shop.wait_for(lambda: shop.parts().get(name, before) != before and shop.serves())


def test_committed_rows_survive_a_killed_database_which_comes_back(shop: Shop) -> None:
    for number in range(5):
        shop.ask(f"INSERT INTO drill VALUES ({number}) RETURNING number")
    shop.kill_database()
    shop.wait_for(shop.worker_is_alive)
    assert shop.ask("SELECT array_agg(number ORDER BY number) FROM drill") == [0, 1, 2, 3, 4]


def test_a_job_that_was_queued_when_its_worker_was_killed_is_done(shop: Shop) -> None:
    os.kill(shop.parts()["worker"], signal.SIGKILL)
    queue = (
        "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('timers','core.tick',0,NULL,NULL,'{\"timestamp\":0}'::jsonb,NULL)"
    )
    job = shop.ask(f"{queue}::procrastinate_job_to_defer_v1])")
    assert job
    gone = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'core.tick' AND args = '{\"timestamp\":0}'"
    shop.wait_for(lambda: shop.serves() and shop.ask(gone) == 0)


def test_a_new_start_after_everything_was_killed_takes_over(shop: Shop) -> None:
    shop.ask("INSERT INTO drill VALUES (99) RETURNING number")
    shop.kill_database()
    shop.parent.kill()
    shop.parent.wait()
    shop.start()
    assert shop.ask("SELECT count(*) FROM drill WHERE number = 99") == 1


def test_a_second_start_of_the_same_home_says_where_the_first_one_is(shop: Shop) -> None:
    command = [sys.executable, "-m", "shopkeeper.site", "serve", "--port", str(next_free("127.0.0.1", 0))]
    second = subprocess.run(command, env=shop.environment, capture_output=True, text=True)
    address = f"http://127.0.0.1:{shop.port}/"
    expected = f"Error: Shopkeeper already runs for this home, at {address} (process {shop.parent.pid}).\n"
    assert (second.returncode, second.stderr) == (1, expected)
