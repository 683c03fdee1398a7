"""Two records are one person, or two: what a model that was trained without labels says of shoppers."""

import pytest

from shopkeeper.customers.queries.telling import tell_against
from shopkeeper.customers.rules.matching.configuration import PERSONS, SURE
from shopkeeper.customers.rules.matching.forms import DETAILS, list_keys, read_form, standardize, write_form
from shopkeeper.customers.rules.matching.people import find_people, train_on
from shopkeeper.customers.rules.pairs import climb
from shopkeeper.customers.words import DETAIL_LEVELS, WORDS
from shopkeeper.engines import linkage
from shopkeeper.engines.linkage import Model, Scorer, bits_of, probability_of
from tests.customers.population import Said, make_parish, make_town

SENIOR: Said = {
    "full_name": "Robert Marlow", "born_on": "1951-03-02", "email": "marlows@mail.test", "phone": "01904 611 223",
    "street": "12 Elm St", "city": "York", "postcode": "YO1 7HH",
}  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Model:
    records, _ = make_town()
    return train_on([standardize(record) for record in records])


def is_one(model: Model, one: Said, other: Said) -> bool:
    return Scorer(PERSONS, model).weigh(standardize(one), standardize(other)) >= bits_of(SURE)


def but(said: Said, **other: str | None) -> Said:
    return {**said, **other}


def test_a_short_form_and_another_writing_of_the_address_are_the_same_person(model: Model) -> None:
    bob = but(SENIOR, full_name="MARLOW, Bob", phone="+44 1904 611223", street="12 Elm Street", email=None)
    assert is_one(model, SENIOR, bob)


def test_a_given_and_a_family_name_in_each_others_field_are_the_same_person(model: Model) -> None:
    one = but(SENIOR, full_name=None, given_name="Robert", family_name="Marlow", email=None)
    other = but(one, given_name="Marlow", family_name="Robert")
    assert is_one(model, one, other)


def test_a_name_in_another_script_is_the_same_person(model: Model) -> None:
    latin = but(SENIOR, full_name="Sergei Ivanov")
    assert is_one(model, latin, but(latin, full_name="Сергей Иванов", email=None))


def test_names_in_each_others_field_with_a_slip_are_the_same_person(model: Model) -> None:
    one = but(SENIOR, full_name=None, given_name="Robert", family_name="Marlow", email=None)
    assert is_one(model, one, but(one, given_name="Marlov", family_name="Robret"))


@pytest.mark.parametrize(
    ("said", "given", "middle", "family"),
    [
        ("Thomas Reed, 1st Baron Reed of Ashby", "thomas", None, "reed"),
        ("Mrs Helen Yates, MBE", "helen", None, "yates"),
        ("Paul Ivey (Ivey Works Ltd)", "paul", None, "ivey"),
        ("Lee, Ann Marie", "ann", "marie", "lee"),
        ("王伟", "wei", None, "wang"),
    ],
)
def test_a_whole_name_is_taken_apart(said: str, given: str, middle: str | None, family: str) -> None:
    form = standardize({"full_name": said})
    assert (form["given"], form["middle"], form["family"]) == (given, middle, family)


def test_what_a_field_lacks_is_taken_from_the_whole_name() -> None:
    form = standardize({"given_name": "", "family_name": "Moore", "full_name": "Frederick J Moore"})
    assert (form["given"], form["middle"], form["family"]) == ("frederick", "j", "moore")


def test_an_initial_is_completed_by_a_mailbox_that_repeats_the_name() -> None:
    assert standardize({"full_name": "P. Lund", "email": "peter.lund@mail.test"})["given"] == "peter"


@pytest.mark.parametrize(
    ("column", "said", "part"),
    [
        ("born_on", "1900-01-01", "born"),
        ("phone", "1234567890", "phone"),
        ("phone", "9999999999", "phone"),
        ("email", "unknown@store.test", "email"),
        ("email", "no-reply@store.test", "email"),
    ],
)
def test_what_is_written_where_nothing_is_known_says_nothing(column: str, said: str, part: str) -> None:
    assert standardize({column: said})[part] is None


