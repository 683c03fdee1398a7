"""Many at once, on connections of their own: never a piece too many, never one too few."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection

from shopkeeper.core.database import current_url
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.checking import check_stock
from shopkeeper.inventory.models import Inspection, Reservation
from tests.inventory.shelves import BY, NOW, demand, drifts, keep, movement, position, with_stock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]
PLACES = ("A", "B", "C", "D", "E")
JUMPS = [timedelta()] * 8 + [timedelta(days=-40), timedelta(days=3)]
LONG = "SHOPKEEPER_LONG_RUNS" in os.environ


def at_once(jobs: list[Callable[[], object]], hands: int = 16) -> list[object]:
    """Run jobs on parallel connections; gives what each returned."""

    def work(job: Callable[[], object]) -> object:
        return job()

    try:
        with ThreadPoolExecutor(hands) as pool:
            results = list(pool.map(work, jobs))
            # Each thread closes its own connection, or the database could not be renewed.
            barrier = threading.Barrier(hands)
            list(pool.map(lambda _: (barrier.wait(timeout=30), connection.close()), range(hands)))
            return results
    finally:
        connection.close()


@pytest.fixture
def hundred() -> Iterator[None]:
    """A hundred pieces in five locations."""
    for place in PLACES:
        with_stock(20, location=place)
    yield
    assert drifts() == []


def buy(number: int) -> Callable[[], int]:
    """A buyer who tries one location after the other for one piece."""

    def try_everywhere() -> int:
        places = random.Random(number).sample(PLACES, len(PLACES))
        return int(any(keep(demand(f"buyer:{number}", location=place)).complete for place in places))

    return try_everywhere


def stubborn(job: Callable[[], int]) -> Callable[[], int]:
    """A job that is done again until the database answers."""

    def again() -> int:
        while True:
            try:
                return job()
            except OperationalError:
                connection.close()

    return again


def test_four_hundred_buyers_get_exactly_a_hundred_pieces(hundred: None) -> None:
    assert sum(at_once([buy(n) for n in range(400)])) == 100  # type: ignore[arg-type]
    assert sum(position(location=place).reserved for place in PLACES) == 100
    assert Reservation.objects.count() == 100


def test_buyers_who_ask_twice_at_the_same_moment_get_one_piece_each(hundred: None) -> None:
    jobs = [lambda n=n: keep(demand(f"buyer:{n // 2}", location="A")).complete for n in range(36)]
    assert all(at_once(jobs))  # type: ignore[arg-type]
    assert (position(location="A").reserved, Reservation.objects.count()) == (18, 18)


def test_two_carts_on_the_last_piece() -> None:
    with_stock(1)
    for n in range(20):
        pair = [lambda ref=ref: keep(demand(ref)).complete for ref in (f"cart:{n}a", f"cart:{n}b")]
        assert sorted(at_once(pair, hands=2)) == [False, True]  # type: ignore[type-var]
        inventory.release(claims=[inventory.Claim(f"cart:{n}{side}") for side in "ab"], by=BY, now=NOW)
    assert drifts() == []


def test_carts_with_two_lines_on_one_item_share_it_and_carts_of_two_items_never_block_each_other() -> None:
    for sku in ("KETTLE", "LAMP"):
        with_stock(30, sku=sku)

    def cart(n: int) -> bool:
        skus = ("KETTLE", "LAMP") if n % 2 else ("LAMP", "KETTLE")
        lines = [demand(f"cart:{n}/{i}", sku=sku) for i, sku in enumerate((*skus, skus[0]))]
        return keep(*lines).complete

    bought = at_once([lambda n=n: cart(n) for n in range(60)])
    kettles, lamps = position("KETTLE").reserved, position("LAMP").reserved
    assert kettles + lamps == 3 * sum(bought)  # type: ignore[arg-type]
    assert max(kettles, lamps) >= 29
    assert drifts() == []


def test_many_who_move_to_an_almost_empty_location_leave_nobody_without() -> None:
    with_stock(20)
    with_stock(3, location="YRK")
    for n in range(20):
        keep(demand(f"order:{n}"))

    def move(n: int) -> bool:
        claim = inventory.Claim(f"order:{n}")
        return inventory.move_reservation(claim=claim, to="YRK", attempt=2, by=BY, now=NOW).complete

    assert sum(at_once([lambda n=n: move(n) for n in range(20)], hands=8)) == 3  # type: ignore[arg-type]
    assert (position().reserved, position(location="YRK").reserved) == (17, 3)
    assert drifts() == []


def test_tills_that_tell_the_same_at_the_same_moment_count_once() -> None:
    with_stock(100)
    told = [movement("sell", 1, key=f"receipt {n}") for n in range(40)]

    def tell(seed: int) -> int:
        mixed = random.Random(seed).sample(told, len(told))
        return inventory.record_movements(movements=mixed, by=BY, now=NOW).applied

    assert sum(at_once([lambda n=n: tell(n) for n in range(8)], hands=8)) == 40  # type: ignore[arg-type]
    assert position().on_hand == 60
    assert drifts() == []


def test_checkers_at_the_same_moment_take_turns() -> None:
    with_stock(3)
    assert at_once([lambda: check_stock(by=BY, now=NOW)] * 24, hands=8) == [1] * 24
    assert Inspection.objects.filter(positions=1, finished_at=NOW).count() == Inspection.objects.count() == 24


def test_connections_that_are_cut_at_random_lose_and_invent_nothing(hundred: None) -> None:
    url, stop = current_url(), threading.Event()

    def cut() -> None:
        with psycopg.connect(url, autocommit=True) as killer:
            while not stop.wait(0.05):
                killer.execute(
                    "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
                    " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
                    " ORDER BY random() LIMIT 1) p"
                )

    cutting = threading.Thread(target=cut)
    cutting.start()
    try:
        bought = at_once([stubborn(buy(n)) for n in range(400)])
    finally:
        stop.set()
        cutting.join()
    # Who was cut after the commit asks again and hears what they got: a ref reserves once.
    assert sum(bought) == 100  # type: ignore[arg-type]
    assert Reservation.objects.count() == 100


@pytest.mark.drill
def test_processes_killed_in_the_middle_leave_a_right_record(hundred: None) -> None:
    code = (
        "import sys, django; django.setup();"
        "from django.db import connection; connection.settings_dict['NAME'] = sys.argv[1];"
        "from tests.inventory.test_crowds import buy;"
        "[buy(n)() for n in range(int(sys.argv[2]), 4000, 4)]"
    )
    name = connection.settings_dict["NAME"]
    for round_ in range(5):
        workers = [subprocess.Popen([sys.executable, "-c", code, name, str(n + round_)]) for n in range(4)]
        time.sleep(random.uniform(1.5, 3))
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
    with psycopg.connect(current_url(), autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                       " AND usename = current_user AND pid <> pg_backend_pid()", [name])  # fmt: skip
    connection.close()
    assert sum(position(location=place).reserved for place in PLACES) == Reservation.objects.count() <= 100


def random_step(numbers: random.Random, clock: int) -> None:
    """One of everything that can happen to stock, by a clock that jumps; what the business refuses is fine."""
    now = NOW + timedelta(minutes=clock) + numbers.choice(JUMPS)
    place, other = numbers.sample(PLACES[:3], 2)
    ref = f"order:{numbers.randrange(12)}"
    claim = inventory.Claim(ref, numbers.randrange(1, 3))
    pieces = numbers.randrange(1, 5)
    kind = numbers.choice(["receive", "sell", "return", "damage", "mend", "hold", "unhold", "display", "count"])
    asked = demand(ref, pieces, location=place, attempt=claim.attempt)
    soft = {"kind": inventory.ReservationKind.SOFT, "expires_at": now + timedelta(minutes=numbers.randrange(1, 20))}
    how = {"by": BY, "now": now}
    told = movement(kind, pieces, location=place, at=now + timedelta(minutes=numbers.randrange(-60, 10)))
    steps: list[Callable[[], object]] = [
        lambda: inventory.record_movements(movements=[told, told], **how),
        lambda: keep(asked, now=now, partial=numbers.random() < 0.5),
        lambda: inventory.reserve(demands=[asked], **soft, **how),
        lambda: inventory.release(claims=[claim], **how),
        lambda: inventory.consume(claims=[claim], **how),
        lambda: inventory.move_reservation(claim=inventory.Claim(ref, 1, place), to=other, attempt=2, **how),
        lambda: inventory.short_pick(claim=inventory.Claim(ref, 1, place), missing=1, **how),
        lambda: inventory.split_reservation(
            claim=inventory.Claim(ref, 1, place), into=inventory.Claim(f"{ref}b"), quantity=1, **how
        ),
        lambda: inventory.harden(claims=[claim], **how),
        lambda: inventory.expire_reservations(**how),
        lambda: inventory.adjust(sku="KETTLE", location=place, pieces=pieces, reason="found", **how),
        lambda: inventory.transfer(
            sku="KETTLE", origin=place, destination=other, quantity=pieces, due_on=now.date(), **how
        ),
    ]
    with suppress(inventory.NotEnoughStock, inventory.NotThatManyReserved, inventory.ReservationNotFound):
        numbers.choice(steps)()


def test_random_interleavings_end_with_a_right_record() -> None:
    for place in PLACES[:3]:
        with_stock(10, location=place)
    seed = random.randrange(10**6)
    each = (10_000 if LONG else 300) // 4

    def hand(n: int) -> None:
        numbers = random.Random(seed + n)
        for clock in range(each):
            random_step(numbers, clock)

    at_once([lambda n=n: hand(n) for n in range(4)], hands=4)
    assert drifts() == [], f"seed {seed}"
    for place in PLACES[:3]:
        row = position(location=place)
        assert row.reserved <= max(0, row.usable) + row.short
