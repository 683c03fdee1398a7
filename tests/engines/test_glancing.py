"""A glance at thousands of pairs gives up none that weighs enough, and most of those that do not."""

import hashlib
import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.customers.rules.matching.configuration import IN_DOUBT, PERSONS
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import train_on
from shopkeeper.engines.linkage import Form, Scorer, bits_of, make_signature, open_glance, open_shelf
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
from shopkeeper.engines.linkage.traits import Column, Trait, list_texts
from tests.customers.population import make_town

CONDITIONS: list[Condition] = [
    Same("a"), Crossed("a", "b"), NearlyCrossed("a", "b", 0.8801), Across("a", "b"), Similar("a", 0.8801),
    Similar("a", 0.7001), Near("a", 1), Near("a", 2), Part("a", 1, 3), Neighbor("a"), Short("a"), Longer("a"),
    SharedWord("a"), Missing(("a", "b")), Both((Same("a"), Near("b", 2))), Either((Same("b"), Short("a"))),
]  # fmt: skip
LEAST = bits_of(IN_DOUBT)
SIGNATURE = make_signature(PERSONS)

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
    picked = pick(scorer, forms, found)
    enough = [
        (one, other)
        for one, others in found.items()
        for other in others
        if scorer.weigh_if(forms[one], forms[other], at_least=LEAST) is not None
    ]
    assert len(enough) > 40
    assert [pair for pair in picked if scorer.weigh(forms[pair[0]], forms[pair[1]]) >= LEAST] == enough
    assert len(picked) < 3 * len(enough) < 0.1 * sum(map(len, found.values()))


def test_nothing_is_picked_of_nothing_and_of_nobody(scorer: Scorer) -> None:
    forms = dict(enumerate(standardize(record) for record in make_town(20)[0]))
    assert pick(scorer, {}, {}) == []
    assert pick(scorer, forms, {1: set()}) == []
    assert pick(scorer, forms, {1: {1, 10_000}}) == [(1, 1)]


def test_what_is_read_back_is_what_was_kept(scorer: Scorer) -> None:
    rows = SIGNATURE.read([standardize(record) for record in make_town(60)[0]])
    ids = [place.to_bytes(16) for place in range(len(rows))]  # the last byte of a name may be nothing
    names, loaded = SIGNATURE.load(b"".join(name + row.tobytes() for name, row in zip(ids, rows, strict=True)))
    assert names == ids
    assert loaded.tobytes() == rows.tobytes() != SIGNATURE.read([standardize({})] * len(rows)).tobytes()


def test_a_shelf_gives_what_was_kept_last_and_forgets_what_it_should() -> None:
    rows = SIGNATURE.read([standardize({"given_name": name}) for name in ("Ann", "Bob", "Cid", "Dot")])
    shelf = open_shelf(SIGNATURE)
    shelf.keep([5, 9], rows[:2])
    shelf.keep([7, 9], rows[2:])
    assert shelf.rows[shelf.find([9, 5, 7])].tobytes() == rows[[3, 0, 2]].tobytes()
    shelf.forget([5])
    assert shelf.list_missing([9, 5, 4]) == [5, 4]
    shelf.keep_only([7, 5])
    assert (shelf.find([7, 9]) >= 0).tolist() == [True, False]
    assert shelf.rows[shelf.find([7])].tobytes() == rows[[2]].tobytes()


def test_a_signature_tells_the_same_in_every_process() -> None:
    record = {"given_name": "Ann", "family_name": "Lee", "email": "ann@lee.example", "born_on": "1980-02-29"}
    digest = hashlib.blake2b(SIGNATURE.read([standardize(record)]).tobytes(), digest_size=4).hexdigest()
    assert digest == "0c163a4b", "count on the version of forms, and write down what stands here now"


def look_at(forms: Sequence[Form]) -> Pairs:
    """The first with the second."""
    texts = list_texts(forms)

    def show(trait: Trait) -> Column:
        return trait.read(texts)

    return Pairs(show, show, np.array([0]), np.array([1]))


def pick(scorer: Scorer, forms: Mapping[int, Form], found: Mapping[int, set[int]]) -> list[tuple[int, int]]:
    """Which pairs of these are worth weighing."""
    shelf = open_shelf(SIGNATURE)
    shelf.keep(forms, SIGNATURE.read([*forms.values()]))
    return open_glance(scorer, SIGNATURE).pick(shelf, shelf, found, at_least=LEAST)


def scramble(forms: list[dict[str, str | None]], dice: random.Random) -> dict[int, Form]:
    """Some columns of each taken from others or left out, so that anything meets anything."""
    columns = list(forms[0])
    for form in forms:
        for column in dice.sample(columns, 3):
            form[column] = dice.choice([None, dice.choice(forms)[column]])
    return dict(enumerate(forms))