def test_a_common_name_says_little_even_where_few_records_have_it(model: Model) -> None:
    smith, rare = {"full_name": "John Smith", "city": "York"}, {"full_name": "Ottokar Zwillinger", "city": "York"}
    weigh = Scorer(PERSONS, model).weigh_apart
    [common, seldom] = [weigh(form, form)[0] for form in map(standardize, (smith, rare))]
    assert common + 5 < seldom


def test_a_rare_name_alone_joins_nobody_and_is_for_people_to_judge() -> None:
    records, _ = make_town(100)
    small = train_on([standardize(record) for record in records])
    margaret: Said = {"full_name": "Margaret Underhill", "city": None}
    weighed = Scorer(PERSONS, small).weigh(standardize(margaret), standardize(margaret))
    assert probability_of(weighed) == pytest.approx(0.9)
    steps = Scorer(PERSONS, small).explain(standardize(margaret), standardize(margaret))
    assert tell_against(steps) == ["nothing but the name"]
    assert climb(steps)[-1].probability == pytest.approx(0.9)
    there = but(margaret, email="mu@mail.test", phone="01904 611 999")
    again = find_people([standardize(said) for said in (margaret, margaret, there)], small)
    assert again == [[0], [1], [2]]
    assert is_one(small, there, but(there, phone=None))


@pytest.mark.django_db
def test_what_few_systems_know_of_people_weighs_where_it_is_known() -> None:
    parish = train_on([standardize(record) for record in make_parish()])
    smith: Said = {"full_name": "John Abbott", "birth_place": "York", "occupation": "smith", "detail_1": "abbott"}
    other = but(smith, birth_place="Leeds", occupation="farmer", detail_1="zeller")
    assert is_one(parish, smith, but(smith, occupation="Blacksmith"))
    assert not is_one(parish, smith, other)
    steps = Scorer(PERSONS, parish).explain(standardize(smith), standardize(other))
    assert {"another birth place", "another occupation", "another first detail"} <= set(tell_against(steps))


def test_a_birth_place_or_an_occupation_leads_to_a_family_name_that_sounds_alike() -> None:
    one: Said = {"given_name": "Jon", "family_name": "Marlow", "birth_place": "York", "occupation": "Smith"}
    keys = list_keys(standardize(one))
    for other in (but(one, given_name="Peter", occupation="clerk"), but(one, given_name="Peter", birth_place="Hull")):
        slip = list_keys(standardize(but(other, family_name="Marlowe")))
        found = {name for name, key in slip.items() if keys.get(name) == key}
        assert found & {"family_birth", "family_trade"}
        assert "family" not in found


def test_what_no_record_had_in_training_is_not_compared(model: Model) -> None:
    one, other = but(SENIOR, occupation="smith"), but(SENIOR, occupation="farmer")
    weigh = Scorer(PERSONS, model).weigh
    assert "occupation" not in model.weights
    assert weigh(standardize(one), standardize(other)) == weigh(standardize(SENIOR), standardize(SENIOR))


def test_a_middle_name_of_its_own_column_is_a_middle_name() -> None:
    assert standardize({"given_name": "Ann", "middle_name": "M.", "family_name": "Lee"})["middle"] == "m"
    assert standardize({"middle_name": "Marie", "full_name": "Ann Lee"})["middle"] == "marie"


@pytest.mark.parametrize(("said", "read"), [("Female", "f"), ("M", "m"), ("2", "f"), ("unknown", None), ("", None)])
def test_a_gender_is_read_in_many_words(said: str, read: str | None) -> None:
    assert standardize({"gender": said})["gender"] == read


def test_a_form_is_written_without_what_nothing_is_known_of() -> None:
    form = standardize(SENIOR)
    assert write_form(form).endswith('"yo17hh"]')
    assert read_form(write_form(form)) == form


