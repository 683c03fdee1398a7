"""The warehouse: SQL over data sets, asked by somebody, answered as far as they may see. Light to import."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from shopkeeper.engines.warehouse.client import WarehouseClient
from shopkeeper.engines.warehouse.contract import Parameters, Rows, Warehouse
from shopkeeper.engines.warehouse.errors import (
    QueryNotAllowed,
    QueryTooSlow,
    ResultTooLarge,
    WarehouseDown,
    WarehouseNotOurs,
)

if TYPE_CHECKING:
    from shopkeeper.engines.warehouse.duckdb_warehouse import DuckDBWarehouse


def open_in_process(lake: Path) -> "DuckDBWarehouse":
    """A warehouse in this very process, for those that may be heavy: commands while nothing else runs."""
    heavy = importlib.import_module("shopkeeper.engines.warehouse.duckdb_warehouse")
    warehouse: DuckDBWarehouse = heavy.DuckDBWarehouse(lake)
    return warehouse


__all__ = [
    "Parameters",
    "QueryNotAllowed",
    "QueryTooSlow",
    "ResultTooLarge",
    "Rows",
    "Warehouse",
    "WarehouseClient",
    "WarehouseDown",
    "WarehouseNotOurs",
    "open_in_process",
]
