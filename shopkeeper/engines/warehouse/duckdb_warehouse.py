"""The warehouse inside this process: for the worker, the command line and tests, never for a web process."""

from pathlib import Path

from shopkeeper.core.actors import Actor
from shopkeeper.engines.warehouse.contract import Parameters, Rows
from shopkeeper.engines.warehouse.duckdb_engine import DuckDBEngine
from shopkeeper.engines.warehouse.scoping import ask, read_answer


class DuckDBWarehouse:
    """A `Warehouse` that runs DuckDB here."""

    def __init__(self, lake: Path, *, memory: str = "512MB", limit: int = 2_000_000) -> None:
        self._engine = DuckDBEngine(lake, memory=memory, limit=limit, seconds=120)

    def query(self, sql: str, parameters: Parameters, by: Actor) -> Rows:
        """See `Warehouse.query`."""
        return read_answer(self._engine.answer(ask(sql, parameters, by)))

    def close(self) -> None:
        """Let go of memory and files."""
        self._engine.close()
