"""Why a rate moved: the parts add up to the whole, and more web orders are not a worse web shop."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from shopkeeper.insight.rules.mix import CannotDecompose, Decomposition, Window, decompose, rate_with_mix_of

COUNTS = st.dictionaries(
    st.sampled_from(["store", "web", "phone", "marketplace"]),
    st.integers(0, 500).flatmap(lambda k: st.tuples(st.just(k), st.integers(k, 1000))),
    min_size=1,
)


def test_satisfaction_that_falls_because_the_web_grew_is_all_mix() -> None:
    before = Window(days=28, counts={"store": (720, 800), "web": (140, 200)})
    after = Window(days=28, counts={"store": (360, 400), "web": (420, 600)})
    result = decompose(before, after)
    assert isinstance(result, Decomposition)
    assert result.change == Fraction(78, 100) - Fraction(86, 100)
    assert result.rate_effect == 0
    assert result.mix_effect == result.change


def test_a_store_that_got_worse_is_a_change_of_rate() -> None:
    before = Window(days=7, counts={"Leeds": (10, 100), "York": (10, 100)})
    after = Window(days=7, counts={"Leeds": (30, 100), "York": (10, 100)})
    result = decompose(before, after)
    assert isinstance(result, Decomposition)
    assert [(mover.value, mover.rate_effect, mover.mix_effect) for mover in result.movers] == [
        ("Leeds", Fraction(1, 10), 0),
        ("York", 0, 0),
    ]


def test_a_new_outlet_is_flagged_and_a_closed_one_too() -> None:
    before = Window(days=7, counts={"Leeds": (10, 100), "York": (10, 100)})
    after = Window(days=7, counts={"Leeds": (10, 100), "Hull": (50, 100)})
    result = decompose(before, after)
    assert isinstance(result, Decomposition)
    assert {mover.value: (mover.is_new, mover.is_gone) for mover in result.movers} == {
        "Hull": (True, False),
        "York": (False, True),
        "Leeds": (False, False),
    }
    assert result.rate_effect == 0


@given(before=COUNTS, after=COUNTS)
def test_the_parts_always_add_up_to_the_whole(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> None:
    result = decompose(Window(7, before), Window(7, after))
    assume(isinstance(result, Decomposition))
    assert isinstance(result, Decomposition)
    assert result.rate_effect + result.mix_effect == result.change
    assert [abs(mover.effect) for mover in result.movers] == sorted(
        (abs(mover.effect) for mover in result.movers), reverse=True
    )


def test_windows_of_unequal_length_are_not_compared() -> None:
    counts = {"Leeds": (10, 100)}
    assert decompose(Window(7, counts), Window(8, {"Leeds": (20, 100)})) is CannotDecompose.UNEQUAL_WINDOWS


def test_counts_of_distinct_customers_are_not_split() -> None:
    before, after = Window(7, {"Leeds": (10, 100)}), Window(7, {"Leeds": (20, 100)})
    assert decompose(before, after, is_additive=False) is CannotDecompose.NOT_ADDITIVE


def test_no_change_has_no_movers() -> None:
    assert decompose(Window(7, {"Leeds": (10, 100)}), Window(7, {"Leeds": (20, 200)})) is CannotDecompose.NO_CHANGE
    assert decompose(Window(7, {"Leeds": (0, 0)}), Window(7, {})) is CannotDecompose.NO_OBSERVATIONS


def test_a_store_with_many_returns_is_held_against_stores_with_as_many() -> None:
    own = Window(days=90, counts={"till": (90, 100), "returns desk": (210, 300)})
    others = Window(days=90, counts={"till": (900, 1000), "returns desk": (70, 100)})
    assert own.rate() == Fraction(3, 4)
    assert others.rate() == Fraction(97, 110)
    assert rate_with_mix_of(own, others) == Fraction(3, 4)


def test_what_no_other_store_has_is_left_out_of_the_comparison() -> None:
    own = Window(days=90, counts={"till": (90, 100), "workshop": (1, 50)})
    assert rate_with_mix_of(own, Window(days=90, counts={"till": (8, 10)})) == Fraction(4, 5)
    assert rate_with_mix_of(own, Window(days=90, counts={"café": (8, 10)})) is None
