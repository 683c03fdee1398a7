"""What weekly figures say about a problem: people propose, facts decide."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.improvement.contracts import Direction, ProblemState, Terms, Verdict, Week
from shopkeeper.improvement.rules.watchdog import (
    History,
    count_in_a_row,
    counted_weeks,
    find_proof,
    find_relapse,
    judge,
    judge_week,
)

# A Monday; the problem was opened then.
START = date(2026, 1, 5)
WEEK = timedelta(days=7)
LATE = Terms(Direction.AT_MOST, Decimal("0.08"), weeks=4, minimum=150)
LEEDS, YORK = "leeds", "york"


def week(number: int, value: str | None, n: int = 200, *, node: str = "", low: str | None = None) -> Week:
    """The figure of a week counted from the start."""
    share = None if value is None else Decimal(value)
    return Week(START + number * WEEK, share, n, None if low is None else Decimal(low), None, node)


def weeks(*values: str | None, first: int = 0) -> list[Week]:
    """Figures of weeks one after the other, with plenty of parcels."""
    return [week(first + number, value) for number, value in enumerate(values)]


def fixed(number: int = 0, node: str = "") -> History:
    """A measure in force from the start of a week on."""
    return History(START, has_measures=True, effects={node: START + number * WEEK})


def after(number: int) -> date:
    """The Monday after so many weeks: all of them are over."""
    return START + number * WEEK


def closed(history: History, proof: Week) -> History:
    """The same problem once figures have closed it."""
    return History(
        history.opened_on, history.has_measures, history.effects, proof.starts_on + WEEK, ProblemState.PROVEN
    )


def test_a_value_equal_to_the_threshold_has_reached_it() -> None:
    assert judge_week(week(0, "0.08"), LATE) is Verdict.REACHED
    assert judge_week(week(0, "0.080001"), LATE) is Verdict.MISSED
    at_least = Terms(Direction.AT_LEAST, Decimal("4.2"), weeks=2, minimum=1)
    assert judge_week(week(0, "4.2"), at_least) is Verdict.REACHED
    assert judge_week(week(0, "4.19"), at_least) is Verdict.MISSED


@pytest.mark.parametrize("silent", [week(0, "0.01", 149), week(0, None, 0), week(0, None, 500)])
def test_too_few_records_or_none_cannot_tell(silent: Week) -> None:
    assert judge_week(silent, LATE) is Verdict.CANNOT_TELL


def test_a_silent_week_stops_the_clock_and_sets_nothing_back() -> None:
    figures = [week(0, "0.05"), week(1, "0.05"), week(2, None, 0), week(3, "0.02", 12), week(4, "0.05")]
    assert count_in_a_row(figures, LATE) == 3


def test_a_bad_week_starts_the_count_again() -> None:
    assert count_in_a_row(weeks("0.05", "0.05", "0.05", "0.09", "0.05"), LATE) == 1


def test_four_good_weeks_with_enough_parcels_prove_it_and_three_do_not() -> None:
    good = weeks("0.08", "0.07", "0.06", "0.05")
    assert find_proof(good[:3], fixed(), LATE, today=after(3)) is None
    assert find_proof(good, fixed(), LATE, today=after(4)) == good[3]


def test_the_running_week_says_nothing_yet() -> None:
    assert find_proof(weeks("0.05", "0.05", "0.05", "0.05"), fixed(), LATE, today=after(4) - timedelta(days=1)) is None


def test_a_feed_that_is_dead_proves_nothing() -> None:
    assert find_proof(weeks(None, None, None, None, None), fixed(), LATE, today=after(5)) is None
    assert judge(weeks(None, None), fixed(), LATE, today=after(2)).last_verdict is Verdict.CANNOT_TELL


def test_good_weeks_from_before_the_fix_do_not_count() -> None:
    good = weeks("0.05", "0.05", "0.05", "0.05", "0.05")
    assert find_proof(good, fixed(2), LATE, today=after(5)) is None
    assert find_proof([*good, week(5, "0.05")], fixed(2), LATE, today=after(6)) == week(5, "0.05")


def test_a_week_in_which_the_fix_began_is_not_a_week_after_the_fix() -> None:
    began = History(START, has_measures=True, effects={"": START + timedelta(days=2)})
    assert counted_weeks(weeks("0.05", "0.05"), began, today=after(2)) == [week(1, "0.05")]


def test_a_measure_that_is_proposed_but_in_force_nowhere_proves_nothing() -> None:
    proposed = History(START, has_measures=True, effects={})
    good = weeks("0.05", "0.05", "0.05", "0.05")
    assert find_proof(good, proposed, LATE, today=after(4)) is None
    assert judge(good, proposed, LATE, today=after(4)).state is ProblemState.FIX_PROPOSED


def test_what_gets_better_without_a_measure_counts_from_the_day_the_problem_was_opened() -> None:
    nobody = History(START)
    good = weeks("0.05", "0.05", "0.05", "0.05")
    assert find_proof([week(-1, "0.05"), *good[:3]], nobody, LATE, today=after(3)) is None
    assert find_proof(good, nobody, LATE, today=after(4)) == good[3]


def test_only_outlets_where_the_fix_is_live_count() -> None:
    leeds = [week(number, "0.05", node=LEEDS) for number in range(4)]
    york = [week(number, "0.30", node=YORK) for number in range(4)]
    everywhere = weeks("0.18", "0.18", "0.18", "0.18")
    history = fixed(node=LEEDS)
    assert find_proof([*leeds, *york, *everywhere], history, LATE, today=after(4)) == leeds[3]


def test_two_outlets_with_the_fix_are_weighed_by_their_parcels() -> None:
    both = History(START, has_measures=True, effects={LEEDS: START, YORK: START})
    figures = [week(0, "0.05", 300, node=LEEDS), week(0, "0.14", 100, node=YORK)]
    assert counted_weeks(figures, both, today=after(1)) == [Week(START, Decimal("0.072500"), 400)]


def test_a_bad_week_at_an_outlet_where_the_fix_is_not_live_does_not_reopen() -> None:
    proof = week(3, "0.05", node=LEEDS)
    history = closed(fixed(node=LEEDS), proof)
    york = [week(number, "0.40", node=YORK, low="0.3") for number in (4, 5, 6)]
    leeds = [week(number, "0.05", node=LEEDS) for number in range(7)]
    assert find_relapse([*leeds, *york], history, LATE, today=after(7)) is None


def test_what_is_heard_after_the_closing_but_happened_before_does_not_reopen() -> None:
    history = closed(fixed(), week(3, "0.05"))
    corrected = [*weeks("0.05", "0.05", "0.05"), week(3, "0.31", low="0.25"), week(4, "0.05")]
    assert find_relapse(corrected, history, LATE, today=after(5)) is None


def test_one_week_that_is_clearly_bad_reopens() -> None:
    history = closed(fixed(), week(3, "0.05"))
    assert find_relapse([week(4, "0.22", low="0.16")], history, LATE, today=after(5)) == week(4, "0.22", low="0.16")


def test_one_week_just_above_is_chance_and_two_are_not() -> None:
    history = closed(fixed(), week(3, "0.05"))
    assert find_relapse([week(4, "0.09", low="0.05")], history, LATE, today=after(5)) is None
    two = [week(4, "0.09", low="0.05"), week(5, None, 0), week(6, "0.10", low="0.06")]
    assert find_relapse(two, history, LATE, today=after(7)) == two[2]


def test_a_bad_week_with_few_parcels_does_not_reopen() -> None:
    history = closed(fixed(), week(3, "0.05"))
    assert find_relapse([week(4, "0.5", 20, low="0.3")], history, LATE, today=after(5)) is None


def test_after_reopening_the_count_begins_anew_and_a_new_measure_is_proving_again() -> None:
    reopened = History(START, True, {"": START}, after(4), ProblemState.PROVEN, reopened_after=after(6))
    figures = weeks("0.05", "0.05", "0.05", "0.05", "0.2", "0.2", "0.05")
    standing = judge(figures, reopened, LATE, today=after(7))
    assert (standing.state, standing.weeks_in_a_row) == (ProblemState.REOPENED, 1)
    mended = History(START, True, {"": after(6)}, after(4), ProblemState.PROVEN, reopened_after=after(6))
    assert judge(figures, mended, LATE, today=after(7)).state is ProblemState.PROVING


def test_a_measure_that_has_not_helped_in_twice_the_time_is_not_proven_and_may_still_be() -> None:
    bad = weeks(*["0.20"] * 8)
    assert judge(bad[:7], fixed(), LATE, today=after(7)).state is ProblemState.PROVING
    assert judge(bad, fixed(), LATE, today=after(8)).state is ProblemState.NOT_PROVEN
    late_success = [*bad, *weeks(*["0.05"] * 4, first=8)]
    assert find_proof(late_success, fixed(), LATE, today=after(12)) == late_success[-1]


def test_a_new_measure_gets_its_own_time() -> None:
    assert judge(weeks(*["0.20"] * 8), fixed(6), LATE, today=after(8)).state is ProblemState.PROVING


def test_an_open_problem_shows_last_week_whether_it_counts_or_not() -> None:
    standing = judge(weeks("0.22"), History(START, has_measures=True), LATE, today=after(1))
    assert (standing.last, standing.last_verdict, standing.weeks_in_a_row) == (week(0, "0.22"), Verdict.MISSED, 0)


figures = st.lists(
    st.one_of(
        st.tuples(st.none(), st.integers(0, 400)),
        st.tuples(st.decimals(0, 1, places=2), st.integers(0, 400)),
    ),
    max_size=20,
)


def from_figures(drawn: list[tuple[Decimal | None, int]]) -> list[Week]:
    """Drawn figures as weeks one after the other."""
    return [Week(START + number * WEEK, value, n) for number, (value, n) in enumerate(drawn)]


@given(figures)
def test_whatever_came_before_a_proof_rests_on_enough_good_weeks_after_the_fix(
    drawn: list[tuple[Decimal | None, int]],
) -> None:
    told = from_figures(drawn)
    proof = find_proof(told, fixed(2), LATE, today=after(len(told)))
    good = [w for w in told[2:] if w.value is not None and w.n >= 150 and w.value <= LATE.threshold]
    if proof:
        assert len(good) >= LATE.weeks
        assert proof in good


@given(figures, st.integers(0, 20))
def test_silent_weeks_put_in_anywhere_never_change_the_verdict(
    drawn: list[tuple[Decimal | None, int]], place: int
) -> None:
    told = from_figures(drawn)
    silent = [*told[:place], Week(START, None, 0), *told[place:]]
    assert count_in_a_row(silent, LATE) == count_in_a_row(told, LATE)


@given(figures)
def test_nothing_from_before_the_end_of_a_proof_reopens(drawn: list[tuple[Decimal | None, int]]) -> None:
    told = from_figures(drawn)
    history = closed(fixed(), Week(START + (len(told) + 1) * WEEK, Decimal(0), 200))
    assert find_relapse(told, history, LATE, today=after(len(told))) is None


@given(figures)
def test_a_closed_problem_has_no_second_proof_and_an_open_one_no_relapse(
    drawn: list[tuple[Decimal | None, int]],
) -> None:
    told = from_figures(drawn)
    today = after(len(told))
    assert find_proof(told, closed(fixed(), week(0, "0.05")), LATE, today=today) is None
    assert find_relapse(told, fixed(), LATE, today=today) is None
