"""A PostgreSQL of their own for the tests of engines, which know no Django."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shopkeeper.engines.postgres import EmbeddedPostgres

SALES = """
    CREATE TABLE sale (
        id text PRIMARY KEY,
        sold_at timestamptz NOT NULL,
        outlet_id text,
        amount numeric(12, 2) NOT NULL DEFAULT 0,
        is_late boolean NOT NULL DEFAULT false,
        written_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
    );
    CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.written_xid := pg_current_xact_id(); RETURN NEW; END $$;
    CREATE TRIGGER stamp BEFORE UPDATE ON sale FOR EACH ROW EXECUTE FUNCTION stamp();
"""


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("home")) as server:
        yield server.url


@pytest.fixture
def database(postgres: str) -> Iterator[psycopg.Connection]:
    """A connection to a database with one table of sales."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.execute(SALES)  # type: ignore[arg-type]
        yield connection


@pytest.fixture
def lake_folder(tmp_path: Path) -> Path:
    """An empty lake."""
    return tmp_path / "lake"
