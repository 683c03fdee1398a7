"""How sure is sure is the retailer's to say: what is joined without asking, and what people are asked about."""

from datetime import timedelta
from uuid import UUID

import pytest

from shopkeeper.core.agreeing import agree
from shopkeeper.customers.actions.looking import look_at_effect
from shopkeeper.customers.actions.merging import merge_customers
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.actions.training import judge, train_model
from shopkeeper.customers.contracts import Judgment, Outdated
from shopkeeper.customers.errors import ModelCameBetween
from shopkeeper.customers.models import Proposal
from shopkeeper.customers.policies import ZONES, SureZones
from shopkeeper.customers.queries.matching import get_model
from tests.cast import with_cast
from tests.customers.test_online import BY, NOW, OLD, Said, arrive, customer_of, town
from tests.customers.test_quality import why_not
from tests.staging import take_in

__all__ = ["town"]
pytestmark = pytest.mark.django_db

PAGE = "/policies/customers.zones/"
INITIAL: Said = {**OLD, "full_name": "M Underhill", "phone": None}
"""The model is some 97 percent sure that she is the one we know."""
UNBORN: Said = {**OLD, "full_name": "Peggy Underhill", "phone": None, "street": "4 Mill Ln", "born_on": None}
"""Some 88 percent."""
HARDLY: Said = {**OLD, "full_name": "M Underhill", "born_on": None}
"""Some 36 percent."""


def say(**percents: int) -> None:
    agree(policy=ZONES, values=SureZones(**percents), why="we were too bold", by=BY, now=NOW)


def come(key: str, said: Said, *, alone: bool) -> UUID:
    if alone:
        return arrive(key, said)
    take_in("customers", [{"source_key": key, **said}], now=NOW)
    return customer_of(key)


def asked() -> int:
    return Proposal.objects.filter(settled_at=None).count()


@pytest.mark.parametrize("alone", [True, False])
def test_who_is_joined_without_asking_and_who_is_asked_about(town: None, alone: bool) -> None:
    before = asked()
    assert come("initial", INITIAL, alone=alone) == customer_of("old")
    say(sure_percent=99)
    assert come("later", INITIAL, alone=alone) != customer_of("old")
    assert asked() > before
    say(sure_percent=80)
    assert come("unborn", UNBORN, alone=alone) == customer_of("old")


@pytest.mark.parametrize(("percent", "is_asked"), [(30, True), (75, False)])
@pytest.mark.parametrize("alone", [True, False])
def test_what_is_hardly_likely_is_asked_only_of_who_wants_to_be(
    town: None, percent: int, is_asked: bool, alone: bool
) -> None:
    say(asked_percent=percent)
    before = asked()
    come("hardly", HARDLY, alone=alone)
    assert (asked() > before) == is_asked


def test_who_decides_reads_how_many_pairs_there_would_be(town: None) -> None:
    steward = with_cast().sign_in("data_steward")
    Proposal.objects.all().delete()
    assert "Pairs that wait now" not in steward.get(PAGE).content.decode()
    come("hardly", HARDLY, alone=True)  # 36 percent
    come("unborn", UNBORN, alone=True)  # 88 percent
    said = "Pairs that wait now: 2. Asked from 50 % on, people would have 1; from 75 % on, 1."
    assert said in steward.get(PAGE).content.decode()


def test_what_is_stored_is_judged_anew_at_the_next_look(town: None) -> None:
    say(sure_percent=99)
    arrive("initial", INITIAL)
    relink(by=BY, now=NOW)
    assert customer_of("initial") != customer_of("old")
    say(sure_percent=90)
    relink(by=BY, now=NOW)
    assert customer_of("initial") == customer_of("old")


def test_people_who_want_fewer_questions_have_fewer_after_the_next_look(town: None) -> None:
    relink(by=BY, now=NOW)
    come("hardly", HARDLY, alone=True)  # 36 percent
    waiting = asked()
    say(asked_percent=50)
    relink(by=BY, now=NOW)
    assert asked() < waiting
    assert not Proposal.objects.filter(settled_at=None, kind="join", probability__lt=0.5).exists()
    say(asked_percent=30)
    relink(by=BY, now=NOW)
    assert asked() == waiting, "who wants more again, has them back"


def test_how_often_the_model_is_right_is_told_for_the_zones_in_force(town: None) -> None:
    say(sure_percent=99)
    other = arrive("initial", INITIAL)
    merge_customers(one=customer_of("old"), other=other, by=BY, now=NOW)
    _, model = get_model()
    assert judge(model) == Judgment(0, 1, 0, 0)
    say()
    assert judge(model) == Judgment(1, 0, 0, 0)


def test_an_effect_that_was_worked_out_for_other_zones_is_outdated(town: None) -> None:
    version = train_model(by=BY, now=NOW).version
    look_at_effect(version=version, by=BY, now=NOW)
    assert why_not(version, now=NOW) == (None, None)
    later = NOW + timedelta(hours=1)
    agree(policy=ZONES, values=SureZones(sure_percent=99), why="too bold", by=BY, now=later)
    assert why_not(version, now=later) == (ModelCameBetween, Outdated.MODEL)
