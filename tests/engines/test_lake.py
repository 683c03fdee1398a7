"""The lake follows the database without losing a row, and a refresh that is killed leaves what was there."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pytest

from shopkeeper.engines.datasets import Column, ColumnType, DataSet, Refresh
from shopkeeper.engines.lake import Lake, RepeatedKey

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
COLUMNS = (
    Column("sold_at", ColumnType.TIMESTAMP, "when it was sold"),
    Column("outlet_id", ColumnType.TEXT, "where", dimension=True),
    Column("amount", ColumnType.DECIMAL, "what was paid"),
    Column("is_late", ColumnType.BOOLEAN, "whether it came late"),
)
SALES = DataSet(
    name="sales",
    description="what was sold",
    grain="one sale",
    columns=COLUMNS,
    sql="SELECT id AS key, written_xid, sold_at, outlet_id, amount, is_late FROM sale",
    scope_columns=("outlet_id",),
    time_column="sold_at",
)


def sell(connection: psycopg.Connection, key: str, day: str, amount: str = "1.00") -> None:
    connection.execute(
        "INSERT INTO sale (id, sold_at, outlet_id, amount) VALUES (%s, %s, 'leeds', %s)", [key, day, amount]
    )


def refresh(lake: Lake, url: str, data_set: DataSet = SALES, rebuild: bool = False) -> tuple[int, int]:
    done = lake.refresh(data_set, url, now=NOW, rebuild=rebuild)
    return done.changed_rows, done.rows


def held(lake: Lake, data_set: DataSet = SALES) -> dict[str, Decimal]:
    state = lake.state(data_set)
    assert state
    files = [str(lake.folder / data_set.name / file) for file in state.files]
    return dict(duckdb.sql(f"SELECT key, amount FROM read_parquet({files})").fetchall()) if files else {}


def files_of(lake: Lake) -> dict[str, str]:
    state = lake.state(SALES)
    return {name: month.file for name, month in state.months.items()} if state else {}


@pytest.fixture
def lake(lake_folder: Path) -> Lake:
    return Lake(lake_folder)


def test_nothing_is_held_before_the_first_refresh(lake: Lake) -> None:
    assert lake.state(SALES) is None


def test_rows_are_kept_by_month_with_their_age(lake: Lake, database: psycopg.Connection, postgres: str) -> None:
    sell(database, "a", "2026-03-31 23:59Z", "10.25")
    sell(database, "b", "2026-04-01 00:00Z")
    assert refresh(lake, postgres) == (2, 2)
    state = lake.state(SALES)
    assert state
    assert {name: month.rows for name, month in state.months.items()} == {"2026-03": 1, "2026-04": 1}
    assert state.as_of == NOW
    assert held(lake) == {"a": Decimal("10.25"), "b": Decimal(1)}


def test_only_the_months_that_changed_are_written_again(
    lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    sell(database, "a", "2026-03-05Z")
    sell(database, "b", "2026-04-05Z")
    refresh(lake, postgres)
    before = files_of(lake)
    database.execute("UPDATE sale SET amount = 7 WHERE id = 'b'")
    assert refresh(lake, postgres) == (1, 2)
    assert files_of(lake)["2026-03"] == before["2026-03"]
    assert files_of(lake)["2026-04"] != before["2026-04"]
    assert held(lake) == {"a": 1, "b": 7}


def test_a_second_refresh_without_changes_writes_nothing(
    lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    sell(database, "a", "2026-03-05Z")
    refresh(lake, postgres)
    before = files_of(lake)
    assert refresh(lake, postgres) == (0, 1)
    assert files_of(lake) == before


def test_a_row_whose_date_was_corrected_leaves_its_old_month(
    lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    sell(database, "a", "2026-03-05Z")
    refresh(lake, postgres)
    database.execute("UPDATE sale SET sold_at = '2026-04-05Z'")
    assert refresh(lake, postgres) == (1, 1)
    assert set(files_of(lake)) == {"2026-04"}


def test_a_transaction_that_commits_late_is_not_lost(lake: Lake, database: psycopg.Connection, postgres: str) -> None:
    with psycopg.connect(postgres) as slow:
        sell(slow, "slow", "2026-04-01Z")  # drawn first ...
        sell(database, "quick", "2026-04-02Z")
        refresh(lake, postgres)
        assert set(held(lake)) == {"quick"}
        sell(database, "later", "2026-04-03Z")
        refresh(lake, postgres)
        assert set(held(lake)) == {"quick", "later"}
        slow.commit()  # ... committed last
    assert refresh(lake, postgres) == (3, 3)
    assert set(held(lake)) == {"slow", "quick", "later"}
    assert refresh(lake, postgres) == (0, 3)


def test_a_watermark_by_serial_or_clock_would_have_lost_it(database: psycopg.Connection, postgres: str) -> None:
    database.execute("ALTER TABLE sale ADD serial bigserial, ADD clock timestamptz DEFAULT clock_timestamp()")
    with psycopg.connect(postgres) as slow:
        sell(slow, "slow", "2026-04-01Z")
        sell(database, "quick", "2026-04-02Z")
        serial, clock = database.execute("SELECT max(serial), max(clock) FROM sale").fetchone() or (0, 0)
        slow.commit()
    missed = "SELECT count(*) FROM sale WHERE id = 'slow' AND (serial > %s OR clock > %s)"
    assert database.execute(missed, [serial, clock]).fetchone() == (0,)


def test_a_transaction_that_was_rolled_back_leaves_nothing(
    lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    with psycopg.connect(postgres) as slow:
        sell(slow, "regretted", "2026-04-01Z")
        refresh(lake, postgres)
        slow.rollback()
    sell(database, "kept", "2026-04-01Z")
    refresh(lake, postgres)
    assert set(held(lake)) == {"kept"}


def test_a_row_without_a_date_is_kept_too(lake: Lake, database: psycopg.Connection, postgres: str) -> None:
    database.execute("ALTER TABLE sale ALTER sold_at DROP NOT NULL; INSERT INTO sale (id) VALUES ('undated')")
    refresh(lake, postgres)
    assert set(files_of(lake)) == {"undated"}


def test_a_deleted_row_leaves_with_the_next_rebuild(lake: Lake, database: psycopg.Connection, postgres: str) -> None:
    sell(database, "erased", "2026-04-01Z")
    refresh(lake, postgres)
    database.execute("DELETE FROM sale")
    assert refresh(lake, postgres, rebuild=True) == (0, 0)
    assert held(lake) == {}


def test_a_data_set_that_gives_a_key_twice_is_refused_and_the_old_state_stands(
    lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    sell(database, "a", "2026-04-01Z")
    refresh(lake, postgres)
    database.execute("ALTER TABLE sale DROP CONSTRAINT sale_pkey")
    sell(database, "a", "2026-04-02Z")
    sell(database, "a", "2026-04-03Z")
    with pytest.raises(RepeatedKey):
        refresh(lake, postgres)
    assert held(lake) == {"a": 1}


def test_another_declaration_is_built_anew(lake: Lake, database: psycopg.Connection, postgres: str) -> None:
    sell(database, "a", "2026-04-01Z")
    refresh(lake, postgres)
    doubled = DataSet(
        name="sales",
        description="what was sold, twice the money",
        grain="one sale",
        columns=COLUMNS,
        sql="SELECT id AS key, written_xid, sold_at, outlet_id, 2 * amount AS amount, is_late FROM sale",
        time_column="sold_at",
    )
    assert lake.state(doubled) is None
    assert lake.refresh(doubled, postgres, now=NOW).was_rebuilt
    assert held(lake, doubled) == {"a": 2}


def test_another_database_is_read_from_its_beginning(lake: Lake, database: psycopg.Connection, postgres: str) -> None:
    sell(database, "a", "2026-04-01Z")
    refresh(lake, postgres)
    database.execute("DROP DATABASE IF EXISTS restored")
    database.execute("CREATE DATABASE restored TEMPLATE template0")
    other = postgres.replace("/shopkeeper?", "/restored?")
    with psycopg.connect(other, autocommit=True) as restored:
        restored.execute(
            "CREATE TABLE sale (id text, sold_at timestamptz, outlet_id text, amount numeric,"
            " is_late boolean, written_xid xid8 DEFAULT '3'::xid8)"
        )
        restored.execute("INSERT INTO sale VALUES ('old', '2026-01-01Z', 'york', 5, false)")
    assert refresh(lake, other) == (1, 1)
    assert held(lake) == {"old": 5}


BY_OUTLET = DataSet(
    name="sales_by_outlet",
    description="money by outlet",
    grain="one outlet",
    columns=(Column("amount", ColumnType.DECIMAL, "what was paid"),),
    sql="SELECT outlet_id AS key, sum(amount) AS amount FROM sale GROUP BY outlet_id",
    refresh=Refresh.FULL,
    sources=("sale",),
)


def test_a_grouped_data_set_is_rebuilt_when_its_source_was_written(
    lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    with psycopg.connect(postgres) as slow:
        sell(slow, "slow", "2026-04-01Z")
        sell(database, "a", "2026-04-01Z")
        refresh(lake, postgres, BY_OUTLET)
        assert held(lake, BY_OUTLET) == {"leeds": 1}
        slow.commit()
    assert lake.refresh(BY_OUTLET, postgres, now=NOW).was_rebuilt
    assert held(lake, BY_OUTLET) == {"leeds": 2}
    assert not lake.refresh(BY_OUTLET, postgres, now=NOW).was_rebuilt


KILLED_BEFORE_THE_SWITCH = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from shopkeeper.engines.lake import Lake
from shopkeeper.engines.lake.manifest import Manifest
sys.path.insert(0, {tests!r})
from test_lake import SALES
Manifest.write = lambda self, folder: os.kill(os.getpid(), signal.SIGKILL)
Lake(Path({folder!r})).refresh(SALES, {url!r}, now=datetime(2026, 5, 2, tzinfo=UTC))
"""


