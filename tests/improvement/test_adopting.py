"""Causes that deserve it become problems by themselves, with an owner and a watch; nobody has to be asked."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.agreeing import PolicyOutOfBounds, agree
from shopkeeper.core.models import PolicyVersion, User
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.improvement.adopting import open_due_problems
from shopkeeper.improvement.models import Closing, Problem
from shopkeeper.improvement.policies import OPENING
from shopkeeper.improvement.queries.policies import get_opening_policy
from shopkeeper.improvement.rules.policy import Policy, deserves_a_problem
from shopkeeper.insight.models import Cause
from shopkeeper.organization.public import Role, give_sign_in
from tests.improvement.scene import NOW, SYSTEM, employ

GOOD = {
    "kind": "change", "direction": "worse", "is_certain": True, "is_judgment": False, "people": 20,
    "a_year": Decimal(0),
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "deserves"),
    [
        ({}, True),
        ({"kind": "new"}, True),
        ({"kind": "standing"}, False),
        ({"kind": "episode"}, False),
        ({"direction": "better"}, False),
        ({"is_certain": False}, False),
        ({"is_judgment": True}, False),
        ({"people": 19}, False),
        ({"people": 19, "a_year": Decimal(1000)}, True),
        ({"people": 0, "a_year": Decimal("999.99")}, False),
    ],
    ids=str,
)
def test_a_cause_deserves_a_problem_when_it_is_certain_news_and_large(facts: dict[str, Any], deserves: bool) -> None:
    assert deserves_a_problem(Policy(), **(GOOD | facts)) is deserves
    assert deserves_a_problem(Policy(is_on=False), **(GOOD | facts)) is False


def cause(**changes: Any) -> Cause:
    """Parcels of one carrier to the North come late since December."""
    facts: dict[str, Any] = {
        "metric": "on_time_delivery", "fingerprint": "f", "filters": {"carrier": "Fleetline", "region": "North"},
        "kind": "change", "direction": "worse", "level": "company", "since_on": date(2025, 12, 24), "n": 1016,
        "bad": 224, "expected": 51.0, "share": 0.22, "share_expected": 0.05, "p": 0.0, "people_hurt": 224,
        "people_silent": 163, "money": 22000.0, "owner_role": Role.SUPPLY_CHAIN_MANAGER, "found_at": NOW,
        "seen_at": NOW,
    }  # fmt: skip
    return Cause.objects.create(**(facts | changes))


@pytest.mark.django_db
def test_a_cause_gets_one_owner_and_one_watch_however_often_the_worker_looks() -> None:
    gareth = employ("Gareth Pugh", Role.SUPPLY_CHAIN_MANAGER)
    found = cause()
    assert [open_due_problems(by=SYSTEM, now=NOW) for _ in range(2)] == [1, 0]
    problem = Problem.objects.get()
    assert (problem.owner_id, problem.cause_id, problem.level) == (gareth.id, str(found.id), "company")
    assert (problem.watch.metric, problem.watch.filters) == ("on_time_delivery", found.filters)


@pytest.mark.django_db
def test_a_cause_whose_problem_was_closed_is_left_to_its_watch() -> None:
    employ("Gareth Pugh", Role.SUPPLY_CHAIN_MANAGER)
    cause()
    open_due_problems(by=SYSTEM, now=NOW)
    problem = Problem.objects.get()
    Closing.objects.create(problem=problem, outcome="proven", last_week=NOW.date(), at=NOW)
    Problem.objects.update(closed_at=NOW)
    assert open_due_problems(by=SYSTEM, now=NOW + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_what_has_gone_or_is_small_or_in_doubt_opens_nothing() -> None:
    employ("Gareth Pugh", Role.SUPPLY_CHAIN_MANAGER)
    cause(fingerprint="gone", gone_at=NOW)
    cause(fingerprint="small", people_hurt=9, money=80.0)
    cause(fingerprint="doubt", doubts=["volume_drop"])
    cause(fingerprint="always", kind="standing", since_on=None)
    assert open_due_problems(by=SYSTEM, now=NOW) == 0
    assert Problem.objects.count() == 0


@pytest.mark.django_db
def test_where_nobody_could_own_it_the_next_cause_still_gets_its_owner() -> None:
    cause()
    assert open_due_problems(by=SYSTEM, now=NOW) == 0
    employ("Amara Okafor", Role.CHIEF_CUSTOMER_OFFICER)
    assert open_due_problems(by=SYSTEM, now=NOW) == 1
    assert Problem.objects.get().owner_role == Role.SUPPLY_CHAIN_MANAGER


@pytest.mark.django_db
def test_the_newest_policy_counts_and_earlier_ones_are_kept() -> None:
    employ("Gareth Pugh", Role.SUPPLY_CHAIN_MANAGER)
    cause()
    strict = Policy(fewest_people=500, least_a_year=Decimal(50_000))
    agree(policy=OPENING, values=strict, why="", by=SYSTEM, now=NOW)
    assert (get_opening_policy(), open_due_problems(by=SYSTEM, now=NOW)) == (strict, 0)
    agree(policy=OPENING, values=Policy(), why="", by=SYSTEM, now=NOW + timedelta(hours=1))
    assert open_due_problems(by=SYSTEM, now=NOW) == 1
    assert PolicyVersion.objects.filter(code=OPENING.code).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"fewest_people": 0}, {"least_a_year": Decimal(-1)}, {"least_a_year": Decimal("NaN")}]
)
def test_a_policy_asks_for_no_less_than_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(PolicyOutOfBounds):
        agree(policy=OPENING, values=replace(Policy(), **wrong), why="", by=SYSTEM, now=NOW)
    with pytest.raises(NotPermitted):
        agree(policy=OPENING, values=Policy(), why="", by=Actor(ActorKind.EMPLOYEE, "tom"), now=NOW)
    assert PolicyVersion.objects.count() == 0


@pytest.mark.django_db
def test_who_agrees_on_the_policy_sees_what_it_would_open_before_they_agree() -> None:
    cause()
    client = Client()
    ruth = employ("Ruth Adeyemi", Role.CHIEF_CUSTOMER_OFFICER)
    address = f"{ruth.id}@example.org"
    give_sign_in(employee_id=ruth.id, email=address, password=None, by=SYSTEM, now=NOW)
    client.force_login(User.objects.get(email=address))
    asked = {"is_on": "on", "fewest_people": "100", "least_a_year": "90000"}
    assert "1 cause of today is that large" in client.get("/problems/policy/preview/", asked).content.decode()
    asked["fewest_people"] = "500"
    assert "0 causes of today are that large" in client.get("/problems/policy/preview/", asked).content.decode()
    assert "Fill in both sizes" in client.get("/problems/policy/preview/", {}).content.decode()
    assert client.get("/problems/policy/").status_code == 200
    assert client.post("/problems/policy/", asked)["Location"] == "/problems/"
    assert get_opening_policy() == Policy(is_on=True, fewest_people=500, least_a_year=Decimal(90_000))
