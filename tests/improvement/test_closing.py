"""Nobody closes a problem by hand: figures do, and every attempt is kept."""

from datetime import timedelta

import pytest

from shopkeeper.core.actors import Actor
from shopkeeper.core.models import Event
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.improvement.actions.closing import ask_to_close
from shopkeeper.improvement.actions.measures import propose_measure, put_in_force
from shopkeeper.improvement.contracts import Level, MeasureDraft
from shopkeeper.improvement.errors import InTheFuture, ProblemIsClosed, UnknownOwner
from shopkeeper.improvement.models import Closing, ClosingAttempt, Effect, Measure, Problem, Relapse, WatchReading
from shopkeeper.improvement.queries.standings import standing_of
from shopkeeper.organization.models import Employee
from shopkeeper.organization.public import Role
from tests.improvement.scene import LAST_WEEK, NOW, SYSTEM, WEEK, actor, employ, fix, late_in_the_north, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Employee:
    """Who leads supply chain."""
    return employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)


@pytest.fixture
def sam(owner: Employee) -> Actor:
    """The same person as an actor."""
    return actor(owner)


@pytest.fixture
def problem(owner: Employee) -> Problem:
    """Late parcels to the North."""
    return late_in_the_north()


def state() -> str:
    """Where the only problem stands."""
    return standing_of(Problem.objects.get(), now=NOW).state


def test_closing_by_hand_is_refused_with_the_figures_and_the_attempt_is_kept(problem: Problem, sam: Actor) -> None:
    read(problem, ["0.21", "0.22"])
    response = ask_to_close(problem_id=problem.id, by=sam, now=NOW)
    assert response.closed is False
    assert response.sentence == (
        "22% late last week. Closes itself at 8% or less for 4 weeks with at least 150 parcels."
    )
    attempt = ClosingAttempt.objects.get()
    assert (attempt.by_name, attempt.closed, attempt.n, attempt.weeks_in_a_row) == ("Sam Reed", False, 216, 0)
    assert Problem.objects.get().closed_at is None
    assert Event.objects.filter(name="improvement.closing_refused").count() == 1


def test_four_good_weeks_after_the_measure_close_it_without_anybody(problem: Problem, owner: Employee) -> None:
    fix(problem, weeks_ago=4, owner=owner)
    read(problem, ["0.22", "0.08", "0.06", "0.05", "0.07"])
    assert (state(), Problem.objects.get().closed_at) == ("proven", NOW)
    assert (Closing.objects.get().outcome, Closing.objects.get().last_week) == ("proven", LAST_WEEK)
    assert Event.objects.filter(name="improvement.problem_closed").count() == 1


def test_good_weeks_from_before_the_measure_do_not_close_it(problem: Problem, owner: Employee) -> None:
    fix(problem, weeks_ago=2, owner=owner)
    read(problem, ["0.05", "0.05", "0.05", "0.05"])
    assert state() == "proving"
    assert standing_of(problem, now=NOW).weeks_in_a_row == 2


def test_what_went_away_by_itself_is_said_to_be_gone_and_not_solved(problem: Problem) -> None:
    read(problem, ["0.22", "0.05", "0.05", "0.05", "0.05"])
    assert state() == "gone"


def test_a_dead_feed_cannot_tell(problem: Problem, owner: Employee, sam: Actor) -> None:
    fix(problem, weeks_ago=5, owner=owner)
    read(problem, ["0.05", "0.05", "0.05", None, None])
    response = ask_to_close(problem_id=problem.id, by=sam, now=NOW)
    assert response.closed is False
    assert response.sentence.startswith("No figures since the week of 9 February 2026, so nobody can tell.")
    assert standing_of(problem, now=NOW).weeks_in_a_row == 3


def test_too_few_parcels_cannot_tell(problem: Problem, sam: Actor) -> None:
    read(problem, ["0.01"], n=12)
    assert ask_to_close(problem_id=problem.id, by=sam, now=NOW).sentence.startswith(
        "Only 12 parcels last week, 150 needed: nobody can tell."
    )


