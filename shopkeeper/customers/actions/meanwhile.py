"""Two cores for one transaction: the database writes what is decided while Python looks at what comes next."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

type Work[T] = Callable[[], T]

_TAKES_TURNS = 0.0005
"""Seconds after which one thread lets the other on. A statement that is through waits so long for Python to notice, and
the next one with it; of Python's usual five thousandths, a hundred statements of a turn would make half a second."""


class Scribe:
    """Does what it is handed in a thread of its own, in order, on the connection and in the transaction of its maker.

    Whoever has handed it something asks the database nothing any more but through it: statements of its own would wait
    for those of the scribe. After a failure nothing more is done.
    """

    def __init__(self, thread: Executor, shared: BaseDatabaseWrapper) -> None:
        self._thread, self._shared = thread, shared
        self._failure: BaseException | None = None

    def hand[T](self, work: Work[T]) -> Future[T]:
        """Let this be done after all that was handed before."""
        return self._thread.submit(self._carry_out, work)

    def ask[T](self, work: Work[T]) -> T:
        """The same, and wait for what it gives."""
        return self.hand(work).result()

    def finish(self) -> None:
        """Wait until everything is done.

        :raises BaseException: what failed first
        """
        self.ask(_nothing)

    def _carry_out[T](self, work: Work[T]) -> T:
        if self._failure:
            raise self._failure
        connections[DEFAULT_DB_ALIAS] = self._shared
        try:
            return work()
        except BaseException as failure:
            self._failure = failure
            raise
        finally:
            del connections[DEFAULT_DB_ALIAS]  # or the connection would be closed with the thread


@contextmanager
def with_scribe() -> Iterator[Scribe]:
    """A scribe for the transaction that is open; all that it was handed is done when the block is left."""
    with _taking_turns(), ThreadPoolExecutor(1) as thread:
        shared = connections[DEFAULT_DB_ALIAS]
        shared.inc_thread_sharing()
        try:
            scribe = Scribe(thread, shared)
            yield scribe
            scribe.finish()
        finally:
            thread.shutdown(cancel_futures=True)
            shared.dec_thread_sharing()


@contextmanager
def _taking_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TAKES_TURNS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _nothing() -> None:
    """Done as soon as all before it is."""
