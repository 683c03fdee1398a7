"""Another date of birth is asked about: father and daughter of one name share all else, and are not joined by it."""

from typing import Any

import pytest

from shopkeeper.customers.models import Proposal
from shopkeeper.customers.queries.telling import tell_against
from shopkeeper.customers.rules.matching.configuration import PERSONS, SURE
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import fill_with, find_people, open_pool, train_on
from shopkeeper.customers.rules.pairs import climb
from shopkeeper.engines.linkage import CONTRADICTED, Model, Scorer, probability_of, weigh_pairs
from tests.customers.population import Said, make_town
from tests.customers.test_online import NOW, arrive, customer_of, town
from tests.staging import take_in

__all__ = ["town"]

FATHER: Said = {
    "full_name": "Robin Marlow", "born_on": "1970-03-12", "phone": "07700 900 777", "email": "marlow@mail.test",
    "street": "12 Elm St", "city": "York", "postcode": "YO1 7HH",
}  # fmt: skip
DAUGHTER: Said = {**FATHER, "born_on": "1991-08-25"}
UNBORN: Said = {**FATHER, "born_on": None}


@pytest.fixture(scope="module")
def model() -> Model:
    return train_on([standardize(said) for said in make_town()[0]])


def weigh(model: Model, one: Said, other: Said) -> float:
    return probability_of(Scorer(PERSONS, model).weigh(standardize(one), standardize(other)))


def test_whatever_else_agrees_people_judge_who_was_born_on_clearly_another_day(model: Model) -> None:
    assert weigh(model, FATHER, DAUGHTER) == pytest.approx(0.75)
    steps = Scorer(PERSONS, model).explain(standardize(FATHER), standardize(DAUGHTER))
    assert "another date of birth" in tell_against(steps)
    assert "a contradiction, for people to judge" in tell_against(steps)
    assert climb(steps)[-1].probability == pytest.approx(0.75)
    assert (climb(steps)[-1].step.comparison, climb(steps)[-1].step.level) == CONTRADICTED


@pytest.mark.parametrize(
    "written",
    ["1970-03-13", "1970-12-03", "1907-03-12", "1970-08-12", "1970-03-27", "1991-03-12", "1970-01-01", "1984-02-39"],
    ids=["one digit", "turned", "two digits", "another month", "another day", "another year", "year alone", "no day"],
)
def test_a_date_that_was_written_down_wrongly_is_no_contradiction(model: Model, written: str) -> None:
    assert weigh(model, FATHER, {**FATHER, "born_on": written}) > SURE


def test_the_same_card_outweighs_a_date_of_birth(model: Model) -> None:
    assert weigh(model, {**FATHER, "card_number": "70000047"}, {**DAUGHTER, "card_number": "70000047"}) > SURE
    assert weigh(model, {**FATHER, "card_number": "70000047"}, {**DAUGHTER, "card_number": "81230055"}) < 0.76


def test_where_dates_are_not_kept_with_care_none_of_them_contradicts() -> None:
    records, _ = make_town(240)
    careless = [{**said, "born_on": f"{1941 + place % 60}-07-0{1 + place % 9}"} for place, said in enumerate(records)]
    learned = train_on([standardize(said) for said in careless])
    assert not PERSONS.contradicted_by(learned)
    assert weigh(learned, FATHER, DAUGHTER) > SURE


def test_a_record_without_a_date_joins_one_of_the_two_and_not_the_two_with_each_other(model: Model) -> None:
    people = find_people([standardize(said) for said in (FATHER, UNBORN, DAUGHTER, FATHER)], model)
    assert people in ([[0, 1, 3], [2]], [[0, 3], [1, 2]])


def test_a_person_whose_date_one_of_three_systems_has_wrong_is_asked_about_and_stays_one_without_it(
    model: Model,
) -> None:
    people = find_people([standardize(said) for said in (FATHER, FATHER, DAUGHTER)], model)
    assert people == [[0, 1], [2]]


def test_the_batch_takes_off_the_same_as_a_single_pair(model: Model) -> None:
    records = [said for said in make_town(120)[0] if said["born_on"]]
    children = [{**said, "born_on": f"{int(str(said['born_on'])[:4]) + 27}-12-31"} for said in records]
    forms = [standardize(said) for said in (*records, *children)]
    scorer = Scorer(PERSONS, model)
    with open_pool() as pool:
        fill_with(pool, forms)
        weigh_pairs(pool, model, at_least=-60.0)
        batch = {(one, other): bits for one, other, bits in pool.stream("SELECT one, other, bits FROM weighed")}
    asked = [pair for pair, bits in batch.items() if probability_of(bits) == pytest.approx(0.75)]
    assert len(asked) >= 0.9 * len(records)
    assert max(abs(bits - scorer.weigh(forms[one], forms[other])) for (one, other), bits in batch.items()) < 1e-6


@pytest.mark.django_db
@pytest.mark.parametrize("alone", [True, False])
def test_who_arrives_with_another_date_of_birth_is_asked_about(town: Any, alone: bool) -> None:
    for key, said in (("father", FATHER), ("daughter", DAUGHTER)):
        if alone:
            arrive(key, said)
        else:
            take_in("customers", [{"source_key": key, **said}], now=NOW)
    assert customer_of("father") != customer_of("daughter")
    asked = Proposal.objects.get(one__source_key="father", other__source_key="daughter")
    assert (asked.kind, asked.probability) == ("join", pytest.approx(0.75))


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("1970-03-12", "19700312"), ("12.03.1970", "19700312"), ("1999-0611", "19990611"), ("198404-27", "19840427"),
        ("200-11-10", "02001110"), ("29000-08-28", "29000828"), ("2001-812-11", "20018111"), ("70-3", None),
    ],
)  # fmt: skip
def test_a_digit_too_many_or_too_few_leaves_the_other_parts_of_a_date_as_they_are(said: str, read: str | None) -> None:
    assert standardize({"born_on": said})["born"] == read