def test_a_refresh_killed_before_its_switch_leaves_the_old_state(
    lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    sell(database, "a", "2026-04-01Z")
    refresh(lake, postgres)
    sell(database, "b", "2026-04-02Z")
    program = KILLED_BEFORE_THE_SWITCH.format(tests=os.path.dirname(__file__), folder=str(lake.folder), url=postgres)
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert held(lake) == {"a": 1}
    assert refresh(lake, postgres) == (1, 2)
    assert held(lake) == {"a": 1, "b": 1}


def test_files_replaced_twice_are_removed(lake: Lake, database: psycopg.Connection, postgres: str) -> None:
    for number in range(4):
        sell(database, str(number), "2026-04-01Z")
        refresh(lake, postgres)
        kept = sorted(path.name for path in (lake.folder / "sales").glob("*.parquet"))
        assert len(kept) == min(number + 1, 2)
        assert files_of(lake)["2026-04"] in kept


def test_rows_that_were_deleted_leave_their_months_when_asked_and_no_other_month_is_written(
    lake: Lake, database: psycopg.Connection, postgres: str
) -> None:
    for key, day in (("a", "2026-03-05Z"), ("b", "2026-04-05Z"), ("c", "2026-04-06Z"), ("d", "2026-05-06Z")):
        sell(database, key, day)
    refresh(lake, postgres)
    before = files_of(lake)
    database.execute("DELETE FROM sale WHERE id IN ('c', 'd')")
    assert refresh(lake, postgres) == (0, 4)
    done = lake.refresh(SALES, postgres, now=NOW, drop_gone=True)
    assert (done.changed_rows, done.rows, done.was_rebuilt) == (0, 2, False)
    assert held(lake) == {"a": 1, "b": 1}
    after = files_of(lake)
    assert after["2026-03"] == before["2026-03"]
    assert after["2026-04"] != before["2026-04"]
    assert "2026-05" not in after
    refresh(lake, postgres)
    assert {path.name for path in (lake.folder / "sales").glob("*.parquet")} == set(after.values())
