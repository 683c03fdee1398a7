"""Linkage says the same in a batch and of one pair, in whatever order records come."""

import random
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.engines import linkage
from shopkeeper.engines.linkage import (
    Comparison,
    Configuration,
    ForeignModel,
    Grouping,
    Level,
    Model,
    Scorer,
    TooLittleToLearn,
)
from shopkeeper.engines.linkage.climbing import make_test
from shopkeeper.engines.linkage.conditions import (
    Across,
    Condition,
    Crossed,
    Longer,
    Missing,
    Near,
    Neighbor,
    Part,
    Same,
    SharedWord,
    Short,
    Similar,
    both,
    either,
)  # fmt: skip
from shopkeeper.engines.linkage.hastening import hasten
from shopkeeper.engines.linkage.model import FORMAT, Weight

EVERY_CONDITION: list[Condition] = [
    Same("a"), Crossed("a", "b"), Across("a", "b"), Similar("a", 0.8801), Near("a", 1), Part("a", 1, 3), Short("a"),
    Neighbor("a"), Longer("a"), SharedWord("a"), Missing(("a", "b")), both(Same("a"), Near("b", 2)),
    either(Same("b"), Short("a")),
]  # fmt: skip
CONFIGURATION = Configuration(
    comparisons=(
        Comparison(
            "a",
            ("a",),
            Missing(("a",)),
            (Level("same", Same("a"), 0.9, 0.1, 0.5, "a"), Level("other", None, 0.1, 0.9, 0.5)),
        ),
        Comparison(
            "b",
            ("b",),
            Missing(("b",)),
            (Level("same", Same("b"), 0.9, 0.01, 0.5), Level("other", None, 0.1, 0.99, 0.5)),
        ),
    ),
    keys=("a", "b"),
)
MODEL = Model(
    format=FORMAT,
    fingerprint=CONFIGURATION.fingerprint,
    one=0.01,
    close=0.001,
    weights={
        "a": [Weight(0.9, 0.1, 0.5), Weight(0.1, 0.9, 0.5)],
        "b": [Weight(0.9, 0.01, 0.5), Weight(0.1, 0.99, 0.5)],
    },
    frequencies={"a": {"x": 0.5}},
    least={"a": 0.01},
    records=100,
    pairs=10.0,
)

text = st.none() | st.text("abc ", min_size=1, max_size=9)
form = st.fixed_dictionaries({"a": text, "b": text})


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@settings(max_examples=150)
@given(left=form, right=form)
def test_each_condition_says_the_same_in_sql_and_in_python(
    database: duckdb.DuckDBPyConnection, left: linkage.Form, right: linkage.Form
) -> None:
    columns = ", ".join(f"coalesce({condition.sql()}, false)" for condition in EVERY_CONDITION)
    sides = "(SELECT $1::text AS a, $2::text AS b) AS l, (SELECT $3::text AS a, $4::text AS b) AS r"
    [said] = database.execute(
        f"SELECT {columns} FROM {sides}", [left["a"], left["b"], right["a"], right["b"]]
    ).fetchall()
    assert list(said) == [make_test(condition)(left, right) for condition in EVERY_CONDITION]


def test_agreement_on_a_rare_value_weighs_more() -> None:
    scorer = Scorer(CONFIGURATION, MODEL)
    common = scorer.weigh({"a": "x", "b": None}, {"a": "x", "b": None})
    rare = scorer.weigh({"a": "y", "b": None}, {"a": "y", "b": None})
    assert rare > common


def test_what_is_missing_weighs_nothing() -> None:
    steps = Scorer(CONFIGURATION, MODEL).explain({"a": None, "b": "q"}, {"a": "x", "b": "q"})
    assert [(step.comparison, step.level) for step in steps] == [("", ""), ("b", "same")]


@settings(max_examples=60)
@given(forms=st.lists(form, min_size=2, max_size=9), seed=st.integers(0, 999))
def test_the_order_of_arrival_changes_no_group(forms: list[linkage.Form], seed: int) -> None:
    scorer = Scorer(CONFIGURATION, MODEL)
    places = range(len(forms))
    edges = [(i, j, scorer.weigh(forms[i], forms[j])) for i in places for j in places if i < j]
    groups = Grouping(forms, scorer, sure=2.0).grow(edges)
    random.Random(seed).shuffle(edges)
    turned = [(j, i, bits) for i, j, bits in edges]
    assert Grouping(forms, scorer, sure=2.0).grow(turned) == groups


def test_a_chain_of_resemblances_does_not_make_one_of_strangers() -> None:
    scorer = Scorer(CONFIGURATION, MODEL)
    chain: list[linkage.Form] = [{"a": "p", "b": "q"}, {"a": "p", "b": "r"}, {"a": "s", "b": "r"}]
    ends = scorer.weigh(chain[0], chain[2])
    edges = [(0, 1, scorer.weigh(chain[0], chain[1])), (1, 2, scorer.weigh(chain[1], chain[2]))]
    assert min(edges[0][2], edges[1][2]) > ends
    assert Grouping(chain, scorer, sure=-4.0).grow(edges) in ([[0], [1, 2]], [[0, 1], [2]])


def test_a_model_of_other_conditions_or_another_format_is_refused() -> None:
    other = Configuration(comparisons=CONFIGURATION.comparisons[:1], keys=("a",))
    artefact = linkage.write_model(MODEL)
    for broken in (artefact.replace(b'"format":1', b'"format":0'), b"{", b"\xff\x00"):
        with pytest.raises(ForeignModel):
            linkage.read_model(broken, CONFIGURATION)
    with pytest.raises(ForeignModel):
        linkage.read_model(artefact, other)


def test_a_handful_of_records_teaches_nothing(tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    file.write_text("".join(f'{place},{place},0,,f,"[""x"",""y""]",{{}}\n' for place in range(5)))
    with linkage.open_pool(CONFIGURATION, ("a", "b")) as pool:
        assert pool.fill(file) == 5
        with pytest.raises(TooLittleToLearn):
            linkage.train(pool)


@settings(max_examples=150)
@given(left=form, right=form)
def test_a_condition_that_is_asked_cheaply_holds_for_the_same_pairs(
    database: duckdb.DuckDBPyConnection, left: linkage.Form, right: linkage.Form
) -> None:
    asked = [
        *EVERY_CONDITION, Near("a", 2), both(Near("a", 1), Same("b")), either(Near("a", 1), Similar("b", 0.8801)),
    ]  # fmt: skip
    columns = ", ".join(f"coalesce({hasten(condition)}, false)" for condition in asked)
    sides = "(SELECT $1::text AS a, $2::text AS b) AS l, (SELECT $3::text AS a, $4::text AS b) AS r"
    [said] = database.execute(
        f"SELECT {columns} FROM {sides}", [left["a"], left["b"], right["a"], right["b"]]
    ).fetchall()
    assert list(said) == [make_test(condition)(left, right) for condition in asked]
