"""The embedded PostgreSQL: a newcomer's first start, sharing, crashes and refusals."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shopkeeper.engines.postgres import EmbeddedPostgres, PostgresError
from shopkeeper.engines.postgres.account import account_for
from shopkeeper.engines.postgres.archive import unpacked
from shopkeeper.engines.postgres.configuration import memory_of_machine, memory_settings
from shopkeeper.engines.postgres.place import place_of, socket_folder
from tests.machine import temporary_home


@pytest.fixture(scope="module")
def home() -> Path:
    """A home whose database was set up once for all tests of this file."""
    return temporary_home()


@pytest.fixture
def postgres(home: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(home) as postgres:
        yield postgres


def ask(postgres: EmbeddedPostgres, question: str) -> object:
    with psycopg.connect(postgres.url) as database:
        row = database.execute(question).fetchone()
    return row[0] if row else None


def server_pid(home: Path) -> int:
    return int((place_of(home).data / "postmaster.pid").read_text().split()[0])


def test_a_first_start_makes_a_database_that_is_ours_and_sorts_alike_everywhere(postgres: EmbeddedPostgres) -> None:
    assert ask(postgres, "SELECT current_database() || ' of ' || current_user") == "shopkeeper of shopkeeper"
    assert (
        ask(postgres, "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'shopkeeper'")
        == "b C.UTF-8"
    )
    assert ask(postgres, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(postgres, "SELECT split_part(current_setting('server_version'), '.', 1)") == "18"


@pytest.mark.parametrize("extension", ["pg_trgm", "unaccent", "btree_gist", "fuzzystrmatch", "pgcrypto"])
def test_the_extensions_that_the_product_needs_can_be_created_by_its_own_role(
    postgres: EmbeddedPostgres, extension: str
) -> None:
    with psycopg.connect(postgres.url) as database:
        database.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")


def test_slow_statements_are_counted(postgres: EmbeddedPostgres) -> None:
    assert ask(postgres, "SELECT count(*) > 0 FROM pg_stat_statements") is True


def test_nobody_reaches_the_server_over_the_network(postgres: EmbeddedPostgres) -> None:
    assert ask(postgres, "SHOW listen_addresses") == ""


def test_only_the_owner_may_enter_the_folder_of_the_socket(postgres: EmbeddedPostgres, home: Path) -> None:
    assert socket_folder(home).stat().st_mode & 0o777 == 0o700


def test_accented_letters_count_as_letters_when_names_are_compared(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url) as database:
        database.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert ask(postgres, "SELECT similarity('Łódź', 'łódź')") == 1


def test_the_server_stops_only_when_its_last_user_leaves(home: Path) -> None:
    first, second = EmbeddedPostgres(home), EmbeddedPostgres(home)
    first.start()
    second.start()
    first.stop()
    assert ask(second, "SELECT 1") == 1
    second.stop()
    assert not second.is_running()


def test_starting_twice_changes_nothing(postgres: EmbeddedPostgres, home: Path) -> None:
    before = server_pid(home)
    postgres.start()
    assert server_pid(home) == before


def test_many_who_start_a_new_home_at_once_share_one_server() -> None:
    home = temporary_home()
    users = [EmbeddedPostgres(home) for _ in range(4)]
    threads = [threading.Thread(target=user.start) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [ask(user, "SELECT 1") for user in users] == [1, 1, 1, 1]
    for user in users:
        user.stop()
    assert not users[0].is_running()


def test_committed_rows_survive_a_killed_server_and_the_next_start_is_patient(home: Path) -> None:
    with EmbeddedPostgres(home) as postgres:
        with psycopg.connect(postgres.url) as database:
            database.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS number")
        os.kill(server_pid(home), signal.SIGKILL)
        with EmbeddedPostgres(home) as restarted:
            assert ask(restarted, "SELECT number FROM kept") == 42


def test_a_set_up_that_was_killed_halfway_is_done_again() -> None:
    home = temporary_home()
    half = place_of(home).base / "data.partial"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(home) as postgres:
        assert ask(postgres, "SELECT 1") == 1
    assert not half.exists()


def test_data_of_another_major_version_is_refused_untouched() -> None:
    home = temporary_home()
    data = place_of(home).data
    data.mkdir(parents=True)
    os.chown(data, *_unprivileged())
    (data / "PG_VERSION").write_text("17\n")
    with pytest.raises(
        PostgresError, match=r"made by PostgreSQL 17, and this Shopkeeper brings PostgreSQL 18\. Dump it"
    ):
        EmbeddedPostgres(home).start()
    assert [file.name for file in data.iterdir()] == ["PG_VERSION"]


def test_a_full_disk_is_said_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    home = temporary_home()
    monkeypatch.setattr("shutil.disk_usage", lambda folder: type("Usage", (), {"free": 7 * 2**20})())
    with pytest.raises(PostgresError, match=r"has 7 MB left and the database needs 400 MB\. Make room"):
        EmbeddedPostgres(home).start()
    assert not place_of(home).data.exists()


def test_a_server_that_cannot_start_is_quoted(home: Path) -> None:
    with pytest.raises(PostgresError, match=r"PostgreSQL did not start\. It says: .*shared_buffers"):
        EmbeddedPostgres(home, settings={"shared_buffers": "much"}).start()


@pytest.mark.parametrize(
    ("gigabytes", "held", "hoped_for"),
    [(0.5, "128MB", "256MB"), (8, "256MB", "4096MB"), (24, "768MB", "12288MB"), (512, "8192MB", "262144MB")],
)
def test_a_server_holds_a_part_of_the_memory(gigabytes: float, held: str, hoped_for: str) -> None:
    expected = {"shared_buffers": held, "effective_cache_size": hoped_for}
    assert memory_settings(int(gigabytes * 2**30), stored=2**30) == expected


@pytest.mark.parametrize(
    ("gigabytes", "stored", "held"), [(24, 2, "768MB"), (24, 4, "4096MB"), (24, 40, "6144MB"), (512, 3, "8192MB")]
)
def test_a_server_of_a_large_shop_holds_what_is_stored_in_a_quarter_of_the_memory(
    gigabytes: int, stored: int, held: str
) -> None:
    assert memory_settings(gigabytes * 2**30, stored=stored * 2**30)["shared_buffers"] == held


def test_what_a_large_server_was_asked_for_is_in_its_memory_soon_after_the_next_start(home: Path) -> None:
    large = EmbeddedPostgres(home, settings={"shared_buffers": "1GB"})
    with large, psycopg.connect(large.url) as database:
        database.execute("CREATE TABLE IF NOT EXISTS asked AS SELECT n FROM generate_series(1, 20000) AS n")
        database.execute("SELECT sum(n) FROM asked")
    with large, psycopg.connect(large.url.replace("shopkeeper@", "postgres@"), autocommit=True) as database:
        database.execute("CREATE EXTENSION IF NOT EXISTS pg_buffercache")
        held = (
            "SELECT count(*) = pg_relation_size('asked') / 8192 FROM pg_buffercache "
            "WHERE relfilenode = pg_relation_filenode('asked') AND relforknumber = 0"
        )
        deadline = time.monotonic() + 30
        while database.execute(held).fetchone() == (False,):
            assert time.monotonic() < deadline, "the table was not read again"
            time.sleep(0.1)


def test_a_server_in_a_container_counts_with_what_the_container_may_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr("shopkeeper.engines.postgres.configuration._LIMIT_OF_CONTAINER", limit)
    whole = memory_of_machine()
    limit.write_text("max\n")
    assert memory_of_machine() == whole
    limit.write_text("268435456\n")
    assert memory_of_machine() == 268_435_456


def test_a_home_with_a_very_long_path_still_gets_a_socket_that_fits() -> None:
    home = temporary_home() / ("long" * 30)
    with EmbeddedPostgres(home) as postgres:
        assert ask(postgres, "SELECT 1") == 1
    assert len(bytes(socket_folder(home))) < 80


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand a folder to somebody else")
def test_a_socket_folder_that_somebody_else_prepared_is_refused() -> None:
    home = temporary_home() / ("long" * 30)
    trap = socket_folder(home)
    trap.mkdir()
    os.chown(trap, 12345, 12345)
    with pytest.raises(PostgresError, match=f"{trap} belongs to"):
        EmbeddedPostgres(home).start()
    trap.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL refuses root only")
def test_root_whose_home_is_closed_keeps_its_data_where_postgresql_may_enter() -> None:
    closed = temporary_home()
    closed.chmod(0o700)
    place = place_of(closed / "home")
    assert place.account.may_enter(place.base.parent)
    assert closed not in place.base.parents
    assert place_of(closed / "home") == place


def test_the_programs_are_unpacked_once_for_all_homes(home: Path) -> None:
    account = account_for(home / "nothing")
    assert unpacked(account) == unpacked(account)
    assert (unpacked(account) / "bin" / "postgres").exists()


def _unprivileged() -> tuple[int, int]:
    account = account_for(Path("/nowhere"))
    return account.uid, account.gid
