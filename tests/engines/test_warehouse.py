"""The warehouse answers nobody without a name, shows nobody more than they may see, and says no in a sentence."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from shopkeeper.core.actors import EVERYTHING, Actor, ActorKind, Scopes
from shopkeeper.engines import datasets
from shopkeeper.engines.datasets import Column, ColumnType, DataSet
from shopkeeper.engines.lake import Lake
from shopkeeper.engines.warehouse import (
    QueryNotAllowed,
    QueryTooSlow,
    ResultTooLarge,
    Warehouse,
    WarehouseClient,
    WarehouseDown,
)
from shopkeeper.engines.warehouse.duckdb_engine import DuckDBEngine
from shopkeeper.engines.warehouse.duckdb_warehouse import DuckDBWarehouse
from shopkeeper.engines.warehouse.scoping import ask

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
OWNER = Actor(ActorKind.EMPLOYEE, "owner", scopes=EVERYTHING)
LEEDS = Actor(ActorKind.EMPLOYEE, "mia", scopes=Scopes(values={"outlet_id": frozenset({"leeds"})}))
NOBODY = Actor(ActorKind.API_CLIENT, "till", scopes=Scopes())
BY_OUTLET = "SELECT outlet_id, count(*) AS n, sum(amount) AS paid FROM test_sales GROUP BY 1 ORDER BY 1"


def sales(name: str = "test_sales", **changes: object) -> DataSet:
    return DataSet(
        name=name,
        description="what was sold",
        grain="one sale",
        columns=(
            Column("sold_at", ColumnType.TIMESTAMP, "when"),
            Column("day", ColumnType.DATE, "which day"),
            Column("outlet_id", ColumnType.TEXT, "where", dimension=True),
            Column("amount", ColumnType.DECIMAL, "how much"),
        ),
        sql="SELECT id AS key, written_xid, sold_at, sold_at::date AS day, outlet_id, amount FROM sale",
        time_column="sold_at",
        **{"scope_columns": ("outlet_id",), **changes},
    )


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data sets of this test only."""
    monkeypatch.setattr(datasets, "_data_sets", {})
    datasets.register(
        sales(), sales("closed_sales", scope_columns=()), sales("open_sales", scope_columns=(), is_open=True)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the lake of this file's tests lies."""
    return tmp_path_factory.mktemp("lake")


@pytest.fixture
def lake(folder: Path, database: psycopg.Connection, postgres: str) -> Lake:
    """Two sales in Leeds, one in York."""
    shutil.rmtree(folder)
    database.execute(
        "INSERT INTO sale (id, sold_at, outlet_id, amount) VALUES ('a', '2026-03-05Z', 'leeds', 10.25),"
        " ('b', '2026-04-05Z', 'leeds', 5), ('c', '2026-04-05Z', 'york', 1)"
    )
    lake = Lake(folder)
    for data_set in datasets.list_data_sets():
        lake.refresh(data_set, postgres, now=NOW)
    return lake


@pytest.fixture(scope="module")
def client(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarehouseClient]:
    """One analytics process for all tests of this file."""
    with Served(folder, tmp_path_factory.mktemp("run") / "w.sock") as client:
        yield client


@pytest.fixture(scope="module")
def inside(folder: Path) -> Iterator[DuckDBWarehouse]:
    """The same inside this process."""
    warehouse = DuckDBWarehouse(folder)
    yield warehouse
    warehouse.close()


@pytest.fixture(params=["inside", "client"])
def warehouse(request: pytest.FixtureRequest, lake: Lake) -> Warehouse:
    """Both must give the same answers."""
    warehouse: Warehouse = request.getfixturevalue(request.param)
    return warehouse


class Served:
    """A warehouse process of its own, and a client for it."""

    def __init__(self, lake: Path, path: Path, **settings: object) -> None:
        program = (
            "from pathlib import Path; from shopkeeper.engines.warehouse.server import serve;"
            "from shopkeeper.engines.warehouse.duckdb_engine import DuckDBEngine;"
            f"serve(Path({str(path)!r}), DuckDBEngine(Path({str(lake)!r}), **{settings!r}))"
        )
        self.process = subprocess.Popen([sys.executable, "-c", program])
        self.path = path
        self.client = WarehouseClient(path)

    def __enter__(self) -> WarehouseClient:
        for _ in range(600):
            try:
                self.client.query("SELECT 1", {}, OWNER)
                return self.client
            except WarehouseDown:
                threading.Event().wait(0.1)
        raise AssertionError("the warehouse did not start")

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.process.terminate()
        assert self.process.wait(10) == 0
        assert not self.path.exists()


def test_the_owner_sees_every_outlet(warehouse: Warehouse) -> None:
    answer = warehouse.query(BY_OUTLET, {}, OWNER)
    assert answer.columns == ("outlet_id", "n", "paid")
    assert answer.rows == (("leeds", 2, Decimal("15.25")), ("york", 1, Decimal(1)))
    assert answer.as_of == NOW


def test_a_store_manager_sees_the_own_outlet_only(warehouse: Warehouse) -> None:
    assert warehouse.query(BY_OUTLET, {}, LEEDS).rows == (("leeds", 2, Decimal("15.25")),)


def test_an_actor_without_scopes_sees_nothing(warehouse: Warehouse) -> None:
    assert warehouse.query(BY_OUTLET, {}, NOBODY).rows == ()


def test_a_data_set_without_scope_columns_is_for_the_whole_company_unless_open(warehouse: Warehouse) -> None:
    def count(name: str, by: Actor) -> object:
        return warehouse.query(f"SELECT count(*) FROM {name}", {}, by).rows[0][0]

    assert [count("closed_sales", by) for by in (OWNER, LEEDS)] == [3, 0]
    assert [count("open_sales", by) for by in (OWNER, LEEDS, NOBODY)] == [3, 3, 3]


def test_a_join_is_limited_on_both_sides(warehouse: Warehouse) -> None:
    sql = "SELECT count(*) FROM open_sales o LEFT JOIN test_sales t ON o.key = t.key WHERE t.key IS NULL"
    assert warehouse.query(sql, {}, LEEDS).rows == ((1,),)


def test_parameters_dates_and_own_tables_work(warehouse: Warehouse) -> None:
    sql = (
        "WITH late AS (SELECT * FROM test_sales WHERE day >= $since AND list_contains($outlets, outlet_id))"
        " SELECT day, sold_at, amount, key FROM late ORDER BY key"
    )
    answer = warehouse.query(sql, {"since": date(2026, 4, 1), "outlets": ["leeds"]}, OWNER)
    moment = {"moment": datetime(2026, 4, 5, 2, tzinfo=timezone(timedelta(hours=2)))}
    assert warehouse.query("SELECT count(*) FROM test_sales WHERE sold_at = $moment", moment, OWNER).rows == ((2,),)
    assert answer.dicts() == [
        {"day": date(2026, 4, 5), "sold_at": datetime(2026, 4, 5, tzinfo=UTC), "amount": Decimal(5), "key": "b"}
    ]


def test_a_value_is_never_read_as_sql(warehouse: Warehouse) -> None:
    sneaky = Actor(ActorKind.EMPLOYEE, "x", scopes=Scopes(values={"outlet_id": frozenset({"x') OR ('1'='1"})}))
    assert warehouse.query(BY_OUTLET, {}, sneaky).rows == ()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT content FROM read_text('/etc/hostname')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM sale",
        "COPY test_sales TO '/tmp/stolen.parquet'",
        "SELECT 1; SELECT 2",
        "SET memory_limit = '10GB'",
        "SELECT nonsense FROM test_sales",
        "not even sql",
    ],
)
def test_only_one_select_over_data_sets_is_allowed(warehouse: Warehouse, sql: str) -> None:
    with pytest.raises(QueryNotAllowed):
        warehouse.query(sql, {}, OWNER)


