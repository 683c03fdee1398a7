"""Where the model in force falls behind, the next one trains itself, says why, and waits for people."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from shopkeeper.core import schedule
from shopkeeper.core.actors import system_actor
from shopkeeper.customers import timers
from shopkeeper.customers.actions.next_model import propose_next_model
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.contracts import ModelCause, ModelReason
from shopkeeper.customers.models import Link, MatchingModel
from shopkeeper.customers.queries.matching import find_model_in_force, find_online_model, list_models, read_online
from shopkeeper.customers.rules import training
from shopkeeper.engines.linkage import ForeignModel
from tests.cast import with_cast
from tests.customers.population import make_town
from tests.customers.trained import switch_on, train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
BY = system_actor("test")
TOWN = [{"source_key": str(place), **said} for place, said in enumerate(make_town(60)[0])]
BORN_IN = ("York", "Leeds", "Hull", "Ripon", "Selby", "Whitby", "Thirsk")


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "ENOUGH_TO_TELL", len(TOWN))
    take_in("customers", TOWN, now=NOW)
    train_for_use(by=BY, now=NOW)


def night(days: int) -> int:
    return propose_next_model(by=BY, now=NOW + timedelta(days=days))


def tell_birth_places(count: int = len(TOWN)) -> None:
    said = [{**row, "birth_place": BORN_IN[place % len(BORN_IN)]} for place, row in enumerate(TOWN[:count])]
    take_in("customers", said, now=NOW)


def work_of(steward: Client) -> str:
    return steward.get("/work/").content.decode()


def owners() -> dict[object, object]:
    return dict(Link.objects.filter(ends_at=None).values_list("record_id", "customer_id"))


def test_as_long_as_it_sees_all_that_is_told_nothing_is_trained() -> None:
    tell_birth_places(len(TOWN) - 1)
    assert night(1) == 0
    assert MatchingModel.objects.count() == 1
    assert schedule.is_registered(timers.NEXT)


def test_a_column_that_no_model_saw_makes_a_proposal_and_switches_nothing() -> None:
    tell_birth_places()
    before = owners()
    assert (night(1), night(1), night(2)) == (1, 0, 0)
    newest, former = list_models(now=NOW)
    assert newest.cause == ModelCause(ModelReason.NEW_COLUMNS, ("birth_place",))
    assert newest.effect is not None
    assert newest.effect.looked_at == NOW + timedelta(days=1)
    assert ((newest.in_force, former.in_force), owners()) == ((False, True), before)


def test_many_times_as_many_records_as_it_learned_from_make_a_proposal() -> None:
    crowd = [{"source_key": f"crowd {place}", **said} for place, said in enumerate(make_town(300, seed=2)[0])]
    few, last = crowd[: 3 * len(TOWN) - 1], crowd[3 * len(TOWN) - 1]
    take_in("customers", few, now=NOW)
    assert night(1) == 0
    take_in("customers", [last], now=NOW)
    assert night(2) == 1
    newest, former = list_models(now=NOW)
    assert (newest.cause, newest.in_force, former.in_force) == (ModelCause(ModelReason.GREW), False, True)
    assert newest.records == training.GREW * len(TOWN)


def test_whoever_answers_for_it_reads_why_until_it_is_switched_on() -> None:
    steward = with_cast().sign_in("data_steward")
    tell_birth_places()
    why = "your sources tell what no model has seen before: Born in."
    assert why not in work_of(steward)
    propose_next_model(by=BY, now=datetime.now(UTC))
    assert why in work_of(steward)
    assert why in steward.get("/customers/quality/").content.decode()
    switch_on(2, by=BY, now=NOW)
    assert why not in work_of(steward)


def test_a_model_of_an_older_version_judges_nothing_and_the_next_one_is_proposed() -> None:
    steward = with_cast().sign_in("data_steward")
    row = MatchingModel.objects.get()
    old = bytes(row.artefact).replace(b'"fingerprint":"', b'"fingerprint":"0')
    MatchingModel.objects.filter(pk=row.pk).update(artefact=old)
    read_online.cache_clear()  # another version of the program is another process
    assert find_online_model() is None
    page = steward.get("/customers/quality/").content.decode()
    assert "Model 1 belongs to another version of the program" in page
    assert "in force</span>" not in page
    assert steward.post("/customers/models/1/activation/", follow=True).status_code == 200
    told = CliRunner().invoke(commands, ["models"], catch_exceptions=False).output
    assert "Of another version of the program: it judges nothing, and fixed rules decide. Train a new one." in told
    assert "In force." not in told
    asked = CliRunner().invoke(commands, ["activate", "1", "--yes"])
    assert isinstance(asked.exception, ForeignModel)
    MatchingModel.objects.filter(pk=row.pk).update(in_force=False)
    page = steward.get("/customers/quality/").content.decode()
    assert "of another version" in page
    assert "ook again" not in page
    MatchingModel.objects.filter(pk=row.pk).update(in_force=True)
    assert night(1) == 1
    newest, former = list_models(now=NOW)
    assert newest.cause == ModelCause(ModelReason.OLD_VERSION)
    assert (newest.is_foreign, former.is_foreign) == (False, True)
    in_force = find_model_in_force()
    assert in_force
    assert in_force.version == 1
    assert night(2) == 0
