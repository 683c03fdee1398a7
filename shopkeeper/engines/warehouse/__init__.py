"""The warehouse: SQL over data sets, asked by somebody, answered as far as they may see. Light to import."""

from shopkeeper.engines.warehouse.client import WarehouseClient
from shopkeeper.engines.warehouse.contract import Parameters, Rows, Warehouse
from shopkeeper.engines.warehouse.errors import (
    QueryNotAllowed,
    QueryTooSlow,
    ResultTooLarge,
    WarehouseDown,
    WarehouseNotOurs,
)

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
]
