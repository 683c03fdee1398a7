"""Where fixed rules alone decide, a model is trained by itself and proposed; who is who changes when people say so."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from shopkeeper.core import schedule
from shopkeeper.core.actors import system_actor
from shopkeeper.customers import timers
from shopkeeper.customers.actions import first_model
from shopkeeper.customers.actions.first_model import propose_first_model
from shopkeeper.customers.actions.looking import request_effect
from shopkeeper.customers.actions.nights import relink_at_night
from shopkeeper.customers.actions.training import train_model
from shopkeeper.customers.models import Link, MatchingModel
from shopkeeper.customers.queries.matching import find_model_in_force, list_models
from tests.cast import with_cast
from tests.customers.population import make_town
from tests.customers.trained import switch_on, train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
BY = system_actor("test")
TOWN = make_town(120)[0]


def owners() -> dict[object, object]:
    return dict(Link.objects.filter(ends_at=None).values_list("record_id", "customer_id"))


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_model, "ENOUGH", len(TOWN))
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(TOWN)], now=NOW)


def test_a_first_model_is_proposed_with_what_it_would_change_and_changes_nothing() -> None:
    before = owners()
    assert propose_first_model(by=BY, now=NOW) == 1
    [card] = list_models(now=NOW)
    assert (card.in_force, card.records) == (False, len(TOWN))
    assert card.effect is not None
    assert card.effect.merged == 4  # most of those who are there twice share an address, which fixed rules see
    assert (owners(), find_model_in_force()) == (before, None)
    assert relink_at_night(by=BY, now=NOW) == 0
    assert propose_first_model(by=BY, now=NOW) == 0, "it is proposed once"
    assert schedule.is_registered(timers.FIRST)


def test_whoever_answers_for_it_is_told_until_a_model_is_switched_on() -> None:
    steward = with_cast().sign_in("data_steward")
    asked = "Look at the first model of who is who"
    assert asked not in home(steward)
    propose_first_model(by=BY, now=NOW)
    assert asked in home(steward)
    switch_on(1, by=BY, now=NOW)
    assert asked not in home(steward)
    assert relink_at_night(by=BY, now=NOW) > 0


def home(steward: Client) -> str:
    return steward.get("/work/").content.decode()


def test_too_few_records_teach_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_model, "ENOUGH", len(TOWN) + 1)
    assert propose_first_model(by=BY, now=NOW) == 0
    assert not MatchingModel.objects.exists()


def test_twice_the_records_make_another_proposal_as_long_as_none_is_in_force() -> None:
    propose_first_model(by=BY, now=NOW)
    more = make_town(240, seed=8)[0]
    take_in("customers", [{"source_key": f"b{place}", **said} for place, said in enumerate(more)], now=NOW)
    assert propose_first_model(by=BY, now=NOW) == 1
    assert [card.in_force for card in list_models(now=NOW)] == [False, False]


def test_an_effect_that_was_cut_off_is_worked_out_again() -> None:
    train_model(by=BY, now=NOW)
    request_effect(version=1, by=BY, now=NOW)
    assert propose_first_model(by=BY, now=NOW) == 1
    assert MatchingModel.objects.count() == 1


def test_a_model_that_people_switched_on_is_left_to_people() -> None:
    train_for_use(by=BY, now=NOW)
    assert find_model_in_force() is not None
    assert propose_first_model(by=BY, now=NOW) == 0
    assert MatchingModel.objects.count() == 1
