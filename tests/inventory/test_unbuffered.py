"""Rules reach what is new by notes instead of a look at everything, and miss nothing, however late it commits."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from shopkeeper.catalog.models import Category, Product
from shopkeeper.core.refusals import Refusal
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions import buffers
from shopkeeper.inventory.actions.gathering import gather_positions
from shopkeeper.inventory.models import BufferRule, Unbuffered
from tests.inventory.shelves import BY, NOW, with_location, with_product, with_stock
from tests.inventory.test_crowds import at_once
from tests.inventory.test_gathering import EMPTY, run
from tests.inventory.test_kept_back import keep_back, kept, with_category

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def sweep() -> int:
    return inventory.apply_buffers(by=BY, now=NOW)


@contextmanager
def elsewhere() -> Iterator[Callable[..., Future[Any]]]:
    """Another connection, in a thread of its own."""
    with ThreadPoolExecutor(1) as hand:
        yield hand.submit
        hand.submit(lambda: connection.close()).result()


def begin(job: Callable[[], object], gate: threading.Event, done: threading.Event) -> None:
    """Do a job, say so, and commit only when the gate opens."""
    with transaction.atomic():
        job()
        done.set()
        assert gate.wait(30)


def wait_until_somebody_waits_for_rules() -> None:
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE relation = 'inventory_bufferrule'::regclass AND NOT granted"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits for the rule that is being written")


def test_a_position_that_commits_after_the_look_is_found_by_the_next_one() -> None:
    with_stock(1, sku="KETTLE")
    keep_back(2)
    gate, done = threading.Event(), threading.Event()
    with elsewhere() as other:
        late = other(begin, lambda: with_stock(5, sku="LAMP"), gate, done)
        assert done.wait(30)
        keep_back(3)
        assert sweep() == 0
        gate.set()
        late.result()
    assert kept() == {("KETTLE", "LDS"): 3, ("LAMP", "LDS"): 0}
    assert (sweep(), sweep()) == (1, 0)
    assert kept() == {("KETTLE", "LDS"): 3, ("LAMP", "LDS"): 3}


def test_a_rule_that_commits_while_somebody_looks_is_waited_for() -> None:
    with_stock(1, sku="KETTLE")
    keep_back(2)
    gate, done = threading.Event(), threading.Event()
    with elsewhere() as other, elsewhere() as third:
        late = other(begin, lambda: keep_back(4), gate, done)
        assert done.wait(30)
        with_stock(5, sku="LAMP")
        looking = third(sweep)
        wait_until_somebody_waits_for_rules()
        gate.set()
        late.result()
        assert looking.result() == 1
    assert kept() == {("KETTLE", "LDS"): 4, ("LAMP", "LDS"): 4}


@pytest.mark.parametrize("first", ["one location", "everywhere"])
def test_rules_that_are_written_at_once_are_worked_in_one_after_the_other(first: str) -> None:
    with_stock(5, sku="LAMP")
    rules = [lambda: keep_back(2, location="LDS"), lambda: keep_back(4)]
    if first == "everywhere":
        rules.reverse()
    gate, done = threading.Event(), threading.Event()
    with elsewhere() as other, elsewhere() as third:
        early = other(begin, rules[0], gate, done)
        assert done.wait(30)
        late = third(rules[1])
        wait_until_somebody_waits_for_rules()
        gate.set()
        early.result(), late.result()
    assert kept() == {("LAMP", "LDS"): 2}


def test_nothing_is_noted_by_what_happens_to_known_positions() -> None:
    with_stock(5)
    keep_back(1)
    sweep()
    with_stock(3)
    Product.objects.update(name="Another")
    assert (Unbuffered.objects.count(), kept()) == (0, {("KETTLE", "LDS"): 1})


def test_positions_that_are_laid_together_are_not_new() -> None:
    for n in range(40):
        with_product(f"S{n}")
        with_location(f"L{n}")
    run(EMPTY)
    keep_back(1)
    sweep()
    assert (gather_positions(by=BY, now=NOW), Unbuffered.objects.count()) == (1_600, 0)


def test_rules_positions_and_categories_that_change_at_once_end_where_one_look_at_all_would() -> None:
    numbers = random.Random(7)
    categories: list[Category | None] = [None, *(with_category(name) for name in "ab")]
    for n in range(12):
        with_product(f"P{n}")
    for n in range(4):
        with_location(f"L{n}")
    jobs = [_any(numbers, categories) for _ in range(160)]
    at_once(jobs, hands=8)
    sweep()
    assert buffers.list_misbuffered() == []
    assert Unbuffered.objects.count() == 0


def test_who_sets_a_rule_while_others_drop_it_is_never_refused() -> None:
    with_product("KETTLE")
    at_once([keep_back_two if n % 2 else _drop for n in range(400)], hands=8)
    keep_back(2)
    assert [rule.pieces for rule in BufferRule.objects.all()] == [2]


def keep_back_two() -> None:
    keep_back(2)


def _any(numbers: random.Random, categories: list[Category | None]) -> Callable[[], object]:
    sku, place, kind = f"P{numbers.randrange(12)}", f"L{numbers.randrange(4)}", numbers.choice(categories)
    pieces, where = numbers.randrange(5), numbers.choice(["", place])
    chosen = numbers.choice(["stock", "stock", "stock", "category", "rule", "drop", "sweep"])
    return {
        "stock": lambda: with_stock(3, sku=sku, location=place),
        "category": lambda: Product.objects.filter(sku=sku).update(category=kind),
        "rule": lambda: _write(pieces, where, kind),
        "drop": _drop,
        "sweep": sweep,
    }[chosen]


def _write(pieces: int, where: str, kind: Category | None) -> None:
    keep_back(pieces, location=where, category_id=kind.id if kind else None)


def _drop() -> None:
    row = BufferRule.objects.order_by("?").first()
    if row is not None:
        try:
            buffers.drop_buffer(rule_id=row.id, by=BY, now=NOW)
        except Refusal:
            return
