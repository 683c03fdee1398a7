"""Short forms of given names: what each may stand for, in the languages of our customers."""

import pytest

from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.customers.rules.matching.forms import list_keys, standardize
from shopkeeper.customers.rules.matching.nicknames import FULL_FORMS, share_full_form
from shopkeeper.engines.linkage import Model, Scorer
from tests.customers.test_matching import model as model  # the model of a town, as a fixture


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Nicky", "Nicola"), ("Nicky", "Nicholas"), ("Chris", "Christopher"), ("Chris", "Christina"),
        ("Sam", "Samantha"), ("Pat", "Patrick"), ("Uli", "Ulrike"), ("Uschi", "Ursula"), ("Huub", "Hubertus"),
        ("Sjaak", "Jacobus"), ("Babette", "Elisabeth"), ("Vero", "Veronique"), ("Pino", "Giuseppe"),
        ("Renzo", "Lorenzo"), ("Kiko", "Francisco"), ("Charo", "Rosario"), ("Gosia", "Małgorzata"),
        ("Zbyszek", "Zbigniew"), ("Jenny", "Jennifer"), ("Jenny", "Jane"), ("Ola", "Olga"), ("Ola", "Aleksandra"),
    ],
)  # fmt: skip
def test_a_short_form_speaks_for_each_of_its_full_names(model: Model, short: str, full: str) -> None:
    one, other = (standardize({"given_name": name, "family_name": "Underhill"}) for name in (short, full))
    steps = {step.comparison: step.level for step in Scorer(PERSONS, model).list_steps(one, other)}
    assert steps["given"] in ("short_form", "other_form")


@pytest.mark.parametrize(("one", "other"), [("Nicola", "Nicholas"), ("Patricia", "Patrick"), ("Uwe", "Ulrike")])
def test_two_full_names_of_one_short_form_are_two_names(model: Model, one: str, other: str) -> None:
    left, right = (standardize({"given_name": name, "family_name": "Underhill"}) for name in (one, other))
    steps = {step.comparison: step.level for step in Scorer(PERSONS, model).list_steps(left, right)}
    assert steps["given"] not in ("same", "short_form", "other_form")


def test_a_pair_weighs_the_same_whichever_comes_first(model: Model) -> None:
    scorer = Scorer(PERSONS, model)
    nicky, nicola = (
        standardize({"given_name": name, "family_name": "Underhill", "phone": "07700 900111"})
        for name in ("Nicky", "Nicola")
    )
    assert scorer.weigh(nicky, nicola) == scorer.weigh(nicola, nicky)


def test_a_short_form_is_filed_under_its_full_names_so_that_all_are_found() -> None:
    nicky, nicola, nicholas = (
        list_keys(standardize({"given_name": name, "family_name": "Underhill"}))
        for name in ("Nicky", "Nicola", "Nicholas")
    )
    assert nicky["name"] == nicholas["name"] != nicola["name"]
    assert nicola["name"] in nicky.values()


def test_every_name_of_the_lists_is_in_plain_letters_and_claimed_by_somebody() -> None:
    assert all(word.isascii() and word.isalpha() and word.islower() for word in FULL_FORMS)
    assert all(share_full_form(word, full) for word, full in FULL_FORMS.items())
