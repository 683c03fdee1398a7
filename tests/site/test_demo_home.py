"""The demo keeps to a home of its own: it finishes what was interrupted and never touches somebody's data."""

from collections.abc import Iterator
from datetime import UTC, datetime

import click
import psycopg
import pytest

from shopkeeper.site.demo_home import DemoHome, forget_everything, refuse_somebodys_data
from shopkeeper.site.home import Home
from tests.machine import temporary_home


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home whose database has the two tables that tell whether anybody works in it."""
    monkeypatch.delenv("DATABASE_URL")
    home = Home(temporary_home())
    with home.postgres(), psycopg.connect(home.database_url(), autocommit=True) as database:
        database.execute("CREATE TABLE core_event (at timestamptz)")
        database.execute("CREATE TABLE customers_sourcerecord (at timestamptz)")
        yield home


def test_the_note_of_a_demo_is_read_as_it_was_written(home: Home) -> None:
    assert DemoHome.read(home) is None
    note = DemoHome("thorne-and-wren", 7, finished=True, people=(("Mara Quill", "Store manager"),))
    note.write(home)
    assert DemoHome.read(home) == note


def test_an_empty_home_may_be_filled(home: Home) -> None:
    refuse_somebodys_data(home)


@pytest.mark.parametrize("table", ["core_event", "customers_sourcerecord"])
def test_a_home_that_somebody_works_in_is_never_touched(home: Home, table: str) -> None:
    with psycopg.connect(home.database_url()) as database:
        database.execute(f"INSERT INTO {table} VALUES (%s)", [datetime(2026, 3, 2, tzinfo=UTC)])
    with pytest.raises(
        click.ClickException, match="holds data that the demo did not make, and the demo never touches it"
    ):
        refuse_somebodys_data(home)


def test_a_reset_empties_database_and_files_and_keeps_secrets(home: Home) -> None:
    key = home.secret_key
    (home.lake / "orders.parquet").touch()
    (home.media / "export.csv").touch()
    DemoHome("thorne-and-wren", 1).write(home)
    forget_everything(home, home.postgres())
    with psycopg.connect(home.database_url()) as database:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert database.execute(tables).fetchone() == (0,)
    assert list(home.lake.iterdir()) + list(home.media.iterdir()) == []
    assert DemoHome.read(home) is None
    assert home.secret_key == key


def test_a_database_of_somebody_elses_is_never_reset(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", home.database_url())
    with pytest.raises(click.ClickException, match="DATABASE_URL names another"):
        forget_everything(home, home.postgres())
