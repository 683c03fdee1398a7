"""Opening a problem: an owner, a level, and a watch that can say something."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from shopkeeper.improvement.actions.people import record_people
from shopkeeper.improvement.actions.problems import open_problem
from shopkeeper.improvement.contracts import Direction, Level, PersonHurt, ProblemDraft, Terms
from shopkeeper.improvement.errors import KnownAlready, NoOutlet, NothingSaid, WrongTerms
from shopkeeper.improvement.models import Affected, Problem
from shopkeeper.improvement.rules.plans import propose_terms
from shopkeeper.organization.public import NobodyInRole, Role
from tests.improvement.scene import LAST_WEEK, LATE, NOW, SYSTEM, employ, late_in_the_north
from tests.recovery.scene import customer

pytestmark = pytest.mark.django_db


def attempt(**changes: Any) -> str:
    """Open a problem that differs from a good one."""
    good = ProblemDraft(
        title="Late", level=Level.COMPANY, watch=LATE, owner_role=Role.SUPPLY_CHAIN_MANAGER, since_on=LAST_WEEK
    )
    return open_problem(draft=replace(good, **changes), by=SYSTEM, now=NOW)


def test_a_problem_is_never_without_an_owner() -> None:
    with pytest.raises(NobodyInRole):
        late_in_the_north()
    assert Problem.objects.count() == 0
    stands_in = employ("Amara Okafor", Role.CHIEF_CUSTOMER_OFFICER)
    assert late_in_the_north().owner_id == stands_in.id


def test_the_watch_is_written_with_the_problem() -> None:
    employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)
    watch = late_in_the_north().watch
    assert (watch.metric, watch.filters) == ("on_time_delivery", {"carrier": "norther", "region": "north"})
    assert (watch.direction, watch.threshold, watch.weeks, watch.minimum) == ("at_most", Decimal("0.08"), 4, 150)


def test_one_cause_has_one_open_problem() -> None:
    employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)
    number = late_in_the_north().number
    with pytest.raises(KnownAlready, match=number):
        late_in_the_north()
    assert Problem.objects.count() == 1


@pytest.mark.parametrize(
    "terms",
    [
        Terms(Direction.AT_MOST, Decimal("0.08"), weeks=0, minimum=150),
        Terms(Direction.AT_MOST, Decimal("0.08"), weeks=4, minimum=0),
        Terms(Direction.AT_MOST, Decimal("8"), weeks=4, minimum=150),
        Terms(Direction.AT_MOST, Decimal("NaN"), weeks=4, minimum=150),
    ],
    ids=["no weeks", "no records", "800 percent", "no number"],
)
def test_a_watch_that_could_never_say_anything_is_refused(terms: Terms) -> None:
    employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)
    with pytest.raises(WrongTerms):
        attempt(watch=replace(LATE, terms=terms))
    assert Problem.objects.count() == 0


def test_a_problem_of_an_outlet_names_it_and_each_has_a_title() -> None:
    employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)
    with pytest.raises(NoOutlet):
        attempt(level=Level.OUTLET)
    with pytest.raises(NothingSaid):
        attempt(title="  ")


def test_people_are_kept_once_for_each_order() -> None:
    employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)
    problem = late_in_the_north()
    ruth = customer("Ruth")
    for spoke in (False, True):
        record_people(problem_id=problem.id, people=[PersonHurt(ruth, NOW, spoke=spoke)], by=SYSTEM, now=NOW)
    assert Affected.objects.get().spoke is True


@pytest.mark.parametrize(
    ("usual", "records", "threshold", "minimum", "weeks"),
    [
        ("0.0812", 216, "0.11", 150, 4),
        ("0.0045", 600, "0.009", 400, 4),
        ("0.05", 20, "0.12", 14, 4),
        ("0.13", 8, "0.32", 5, 6),
        ("0.13", 1, "0.56", 1, 12),
        ("4.213", 900, "4.21", 600, 4),
    ],
)
def test_terms_are_proposed_from_what_is_usual_with_the_room_that_chance_needs(
    usual: str, records: int, threshold: str, minimum: int, weeks: int
) -> None:
    terms = propose_terms(usual=Decimal(usual), direction=Direction.AT_MOST, records_a_week=records)
    assert (terms.threshold, terms.weeks, terms.minimum) == (Decimal(threshold), weeks, minimum)


def test_what_goes_wrong_today_is_never_proposed_as_good_enough() -> None:
    terms = propose_terms(usual=Decimal("0.12"), direction=Direction.AT_MOST, records_a_week=6, present=Decimal("0.32"))
    assert (terms.threshold, terms.weeks, terms.minimum) == (Decimal("0.22"), 8, 4)
