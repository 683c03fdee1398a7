"""Who is who on the command line, as whoever runs the server meets it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shopkeeper.core.actors import system_actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.customers.actions.training import train_model
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.commands import written_whole
from shopkeeper.customers.models import SourceRecord
from shopkeeper.customers.queries.matching import list_models
from tests.customers.population import make_town
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")


@pytest.fixture
def town() -> None:
    take_in(
        "customers",
        [{"source": "web", "source_key": str(n), **said} for n, said in enumerate(make_town(60)[0])],
        now=NOW,
    )


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, list(words))


def refusal_of(result: Result) -> str:
    assert isinstance(result.exception, Refusal)
    return str(result.exception.sentence())


def test_who_only_looks_switches_nothing_on(town: None) -> None:
    assert refusal_of(run("relink", "--look")) == "There is no trained model yet. Train one first."
    assert list_models(now=NOW) == []
    train_model(by=BY, now=NOW)
    looked = run("relink", "--look")
    assert looked.exit_code == 0
    compared, came_of_it = looked.output.splitlines()
    pairs, records, shared = (int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", compared))
    assert compared == f"Of the {pairs:,} pairs of {records:,} records at most {shared:,} share a key and are compared."
    assert records == SourceRecord.objects.count()
    assert pairs == records * (records - 1) // 2
    assert 0 < shared < pairs
    assert "customers joined:" in came_of_it
    assert [(card.version, card.in_force) for card in list_models(now=NOW)] == [(1, False)]


def test_a_model_is_trained_looked_at_and_switched_on_by_whoever_read_what_it_changes(town: None) -> None:
    trained = run("train")
    assert "Model 1 would join " in trained.output
    assert [card.in_force for card in list_models(now=NOW)] == [False]
    asked = CliRunner().invoke(commands, ["activate", "1"], input="n\n")
    assert asked.exit_code == 1
    assert "Model 1 would join " in asked.output
    assert [card.in_force for card in list_models(now=NOW)] == [False]
    done = CliRunner().invoke(commands, ["activate", "1", "--yes"])
    assert done.output.startswith("Model 1 would join ")
    assert done.output.endswith("Model 1 is in force.\n")
    assert [card.in_force for card in list_models(now=NOW)] == [True]


def test_nobody_is_asked_to_switch_on_what_would_be_refused(town: None) -> None:
    run("train")
    take_in("customers", [{"source_key": f"late {n}"} for n in range(50)], now=NOW)
    asked = CliRunner().invoke(commands, ["activate", "1"], input="y\n")
    assert "Switch it on?" not in asked.output
    assert refusal_of(asked) == (
        "Since it was worked out what model 1 would change, a twentieth of the records came or went. "
        "Have that worked out again and look at it; then switch it on."
    )
    assert [card.in_force for card in list_models(now=NOW)] == [False]


def test_a_model_at_whose_effect_nobody_looked_stays_off(town: None) -> None:
    train_model(by=BY, now=NOW)
    assert refusal_of(run("activate", "1", "--yes")).startswith("Nobody knows yet what model 1 would change.")
    assert [card.in_force for card in list_models(now=NOW)] == [False]
    assert "Model 1 would join " not in run("models").output
    run("relink", "--look")
    assert "Model 1 would join " in run("models").output
    run("activate", "1", "--yes")
    assert [card.in_force for card in list_models(now=NOW)] == [True]


def test_a_model_that_does_not_exist_is_named(town: None) -> None:
    train_model(by=BY, now=NOW)
    for words in (("activate", "7"), ("relink", "--look", "--model", "7")):
        assert refusal_of(run(*words)) == "There is no model 7."
    assert [(card.version, card.in_force) for card in list_models(now=NOW)] == [(1, False)]


def test_links_take_the_place_of_the_former_file_once_they_are_whole(town: None, tmp_path: Path) -> None:
    target = tmp_path / "links.csv"
    target.write_text("yesterday's")
    with pytest.raises(OSError, match="No space"):
        fill_the_disk(target)
    assert target.read_text() == "yesterday's"
    assert [path.name for path in tmp_path.iterdir()] == ["links.csv"]
    assert run("links", "--output", str(target)).exit_code == 0
    assert target.read_text().splitlines()[0] == "source,source_key,customer_id"
    assert [path.name for path in tmp_path.iterdir()] == ["links.csv"]


def test_links_into_a_folder_that_does_not_exist_say_so(tmp_path: Path) -> None:
    result = run("links", "--output", str(tmp_path / "nowhere" / "links.csv"))
    assert (result.exit_code, result.output) == (1, f"Error: There is no folder {tmp_path / 'nowhere'}.\n")


def test_links_can_be_read_by_the_next_program(town: None) -> None:
    assert run("links", "--output", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


def fill_the_disk(target: Path) -> None:
    with written_whole(target) as file:
        file.write("half of today's")
        raise OSError(28, "No space left on device")