def test_the_lakes_own_files_cannot_be_read_around_the_scope(warehouse: Warehouse, lake: Lake) -> None:
    with pytest.raises(QueryNotAllowed):
        warehouse.query(f"SELECT * FROM read_parquet('{lake.folder}/test_sales/*.parquet')", {}, LEEDS)


def test_a_data_set_that_was_never_filled_is_empty_and_has_no_age(warehouse: Warehouse) -> None:
    datasets.register(sales("new_sales"))
    answer = warehouse.query("SELECT outlet_id, amount FROM new_sales", {}, OWNER)
    assert (answer.columns, answer.rows, answer.as_of) == (("outlet_id", "amount"), (), None)


def test_an_answer_is_as_fresh_as_the_lake(
    warehouse: Warehouse, lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    before = warehouse.query(BY_OUTLET, {}, OWNER)
    database.execute("UPDATE sale SET amount = 2 WHERE id = 'c'")
    assert warehouse.query(BY_OUTLET, {}, OWNER) == before
    later = NOW.replace(hour=13)
    lake.refresh(datasets.get_data_set("test_sales"), postgres, now=later)
    after = warehouse.query(BY_OUTLET, {}, OWNER)
    assert (after.rows[1], after.as_of) == (("york", 1, Decimal(2)), later)


def test_many_ask_at_once_and_each_gets_the_own_answer(warehouse: Warehouse) -> None:
    given: dict[int, object] = {}

    def ask_for(number: int) -> None:
        by = LEEDS if number % 2 else OWNER
        given[number] = warehouse.query("SELECT count(*) + $x FROM test_sales", {"x": number}, by).rows[0][0]

    threads = [threading.Thread(target=ask_for, args=[number]) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given == {number: number + (2 if number % 2 else 3) for number in range(24)}


def test_a_question_that_takes_too_long_is_stopped(lake: Lake, tmp_path: Path) -> None:
    with Served(lake.folder, tmp_path / "w.sock", seconds=0.3) as client:
        with pytest.raises(QueryTooSlow):
            client.query("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", {}, OWNER)
        assert client.query("SELECT 1", {}, OWNER).rows == ((1,),)


def test_an_answer_that_is_too_long_is_refused(lake: Lake) -> None:
    engine = DuckDBEngine(lake.folder, limit=2)
    with pytest.raises(ResultTooLarge, match="more than 2 rows"):
        engine.answer(ask("SELECT key FROM test_sales", {}, OWNER))
    engine.close()


def test_without_an_analytics_process_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WarehouseDown, match="the analytics process does not respond"):
        WarehouseClient(tmp_path / "w.sock").query("SELECT 1", {}, OWNER)


def test_a_client_finds_the_next_process_after_a_crash(lake: Lake, tmp_path: Path) -> None:
    first = Served(lake.folder, tmp_path / "w.sock")
    client = first.__enter__()
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    with pytest.raises(WarehouseDown):
        client.query(BY_OUTLET, {}, OWNER)
    with Served(lake.folder, tmp_path / "w.sock"):
        assert client.query(BY_OUTLET, {}, LEEDS).rows == (("leeds", 2, Decimal("15.25")),)
        client.close()


def test_a_second_analytics_process_leaves_the_first_in_peace(lake: Lake, tmp_path: Path) -> None:
    with Served(lake.folder, tmp_path / "w.sock") as client:
        second = Served(lake.folder, tmp_path / "w.sock").process
        assert second.wait(20) == 1
        assert client.query("SELECT 1", {}, OWNER).rows == ((1,),)


def test_nonsense_at_the_socket_harms_nobody(lake: Lake, tmp_path: Path) -> None:
    with Served(lake.folder, tmp_path / "w.sock") as client:
        for nonsense in (b"\x00\x00\x00\x03abc", b"\xff\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n"):
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stranger:
                stranger.connect(str(tmp_path / "w.sock"))
                stranger.sendall(nonsense)
        assert client.query("SELECT 1", {}, OWNER).rows == ((1,),)
        assert os.stat(tmp_path / "w.sock").st_mode & 0o777 == 0o600


def test_a_web_process_that_asks_loads_nothing_heavy() -> None:
    program = (
        "import sys; import shopkeeper.engines.warehouse, shopkeeper.engines.datasets;"
        "print(sorted({'duckdb', 'pyarrow', 'numpy', 'pandas', 'scipy', 'adbc_driver_postgresql'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
