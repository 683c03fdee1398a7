"""A grouped question over 200,000 rows through the socket: median below 15 ms, beside bare DuckDB on the same files."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import psutil

from shopkeeper.core.actors import EVERYTHING, Actor, ActorKind, Scopes
from shopkeeper.engines import datasets
from shopkeeper.engines.datasets import Column, ColumnType, DataSet
from shopkeeper.engines.lake.manifest import Manifest, Month
from shopkeeper.engines.warehouse import WarehouseClient, WarehouseDown

ROWS, DAYS, LIMIT_MS = 200_000, 540, 15.0
OWNER = Actor(ActorKind.EMPLOYEE, "owner", scopes=EVERYTHING)
STORES = frozenset(f"outlet-{number}" for number in range(6))
MANAGER = Actor(ActorKind.EMPLOYEE, "manager", scopes=Scopes(values={"outlet_id": STORES}))
FACTS = DataSet(
    name="bench_facts",
    description="deliveries",
    grain="one delivery",
    columns=(
        Column("day", ColumnType.DATE, "when"),
        Column("outlet_id", ColumnType.TEXT, "where", dimension=True),
        Column("carrier", ColumnType.TEXT, "by whom", dimension=True),
        Column("is_late", ColumnType.BOOLEAN, "late"),
    ),
    sql="SELECT",
    scope_columns=("outlet_id",),
    time_column="day",
)
QUESTION = (
    "SELECT outlet_id, carrier, count(*) AS n, count(*) FILTER (is_late) AS k FROM bench_facts"
    " WHERE day >= $since GROUP BY ALL ORDER BY ALL"
)
MAKE = f"""
    CREATE TABLE facts AS SELECT uuid()::varchar AS key, DATE '2025-01-01' + CAST(i * {DAYS} // {ROWS} AS INT) AS day,
    'outlet-' || (i % 14) AS outlet_id, 'carrier-' || (i % 3) AS carrier, random() < 0.1 AS is_late
    FROM range({ROWS}) t(i)
"""


def fill(lake: Path) -> list[str]:
    """Lay 200,000 facts into an empty lake by month."""
    folder = lake / FACTS.name
    folder.mkdir(parents=True)
    engine = duckdb.connect()
    engine.execute(MAKE)
    months = [row[0] for row in engine.execute("SELECT DISTINCT strftime(day, '%Y-%m') FROM facts").fetchall()]
    for month in months:
        where = f"strftime(day, '%Y-%m') = '{month}'"
        engine.execute(f"COPY (SELECT * FROM facts WHERE {where} ORDER BY day) TO '{folder / month}.x.parquet'")
    held = {month: Month(f"{month}.x.parquet", 0) for month in months}
    Manifest(FACTS.fingerprint, "bench", 0, datetime.now(UTC), "x", held).write(folder)
    return [str(folder / month.file) for month in held.values()]


def main() -> int:
    datasets.register(FACTS)
    with tempfile.TemporaryDirectory() as name:
        lake, path = Path(name) / "lake", Path(name) / "w.sock"
        files = fill(lake)
        process = subprocess.Popen([sys.executable, "-c", server(lake, path)])
        try:
            return report(WarehouseClient(path), files, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait()


def server(lake: Path, path: Path) -> str:
    return (
        "from pathlib import Path; from shopkeeper.engines.warehouse.server import serve;"
        "from shopkeeper.engines.warehouse.duckdb_engine import DuckDBEngine;"
        f"serve(Path({str(path)!r}), DuckDBEngine(Path({str(lake)!r})))"
    )


def report(client: WarehouseClient, files: list[str], process: psutil.Process) -> int:
    wait_for(client)
    bare = duckdb.connect(config={"threads": 2})
    sql = QUESTION.replace("bench_facts", f"read_parquet({files})")
    # Another first day each time, so that nothing is answered from memory.
    days = [f"2025-{month:02d}-{day:02d}" for month in (1, 2, 3) for day in range(1, 29)]
    raw = median_ms(lambda day: bare.execute(sql, {"since": day}).fetchall(), days)
    owner = median_ms(lambda day: client.query(QUESTION, {"since": day}, OWNER), days)
    manager = median_ms(lambda day: client.query(QUESTION, {"since": day}, MANAGER), days)
    again = median_ms(lambda _: client.query(QUESTION, {"since": days[0]}, OWNER), days)
    memory = process.memory_full_info().pss / 2**20
    print(
        f"bare DuckDB {raw:.1f} ms; through the socket {owner:.1f} ms (x{owner / raw:.2f}), "
        f"for six outlets {manager:.1f} ms"
    )
    print(f"asked again {again:.2f} ms; limit {LIMIT_MS:.0f} ms; memory of the analytics process {memory:.0f} MB PSS")
    client.close()
    return 0 if max(owner, manager) < LIMIT_MS else 1


def wait_for(client: WarehouseClient) -> None:
    for _ in range(100):
        try:
            client.query("SELECT 1", {}, OWNER)
            return
        except WarehouseDown:
            time.sleep(0.1)


def median_ms(ask: Callable[[str], object], days: list[str]) -> float:
    times = []
    for day in days:
        start = time.perf_counter()
        ask(day)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