def test_a_solved_problem_comes_back_with_its_history(problem: Problem, owner: Employee) -> None:
    fix(problem, weeks_ago=4, owner=owner)
    read(problem, ["0.05", "0.05", "0.05", "0.05"])
    later = NOW + 2 * WEEK
    read(problem, ["0.05", "0.20", "0.21"], now=later)
    back = Problem.objects.get()
    assert (back.closed_at, standing_of(back, now=later).state) == (None, "reopened")
    assert (Closing.objects.count(), Relapse.objects.get().week, back.measures.count()) == (1, LAST_WEEK + 2 * WEEK, 1)
    assert Event.objects.get(name="improvement.problem_reopened").payload["owner_id"] == str(owner.id)


def test_a_late_correction_of_a_week_before_the_proof_does_not_bring_it_back(problem: Problem, owner: Employee) -> None:
    fix(problem, weeks_ago=4, owner=owner)
    read(problem, ["0.05", "0.05", "0.05", "0.05"])
    assert read(problem, ["0.05", "0.05", "0.30", "0.31"], now=NOW + timedelta(days=1)) == 2
    assert Problem.objects.get().closed_at == NOW
    assert Relapse.objects.count() == 0


def test_figures_are_kept_once_and_corrections_beside_them(problem: Problem) -> None:
    assert [read(problem, ["0.21", "0.22"]), read(problem, ["0.21", "0.22"])] == [2, 0]
    read(problem, ["0.21", "0.23"], now=NOW + timedelta(hours=1))
    assert WatchReading.objects.count() == 3
    assert str(standing_of(problem, now=NOW).last.value) == "0.230000"  # type: ignore[union-attr]


def test_a_closed_problem_has_nothing_to_close(problem: Problem, owner: Employee, sam: Actor) -> None:
    fix(problem, weeks_ago=4, owner=owner)
    read(problem, ["0.05", "0.05", "0.05", "0.05"])
    with pytest.raises(ProblemIsClosed):
        ask_to_close(problem_id=problem.id, by=sam, now=NOW)
    assert ClosingAttempt.objects.count() == 0


def test_who_answers_calls_cannot_even_try(problem: Problem) -> None:
    agent = actor(employ("Priya Shah", Role.CONTACT_CENTER_AGENT))
    with pytest.raises(NotPermitted):
        ask_to_close(problem_id=problem.id, by=agent, now=NOW)
    assert ClosingAttempt.objects.count() == 0


def test_what_a_problem_says_of_its_end_follows_from_its_facts(problem: Problem, owner: Employee) -> None:
    fix(problem, weeks_ago=4, owner=owner)
    for turn in range(3):
        at = NOW + turn * 8 * WEEK
        read(problem, ["0.05"] * 4, now=at)
        assert Problem.objects.get().closed_at == at
        read(problem, ["0.2"] * 2, now=at + 3 * WEEK)
        assert Problem.objects.get().closed_at is None
    assert (Closing.objects.count(), Relapse.objects.count()) == (3, 3)


def test_a_measure_cannot_be_in_force_before_its_day(problem: Problem, owner: Employee) -> None:
    measure = propose_measure(
        problem_id=problem.id,
        draft=MeasureDraft(title="Another carrier", level=Level.COMPANY, due_on=LAST_WEEK, owner_id=owner.id),
        by=SYSTEM,
        now=NOW,
    )
    with pytest.raises(InTheFuture):
        put_in_force(measure_id=measure, on=NOW.date() + timedelta(days=1), by=SYSTEM, now=NOW)
    assert Effect.objects.count() == 0
    assert state() == "fix_proposed"


def test_a_measure_belongs_to_somebody_who_works_here(problem: Problem) -> None:
    stranger = Employee.objects.create(name="Gone", source_key="gone", recorded_at=NOW)
    with pytest.raises(UnknownOwner):
        propose_measure(
            problem_id=problem.id,
            draft=MeasureDraft(title="Another carrier", level=Level.COMPANY, due_on=LAST_WEEK, owner_id=stranger.id),
            by=SYSTEM,
            now=NOW,
        )
    assert Measure.objects.count() == 0
