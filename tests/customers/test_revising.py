"""A lot of records is looked at again: who is one, who is two, and who is for people to say."""

import pytest

from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import train_on
from shopkeeper.customers.rules.matching.placing import place
from shopkeeper.customers.rules.matching.revising import Revision, revise
from shopkeeper.engines.linkage import Lot, Model, Scorer, bits_of
from tests.customers.population import Said, make_town

SURE, DOUBTED, STRANGERS = bits_of(0.99), bits_of(0.6), bits_of(0.1)
M: Said = {"full_name": "M Underhill", "email": "mags@mail.test"}
MARGARET: Said = {"full_name": "Margaret Underhill", "email": "mags@mail.test", "born_on": "1961-07-09"}


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    records, _ = make_town(120)
    model: Model = train_on([standardize(record) for record in records])
    return Scorer(PERSONS, model)


def two(bits: float, *, owners: tuple[str, str], ours: bool = False) -> Lot:
    return Lot(["a", "b"], list(owners), [0.0, 0.0], [False, ours], [], [(0, 1, bits)])


@pytest.mark.parametrize(
    ("bits", "owners", "ours", "expected"),
    [
        (SURE, ("x", "y"), False, Revision([[0, 1]])),
        (DOUBTED, ("x", "y"), False, Revision([[0], [1]], join=[(0, 1, DOUBTED)])),
        (STRANGERS, ("x", "x"), False, Revision([[0], [1]])),
        (DOUBTED, ("x", "x"), False, Revision([[0, 1]], part=[(0, 1, DOUBTED)])),
        (DOUBTED, ("x", "x"), True, Revision([[0], [1]], join=[(0, 1, DOUBTED)])),
    ],
    ids=["sure", "doubted", "strangers of one customer", "doubted by rules", "doubted by this model"],
)
def test_two_records(scorer: Scorer, bits: float, owners: tuple[str, str], ours: bool, expected: Revision) -> None:
    assert revise(two(bits, owners=owners, ours=ours), scorer, apart={}) == expected


def test_what_people_said_of_two_customers_stands(scorer: Scorer) -> None:
    assert revise(two(SURE, owners=("x", "y")), scorer, apart={"x": {"y"}}) == Revision([[0], [1]])
    held = two(STRANGERS, owners=("x", "x"))
    held.together.append((0, 1))
    assert revise(held, scorer, apart={}) == Revision([[0, 1]])


def lot_of(scorer: Scorer, *said: Said, owners: list[str]) -> Lot:
    forms = [standardize(one) for one in said]
    places = range(len(forms))
    edges = [(i, j, scorer.weigh(forms[i], forms[j])) for i in places for j in places if i < j]
    return Lot([*map(str, places)], owners, [0.0] * len(forms), [False] * len(forms), [*forms], edges)


def test_two_customers_are_judged_by_all_their_records(scorer: Scorer) -> None:
    """M may be Margaret as far as the one record goes; the other one says when Margaret was born, and M is younger."""
    younger: Said = {**M, "born_on": "1990-01-30"}
    alone = lot_of(scorer, M, younger, owners=["x", "y"])
    assert bits_of(0.3) < alone.edges[0][2] < bits_of(0.95)
    lot = lot_of(scorer, MARGARET, {**MARGARET, "born_on": None}, younger, owners=["x", "x", "y"])
    placing = place(lot.forms, lot.edges, scorer)
    assert max(bits for _, _, bits in lot.edges[1:]) > bits_of(0.3)
    assert (placing.groups, placing.doubts) == ([[0, 1], [2]], [])


def test_of_three_records_that_rules_joined_the_doubted_one_stays_and_is_asked_about(scorer: Scorer) -> None:
    lot = lot_of(scorer, MARGARET, {**MARGARET, "phone": "01904 555 022"}, M, owners=["x", "x", "x"])
    revision = revise(lot, scorer, apart={})
    assert revision.groups == [[0, 1, 2]]
    assert [(one, other) for one, other, _ in revision.part] == [(0, 2)]
    assert revision.join == []


def test_two_records_that_share_no_key_are_weighed_as_they_are_among_others(scorer: Scorer) -> None:
    """A night on which a third one leaves the lot must not change what is said of the two that stay."""
    three = lot_of(scorer, MARGARET, M, {"full_name": "Olga Zeller", "born_on": "1980-01-05"}, owners=["x", "x", "x"])
    three.edges.clear()
    two_left = lot_of(scorer, MARGARET, M, owners=["x", "x"])
    two_left.edges.clear()
    assert revise(three, scorer, apart={}).part == revise(two_left, scorer, apart={}).part != []
    assert revise(two_left, scorer, apart={}).groups == [[0, 1]]
