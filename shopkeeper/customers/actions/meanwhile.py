"""Two cores for one transaction: the database writes what is decided while Python looks at what comes next."""

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Work = Callable[[], object]

_TAKES_TURNS = 0.0005
"""Seconds after which one thread lets the other on. A statement that is through waits so long for Python to notice, and
the next one with it; of Python's usual five thousandths, a hundred statements of a turn would make half a second."""


def carry_out(work: Iterable[Work]) -> None:
    """All of it, in order."""
    for each in work:
        each()


@contextmanager
def meanwhile(work: Iterable[Work]) -> Iterator[None]:
    """Carry this out in the same transaction while the block computes; both are through when the block is left.

    Statements of the block itself wait for those of the work, and neither must read what the other writes.
    """
    with _taking_turns(), ThreadPoolExecutor(1) as other:
        shared = connections[DEFAULT_DB_ALIAS]
        shared.inc_thread_sharing()
        try:
            doing = other.submit(_carry_out_on, shared, work)
            yield
            doing.result()
        finally:
            other.shutdown()
            shared.dec_thread_sharing()


@contextmanager
def _taking_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TAKES_TURNS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _carry_out_on(shared: BaseDatabaseWrapper, work: Iterable[Work]) -> None:
    connections[DEFAULT_DB_ALIAS] = shared
    try:
        carry_out(work)
    finally:
        del connections[DEFAULT_DB_ALIAS]  # or the connection would be closed with the thread
