"""`@action`: lock, check, call down, write, announce, in one transaction that the outermost action opens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.db import connection, transaction

from shopkeeper.core.events import announcing_together
from shopkeeper.core.refusals import ButtonOnly
from shopkeeper.core.remembering import forgetting

_is_reading = ContextVar("is_reading", default=False)


def action[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` a write of the business: all or nothing.

    The outermost action opens the transaction; nested ones join it without savepoints, so a refusal anywhere undoes
    everything and nobody can swallow another module's refusal halfway. Actions take keywords only.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        _check_call(function, args)
        if getattr(connection, "_in_action", False):
            return function(**kwargs)  # type: ignore[call-arg]  # ParamSpec cannot express "keywords only"
        connection._in_action = True  # type: ignore[attr-defined]  # per connection, so per thread
        try:
            with forgetting(), transaction.atomic(), announcing_together():
                return function(**kwargs)  # type: ignore[call-arg]  # as above
        finally:
            connection._in_action = False  # type: ignore[attr-defined]  # as above

    run.is_action = True  # type: ignore[attr-defined]  # read by the architecture tests
    return run


def one_statement_action[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """An action that is one statement and announces nothing: as the outermost, the statement is the transaction.

    So it takes one journey to the database instead of three. Within another action it is like any other.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        _check_call(function, args)
        with forgetting():
            return function(**kwargs)  # type: ignore[call-arg]  # as above

    run.is_action = True  # type: ignore[attr-defined]  # read by the architecture tests
    return run


@contextmanager
def reading_only() -> Iterator[None]:
    """Let no action be done in this block: whoever only looks, or follows a link, changes nothing."""
    before = _is_reading.set(True)
    try:
        yield
    finally:
        _is_reading.reset(before)


def _check_call(function: Callable[..., object], args: tuple[object, ...]) -> None:
    if _is_reading.get():
        raise ButtonOnly
    if args:
        raise TypeError(f"{function.__qualname__} is an action and takes keywords only")
