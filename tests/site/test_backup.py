"""A backup brings back everything that cannot be made anew, and never overwrites anything."""

import json
from pathlib import Path

import click
import psycopg
import pytest

from shopkeeper.engines.postgres import PostgresError
from shopkeeper.site.backup import back_up, restore
from shopkeeper.site.demo_home import DemoHome
from shopkeeper.site.home import Home
from tests.machine import temporary_home


@pytest.fixture(autouse=True)
def _own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")


def rows(home: Home) -> list[tuple[object, ...]]:
    """What the letters of the home say."""
    with psycopg.connect(home.database_url()) as database:
        return database.execute("SELECT text, trigrams(text) FROM letter ORDER BY text").fetchall()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of a home with two letters, an imported file, a kept mail and a demo's note."""
    home = Home(temporary_home())
    with home.postgres():
        with psycopg.connect(home.database_url()) as database:
            database.execute("CREATE EXTENSION pg_trgm")
            database.execute("CREATE TABLE letter (text text)")
            database.execute(
                "CREATE FUNCTION trigrams(text) RETURNS int RETURN coalesce(array_length(show_trgm($1), 1), 0)"
            )
            database.execute("INSERT INTO letter VALUES ('Dear Ann'), ('Łódź')")
        (home.media / "export.csv").write_text("id\n7\n")
        (home.folder("mail") / "1.eml").write_text("Subject: Sorry")
        (home.lake / "orders.parquet").touch()
        key = home.folder("secrets") / "secret_key"
        key.touch(mode=0o600)
        key.write_text("the key of then")
        DemoHome("thorne-and-wren", 1, finished=True).write(home)
        assert back_up(home, tmp_path / "monday") > 0
    return tmp_path / "monday"


def test_a_restored_home_is_as_it_was(saved: Path) -> None:
    home = Home(temporary_home())
    with home.postgres():
        assert home.secret_key != "the key of then"
        made_at = restore(home, saved)
        assert rows(home) == [("Dear Ann", 9), ("Łódź", 5)]
    assert made_at == json.loads((saved / "backup.json").read_text())["made_at"]
    assert home.secret_key == "the key of then"
    assert (home.path / "secrets/secret_key").stat().st_mode & 0o077 == 0
    assert (home.media / "export.csv").read_text() == "id\n7\n"
    assert (home.path / "mail/1.eml").read_text() == "Subject: Sorry"
    assert DemoHome.read(home) == DemoHome("thorne-and-wren", 1, finished=True)
    assert not (home.path / "lake").exists()


def test_a_backup_is_closed_to_others(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o700


def test_a_home_that_holds_anything_is_not_overwritten(saved: Path) -> None:
    home = Home(temporary_home())
    with home.postgres():
        with psycopg.connect(home.database_url()) as database:
            database.execute("CREATE TABLE theirs (number int)")
        with pytest.raises(click.ClickException, match="is not empty, and a backup never overwrites anything"):
            restore(home, saved)
    assert not (home.path / "media").exists()


def test_a_backup_never_overwrites_another(saved: Path) -> None:
    before = (saved / "backup.json").read_text()
    with pytest.raises(click.ClickException, match="is there already"):
        back_up(Home(temporary_home()), saved)
    assert (saved / "backup.json").read_text() == before


def test_what_was_not_written_whole_is_no_backup(saved: Path) -> None:
    (saved / "backup.json").unlink()
    with pytest.raises(click.ClickException, match=r"is not a whole backup: it has no backup\.json"):
        restore(Home(temporary_home()), saved)


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match="The database could not be copied"):
        back_up(Home(temporary_home()), tmp_path / "monday")  # its database does not run
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_refused_and_nothing_of_it_is_kept(saved: Path) -> None:
    whole = (saved / "database.dump").read_bytes()
    (saved / "database.dump").write_bytes(whole[: len(whole) // 2])
    home = Home(temporary_home())
    with home.postgres():
        with pytest.raises(PostgresError, match="The database could not be copied"):
            restore(home, saved)
        with psycopg.connect(home.database_url()) as database:
            assert database.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
