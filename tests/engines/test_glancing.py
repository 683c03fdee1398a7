"""A glance at thousands of pairs gives up none that weighs enough, and most of those that do not."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.customers.rules.matching.configuration import IN_DOUBT, PERSONS
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import train_on
from shopkeeper.engines.linkage import Form, Scorer, bits_of, open_glance
from shopkeeper.engines.linkage.climbing import make_test
from shopkeeper.engines.linkage.conditions import (
    Across,
    Both,
    Condition,
    Crossed,
    Either,
    Longer,
    Missing,
    Near,
    NearlyCrossed,
    Neighbor,
    Part,
    Same,
    SharedWord,
    Short,
    Similar,
)  # fmt: skip
from shopkeeper.engines.linkage.guessing import Pairs, is_certain, may_hold
from shopkeeper.engines.linkage.traits import list_texts
from tests.customers.population import make_town

CONDITIONS: list[Condition] = [
    Same("a"), Crossed("a", "b"), NearlyCrossed("a", "b", 0.8801), Across("a", "b"), Similar("a", 0.8801),
    Similar("a", 0.7001), Near("a", 1), Near("a", 2), Part("a", 1, 3), Neighbor("a"), Short("a"), Longer("a"),
    SharedWord("a"), Missing(("a", "b")), Both((Same("a"), Near("b", 2))), Either((Same("b"), Short("a"))),
]  # fmt: skip
LEAST = bits_of(IN_DOUBT)

text = st.none() | st.text("abc é", max_size=7) | st.text("abcdefgh", min_size=20, max_size=30)
form = st.fixed_dictionaries({"a": text, "b": text})


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer(PERSONS, train_on([standardize(record) for record in make_town(240)[0]]))


@settings(max_examples=300)
@given(left=form, right=form, slip=st.integers(0, 30))
def test_what_holds_is_never_ruled_out_and_what_is_certain_holds(left: Form, right: Form, slip: int) -> None:
    near = {**left, "a": f"{(left['a'] or '')[:slip]}{(left['a'] or '')[slip + 1 :]}"}  # a letter left out
    for one, other in ((left, right), (left, near), (near, left)):
        pairs = look_at([one, other])
        for condition in CONDITIONS:
            holds, may = make_test(condition)(one, other), bool(may_hold(condition, pairs)[0])
            assert may or not holds
            assert may == holds or not is_certain(condition)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_pair_that_weighs_enough_is_picked(scorer: Scorer, seed: int) -> None:
    forms = scramble([standardize(record) for record in make_town(150, seed=seed)[0]], random.Random(seed))
    found = {one: set(range(one)) for one in range(1, len(forms))}
    picked = open_glance(scorer).pick(forms, forms, found, at_least=LEAST)
    enough = [
        (one, other)
        for one, others in found.items()
        for other in others
        if scorer.weigh_if(forms[one], forms[other], at_least=LEAST) is not None
    ]
    assert len(enough) > 40
    assert [pair for pair in picked if scorer.weigh(forms[pair[0]], forms[pair[1]]) >= LEAST] == enough
    assert len(picked) < 3 * len(enough) < 0.1 * sum(map(len, found.values()))


def test_records_that_do_not_fit_any_more_are_read_again(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = dict(enumerate(standardize(record) for record in make_town(60)[0]))
    found = {one: set(range(one)) for one in range(1, len(forms))}
    at_once = open_glance(scorer).pick(forms, forms, found, at_least=LEAST)
    monkeypatch.setattr("shopkeeper.engines.linkage.glancing._MOST_KEPT", 7)
    glance = open_glance(scorer)
    some = [glance.pick(forms, forms, {one: others}, at_least=LEAST) for one, others in found.items()]
    assert [pair for pairs in some for pair in pairs] == at_once != []


def test_nothing_is_picked_of_nothing(scorer: Scorer) -> None:
    assert open_glance(scorer).pick({}, {}, {}, at_least=LEAST) == []
    assert open_glance(scorer).pick({1: {}}, {}, {1: ()}, at_least=LEAST) == []


def look_at(forms: Sequence[Form]) -> Pairs:
    """The first with the second."""
    texts = list_texts(forms)
    return Pairs(lambda trait: trait.read(texts), np.array([0]), np.array([1]))


def scramble(forms: list[dict[str, str | None]], dice: random.Random) -> dict[int, Form]:
    """Some columns of each taken from others or left out, so that anything meets anything."""
    columns = list(forms[0])
    for form in forms:
        for column in dice.sample(columns, 3):
            form[column] = dice.choice([None, dice.choice(forms)[column]])
    return dict(enumerate(forms))
