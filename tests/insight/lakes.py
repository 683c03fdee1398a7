"""A lake for the tests of figures, answered in the process that asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from shopkeeper.core.database import current_url
from shopkeeper.engines.datasets import get_data_set
from shopkeeper.engines.lake import Lake
from shopkeeper.engines.warehouse.duckdb_warehouse import DuckDBWarehouse
from shopkeeper.insight.warehouse import use_warehouse


@contextmanager
def lake_in(folder: Path) -> Iterator[Lake]:
    """A lake of its own, asked by everybody in this process."""
    warehouse = DuckDBWarehouse(folder)
    use_warehouse(warehouse)
    yield Lake(folder)
    use_warehouse(None)
    warehouse.close()


def refresh(lake: Lake, *names: str, now: datetime) -> None:
    """Bring data sets up to date, and with them who survived which merge."""
    for name in (*names, "customer_survivors"):
        lake.refresh(get_data_set(name), current_url(), now=now)
