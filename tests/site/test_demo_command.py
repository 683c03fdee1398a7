"""What `shopkeeper demo` says to whoever starts it."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from shopkeeper.site.commands import demo as demo_command
from shopkeeper.site.commands.demo import _about_story, demo
from shopkeeper.site.demo_home import DemoHome
from shopkeeper.site.home import Home
from shopkeeper.site.ports import next_free
from tests.machine import temporary_home

STORY = DemoHome("thorne-and-wren", 1, finished=True, until="2026-12-20")


def test_it_says_until_when_the_story_goes_on() -> None:
    expected = ["Orders, parcels, contacts and responses keep coming until 20 December 2026."]
    assert _about_story(STORY, date(2026, 12, 20)) == expected


def test_it_says_that_a_story_has_ended_and_how_to_have_it_told_anew() -> None:
    expected = ["The story of this demo ended on 20 December 2026. Add --reset to have it told anew, up to today."]
    assert _about_story(STORY, date(2026, 12, 21)) == expected


def test_an_export_stands_still_and_nothing_is_said_about_it() -> None:
    assert _about_story(DemoHome("olist", 1, finished=True)) == []


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with a finished demo in it."""
    home = Home(temporary_home())
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("SHOPKEEPER_HOME", str(home.path))
    DemoHome("thorne-and-wren", 1, finished=True).write(home)
    return home


def refusal(*arguments: str) -> str:
    """What `shopkeeper demo` says instead of starting."""
    done = CliRunner().invoke(demo, ["--port", str(next_free("127.0.0.1", 0)), *arguments])
    assert done.exit_code == 1
    return done.stderr


@pytest.mark.enable_socket
@pytest.mark.parametrize("reset", [[], ["--reset"]])
def test_a_home_of_another_retailer_is_refused_and_not_touched(home: Home, reset: list[str]) -> None:
    note = DemoHome("olist", 1, finished=True)
    note.write(home)
    expected = (
        f"Error: {home.path} holds the retailer olist, and thorne-and-wren needs a home of its own. "
        "Set SHOPKEEPER_HOME to another folder.\n"
    )
    assert refusal(*reset) == expected
    assert DemoHome.read(home) == note


@pytest.mark.enable_socket
def test_another_seed_is_refused_until_a_reset_is_asked_for(home: Home) -> None:
    expected = "Error: This home holds the demo of seed 1. Add --reset to load seed 7.\n"
    assert refusal("--seed", "7") == expected


@pytest.mark.enable_socket
def test_an_export_that_is_nowhere_is_asked_for(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPKEEPER_DATA", str(tmp_path))
    assert refusal("--retailer", "olist") == "Error: Say where the export of olist lies: add --data FOLDER.\n"


@pytest.mark.enable_socket
def test_a_disk_that_is_too_small_is_said_before_anything_is_loaded(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home.path / "demo.json").unlink()
    monkeypatch.setattr(demo_command, "ROOM", 2**60)
    said = refusal()
    assert said.startswith(f"Error: The demo needs 1073741824 GB, and where {home.path} lies ")
    assert said.endswith("Make room, or set SHOPKEEPER_HOME to a folder on a larger disk.\n")
    assert DemoHome.read(home) is None
