"""Which warehouse answers: the analytics process, or, where a process may be heavy, one of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.conf import settings

from shopkeeper.core.remembering import remembered
from shopkeeper.engines.changes import changed_at
from shopkeeper.engines.datasets import list_data_sets
from shopkeeper.engines.warehouse import Warehouse, WarehouseClient, open_in_process

_own: Warehouse | None = None
_for_now: ContextVar[Warehouse | None] = ContextVar("warehouse", default=None)


def use_warehouse(warehouse: Warehouse | None) -> None:
    """Let this process answer its own questions (command line, worker, tests); None goes back to asking."""
    global _own
    _own = warehouse


@contextmanager
def own_warehouse() -> Iterator[None]:
    """Answer in this process, over the lake as it is: commands work while nothing else runs, and answers may be large.

    Only the running task sees it: beside it other threads of a worker ask whom they always ask.
    """
    warehouse = open_in_process(settings.HOME.lake)
    before = _for_now.set(warehouse)
    try:
        yield
    finally:
        _for_now.reset(before)
        warehouse.close()


def get_warehouse() -> Warehouse:
    """Where to ask."""
    return _for_now.get() or _own or _client()


def state_of_lake() -> tuple[int, ...] | None:
    """What moves whenever the analytics process may answer otherwise; none where this process answers for itself."""
    return None if _for_now.get() or _own else _look_at_lake()


@remembered
def _look_at_lake() -> tuple[int, ...]:
    lake = settings.HOME.lake
    return tuple(changed_at(lake / data_set.name) for data_set in list_data_sets())


@cache
def _client() -> WarehouseClient:
    return WarehouseClient(settings.HOME.warehouse_socket)