def test_husband_and_wife_share_nearly_all_and_are_two(model: Model) -> None:
    assert not is_one(model, SENIOR, but(SENIOR, full_name="Helen Marlow", born_on="1953-11-20"))


def test_a_wife_without_a_date_of_birth_is_still_not_her_husband(model: Model) -> None:
    assert not is_one(model, SENIOR, but(SENIOR, full_name="Helen Marlow", born_on=None))


def test_twins_are_two(model: Model) -> None:
    assert not is_one(model, SENIOR, but(SENIOR, full_name="Walter Marlow", email=None, phone=None))


def test_twins_whose_names_are_alike_are_two_where_both_are_names(model: Model) -> None:
    jack = but(SENIOR, full_name="Jack Marlow", email=None, phone=None)
    assert not is_one(model, jack, but(jack, full_name="Jake Marlow"))


def test_father_and_son_of_one_name_are_two(model: Model) -> None:
    father, son = but(SENIOR, full_name="Robert Marlow Sr."), but(SENIOR, full_name="Robert Marlow, Jr.", born_on=None)
    assert standardize(father)["generation"] == "1"
    assert standardize(son)["generation"] == "2"
    assert not is_one(model, father, son)


def test_a_maiden_name_in_the_mailbox_is_recognized(model: Model) -> None:
    before = but(SENIOR, full_name="Carla Quayle", email="carla.quayle88@mail.test", phone=None, street="9 Mill Lane")
    after = but(before, full_name="Carla Thorpe", street="77 Oak Drive", city="Hull", postcode="HU3 2AB")
    assert standardize(after)["former"] == "quayle"
    assert is_one(model, before, after)


def test_a_telephone_that_everybody_gives_counts_for_nobody(model: Model) -> None:
    names = ["Ann Abbott", "Ben Carver", "Carla Dalton", "Dora Farrow", "Emil Gibson", "Frank Hartley"]
    shop: list[Said] = [{"full_name": name, "phone": "0113 245 0000"} for name in names]
    people = find_people([standardize(record) for record in shop], model)
    assert people == [[0], [1], [2], [3], [4], [5]]


def test_records_of_a_town_are_joined_into_its_people(model: Model) -> None:
    records, truth = make_town()
    people = find_people([standardize(record) for record in records], model)
    joined = [group for group in people if len(group) > 1]
    assert [group for group in joined if len({truth[place] for place in group}) > 1] == []
    assert len(joined) == 77  # of 80 who are there twice; an Ola may be an Aleksandra, the others differ too much


def test_what_somebody_decided_stands_against_the_weights(model: Model) -> None:
    same = standardize(SENIOR)
    stranger = standardize({"full_name": "Olga Zeller", "born_on": "1980-01-05"})
    assert find_people([same, same, stranger], model, apart=[(0, 1)], together=[(0, 2)]) == [[0, 2], [1]]


def test_every_degree_of_agreement_can_be_read_out() -> None:
    degrees = {(part.name, level.name) for part in PERSONS.comparisons for level in part.levels}
    of_details = {(column, level) for column in DETAILS for level in DETAIL_LEVELS}
    assert {*WORDS, *of_details} == {*degrees, linkage.TOO_BARE, linkage.CONTRADICTED}


def test_a_model_survives_being_written_down(model: Model) -> None:
    assert linkage.read_model(linkage.write_model(model), PERSONS) == model


def test_hostile_values_are_only_values() -> None:
    long = standardize({"full_name": "x" * 2_000_000, "email": "a" * 400 + "@b.test", "phone": "9" * 100_000})
    assert long["email"] is None
    assert len(long["family"] or "") <= 200
    turned = standardize(
        {"full_name": "Ann\u202e Lee\x00", "street": "'; DROP TABLE people; --", "born_on": "9999-99-99"}
    )
    assert (turned["given"], turned["family"], turned["born"]) == ("ann", "lee", "99999999")
