"""The home of an installation: where it lies, what it keeps secret, and that retailers never share one."""

import threading
from pathlib import Path

import pytest

from shopkeeper.site.home import Home, HomeNotYours, InvalidRetailerName


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_the_home_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPKEEPER_HOME", "/somewhere/else")
    assert Home.from_environment().path == Path("/somewhere/else")


def test_without_a_word_the_home_is_where_this_system_keeps_a_persons_applications(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SHOPKEEPER_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Home.from_environment().path == tmp_path / "shopkeeper"


def test_knowing_the_home_creates_nothing(home: Home) -> None:
    assert home.of_retailer("olist").path == home.path / "retailers" / "olist"
    assert not home.path.exists()


def test_a_secret_is_made_once_and_readable_by_its_owner_only(home: Home) -> None:
    first = home.secret_key
    assert len(first) == 64
    assert Home(home.path).secret_key == first
    file = home.path / "secrets" / "secret_key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_processes_that_start_together_agree_on_a_secret(home: Home) -> None:
    seen: list[str] = []
    threads = [threading.Thread(target=lambda: seen.append(home.secret("together"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1
    assert [file.name for file in (home.path / "secrets").iterdir()] == ["together"]


def test_each_retailer_has_secrets_and_a_database_of_its_own(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    other = home.of_retailer("olist")
    assert other.secret_key != home.secret_key
    assert other.database_url() != home.database_url()


@pytest.mark.parametrize("name", ["", "../olist", "Olist", "a b", "x" * 41, "-x"])
def test_a_retailer_whose_name_could_leave_the_home_is_refused(home: Home, name: str) -> None:
    with pytest.raises(InvalidRetailerName):
        home.of_retailer(name)


def test_a_database_of_ones_own_is_used_when_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://us@db.example/shop")
    assert home.database_url() == "postgresql://us@db.example/shop"
    assert not home.has_own_postgres


def test_a_folder_that_is_only_a_link_to_elsewhere_is_refused(home: Home, tmp_path: Path) -> None:
    home.path.mkdir()
    (home.path / "media").symlink_to(tmp_path)
    with pytest.raises(HomeNotYours, match=r"is not yours\. Set SHOPKEEPER_HOME"):
        _ = home.media
