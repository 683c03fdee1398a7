"""Which warehouse answers: the analytics process, or, where a process may be heavy, one of its own."""

from functools import cache

from django.conf import settings

from shopkeeper.engines.warehouse import Warehouse, WarehouseClient

_own: Warehouse | None = None


def use_warehouse(warehouse: Warehouse | None) -> None:
    """Let this process answer its own questions (command line, worker, tests); None goes back to asking."""
    global _own
    _own = warehouse


def get_warehouse() -> Warehouse:
    """Where to ask."""
    return _own or _client()


@cache
def _client() -> WarehouseClient:
    return WarehouseClient(settings.HOME.warehouse_socket)
