"""Cards are given out in sequence: numbers that follow each other are of two people, numbers with a slip of one."""

import random

import pytest

from shopkeeper.customers.queries.telling import tell_against
from shopkeeper.customers.rules.matching.configuration import PERSONS, SURE
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import train_on
from shopkeeper.engines.linkage import Model, Scorer, bits_of, probability_of
from tests.customers.population import Said, make_town

ROBERT: Said = {
    "given_name": "Robert", "family_name": "Marlow", "card_number": "7000004711", "street": "12 Mill Lane",
    "city": "Leeds", "postcode": "LE1 4AB",
}  # fmt: skip
NEXT, SLIP = "7000004712", "7030004711"


def make_members(*, in_sequence: bool) -> list[Said]:
    """A town of card holders: each joins with the family, one number after the other, or with any number."""
    records, truth = make_town(400)
    dice = random.Random(5)
    cards: dict[int, str] = {}
    for said, person in zip(records, truth, strict=True):
        number = 7_000_000_000 + len(cards) if in_sequence else dice.randrange(10**9, 10**10)
        said["card_number"] = cards.setdefault(person, str(number))
    return records


@pytest.fixture(scope="module")
def model() -> Model:
    return train_on([standardize(said) for said in make_members(in_sequence=True)])


def weigh(model: Model, one: Said, other: Said) -> float:
    return probability_of(Scorer(PERSONS, model).weigh(standardize(one), standardize(other)))


def test_members_of_a_family_who_joined_on_one_day_are_not_even_proposed(model: Model) -> None:
    for other in ("Helen", "Rachel", "Jana"):
        assert weigh(model, ROBERT, {**ROBERT, "given_name": other, "card_number": NEXT}) < 0.01


def test_a_card_of_the_same_house_without_a_first_name_is_nobodys_until_somebody_says_so(model: Model) -> None:
    assert weigh(model, ROBERT, {**ROBERT, "given_name": None, "card_number": NEXT}) < 0.1
    assert weigh(model, ROBERT, {**ROBERT, "given_name": "R", "card_number": NEXT}) < 0.1


def test_a_slip_in_a_card_number_still_joins_one_person(model: Model) -> None:
    assert weigh(model, ROBERT, {**ROBERT, "card_number": SLIP}) > SURE


def test_people_read_that_the_numbers_follow_each_other(model: Model) -> None:
    steps = Scorer(PERSONS, model).explain(standardize(ROBERT), standardize({**ROBERT, "card_number": NEXT}))
    assert "card numbers that follow each other" in tell_against(steps)


def test_how_close_cards_of_a_family_lie_is_learned_from_a_retailers_own_records(model: Model) -> None:
    other = train_on([standardize(said) for said in make_members(in_sequence=False)])
    in_sequence, by_chance = (trained.weights["card"][1].kin for trained in (model, other))
    believed = next(level.kin for part in PERSONS.comparisons for level in part.levels if level.name == "neighbor")
    assert by_chance < believed < in_sequence
    assert bits_of(by_chance) < bits_of(in_sequence) - 3


def test_without_cards_the_belief_stands() -> None:
    bare = train_on([standardize(said) for said in make_town(60)[0]])
    assert [round(weight.kin, 3) for weight in bare.weights["card"]] == [0.1, 0.05, 0.001, 0.849]
