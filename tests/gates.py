"""Two people at once, in an order that a test decides: one holds its transaction open until a gate opens."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connection, transaction

_WAITING = """
    SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE NOT l.granted AND a.datname = current_database()"""


@contextmanager
def elsewhere() -> Iterator[Callable[..., Future[Any]]]:
    """Another connection, in a thread of its own."""
    with ThreadPoolExecutor(1) as hand:
        try:
            yield hand.submit
        finally:
            hand.submit(lambda: connection.close()).result()


def begin(job: Callable[[], object], gate: threading.Event, done: threading.Event) -> None:
    """Do a job, say so, and commit only when the gate opens."""
    with transaction.atomic():
        job()
        done.set()
        assert gate.wait(30)


def wait_until_it_waits(late: Future[Any], *, among: int = 1) -> None:
    """Until what was begun late waits for a lock that another transaction holds, one `among` so many who wait."""
    for _ in range(300):
        assert not late.done(), f"it waited for nobody: {late.exception() or late.result()}"
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0] >= among:
                return
        time.sleep(0.05)
    raise AssertionError("it waits for nobody")


def one_after_the_other(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Begin a second job while the first has not committed; it has to wait. Gives what the second returned."""
    gate, done = threading.Event(), threading.Event()
    with elsewhere() as other, elsewhere() as third:
        try:
            early = other(begin, first, gate, done)
            assert done.wait(30) or early.result()
            late = third(second)
            wait_until_it_waits(late)
        finally:
            gate.set()
        early.result()
        return late.result()


def crossing(first: Callable[[], object], second: Callable[[], object], third: Callable[[], object]) -> object:
    """While `first` is not committed, `second` begins and has to wait; then `third` goes on where the first was.

    Gives what the second returned. Where `third` wants what the second holds, the two wait for each other for ever.
    """
    gate, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            first()
            done.set()
            assert gate.wait(30)
            third()

    with elsewhere() as other, elsewhere() as another:
        try:
            early = other(hold)
            assert done.wait(30)
            late = another(second)
            wait_until_it_waits(late)
        finally:
            gate.set()
        early.result()
        return late.result()


def queueing(first: Callable[[], object], *others: Callable[[], object]) -> None:
    """While `first` is not committed, all others begin in turn, and each has to wait; then all come to their end."""
    gate, done = threading.Event(), threading.Event()
    with ExitStack() as hands:
        early = hands.enter_context(elsewhere())(begin, first, gate, done)
        late = []
        try:
            assert done.wait(30)
            for place, other in enumerate(others, start=1):
                late.append(hands.enter_context(elsewhere())(other))
                wait_until_it_waits(late[-1], among=place)
        finally:
            gate.set()
        for each in (early, *late):
            each.result()


def while_open(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Do a second job to its end while the first has not committed: it waits for nothing. Gives what it returned."""
    gate, done = threading.Event(), threading.Event()
    with elsewhere() as other, elsewhere() as third:
        try:
            early = other(begin, first, gate, done)
            assert done.wait(30)
            result = third(second).result(30)
        finally:
            gate.set()
        early.result()
        return result
