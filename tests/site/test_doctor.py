"""The doctor: finds what is wrong and says what to do."""

from pathlib import Path

import pytest

from shopkeeper.site import doctor
from shopkeeper.site.doctor import Finding, examine
from shopkeeper.site.home import Home
from tests.machine import temporary_home


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("DATABASE_URL")
    return Home(temporary_home())


def complaints(home: Home) -> list[str]:
    return [finding.sentence for finding in examine(home) if finding.verdict == Finding.BAD]


def test_a_fresh_home_has_nothing_wrong_with_it(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    built = tmp_path / "app.css"
    built.touch()
    monkeypatch.setattr(doctor, "_BUILT", built)
    assert complaints(home) == []


def test_a_secret_that_others_can_read_is_found(home: Home) -> None:
    assert home.secret_key
    (home.path / "secrets" / "secret_key").chmod(0o644)
    expected = (
        f"Others can read secret_key in {home.path}/secrets: run chmod 600 on them, and make new ones if in doubt."
    )
    assert expected in complaints(home)


def test_the_doctor_says_where_mail_goes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    where = f"it is kept in {home.path}/mail and shown under Mail"
    kept = f"Mail does not go out: {where}. Set SHOPKEEPER_SMTP_HOST to send it."
    assert Finding(Finding.NOTE, kept) in examine(home)
    monkeypatch.setenv("SHOPKEEPER_SMTP_HOST", "mail.example.org")
    assert Finding(Finding.GOOD, "Mail goes out over mail.example.org.") in examine(home)


def test_a_database_that_has_not_the_shape_of_this_version_is_found(home: Home) -> None:
    with home.postgres():
        assert "The database has not the shape of this version: run shopkeeper migrate." in complaints(home)


def test_a_database_that_is_away_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://us@/shop?host={home.path}")
    assert any(sentence.startswith("The database does not respond.") for sentence in complaints(home))


def test_the_memory_of_the_home_is_added_up(home: Home) -> None:
    with home.postgres():
        names = {process.name() for process in doctor.running_processes(home)}
        assert names == {"postgres"}
        [sentence] = [finding.sentence for finding in doctor._memory(home)]
    assert "processes run for this home and use" in sentence
