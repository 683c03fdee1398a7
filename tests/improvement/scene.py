"""Late parcels to the North, for the tests of improvement."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.improvement.actions.measures import propose_measure, put_in_force
from shopkeeper.improvement.actions.problems import open_problem
from shopkeeper.improvement.actions.readings import take_readings
from shopkeeper.improvement.contracts import Direction, Level, MeasureDraft, ProblemDraft, Terms, WatchPlan, Week
from shopkeeper.improvement.models import Problem
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Employee
from shopkeeper.organization.public import Role

# A Wednesday; the week before began on Monday 23 February.
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
LAST_WEEK = date(2026, 2, 23)
WEEK = timedelta(days=7)
SYSTEM = system_actor("test")
CAUSE = UUID(int=7)
LATE = WatchPlan(
    metric="on_time_delivery",
    terms=Terms(Direction.AT_MOST, Decimal("0.08"), weeks=4, minimum=150),
    what="late",
    noun="parcels",
    filters={"carrier": "norther", "region": "north"},
    complement=True,
    baseline=Decimal("0.05"),
    baseline_n=1016,
)


def employ(name: str, role: Role) -> Employee:
    """Somebody in a role of the whole company."""
    row = Employee.objects.create(name=name, source_key=name, recorded_at=NOW)
    organization.give_role(employee_id=row.id, role=role, starts_on=date(2025, 1, 1), by=SYSTEM, now=NOW)
    return row


def actor(employee: Employee) -> Actor:
    """The employee as an actor."""
    found = organization.find_actors_of_employees([employee.id], now=NOW).get(employee.id)
    assert found
    return found


def late_in_the_north(*, now: datetime = NOW) -> Problem:
    """The problem, owned by supply chain, opened ten weeks before."""
    draft = ProblemDraft(
        title="Parcels to the North come late", level=Level.COMPANY, watch=LATE, cause_id=str(CAUSE),
        owner_role=Role.SUPPLY_CHAIN_MANAGER, since_on=LAST_WEEK - 10 * WEEK,
        promise_to_customers="We moved your next parcel to another carrier.",
    )  # fmt: skip
    number = open_problem(draft=draft, by=SYSTEM, now=now - 10 * WEEK)
    return Problem.objects.get(number=number)


def read(problem: Problem, values: Sequence[str | None], *, n: int = 216, now: datetime = NOW, node: str = "") -> int:
    """Figures of the weeks up to the last one before `now`, oldest first."""
    last = now.date() - timedelta(days=now.weekday() + 7)
    weeks = [
        Week(last - (len(values) - 1 - place) * WEEK, Decimal(value) if value else None, n if value else 0, node=node)
        for place, value in enumerate(values)
    ]
    return take_readings(problem_id=problem.id, weeks=weeks, by=SYSTEM, now=now)


def agreed(title: str, owner: Employee) -> MeasureDraft:
    """A measure of the company, due last week."""
    return MeasureDraft(title=title, level=Level.COMPANY, due_on=LAST_WEEK, owner_id=owner.id)


def fix(problem: Problem, *, weeks_ago: int, owner: Employee) -> None:
    """Another carrier, in force since the Monday so many weeks before last."""
    measure = propose_measure(
        problem_id=problem.id,
        draft=MeasureDraft(
            title="Another carrier for the North", level=Level.COMPANY, due_on=LAST_WEEK, owner_id=owner.id
        ),
        by=SYSTEM,
        now=NOW,
    )
    put_in_force(measure_id=measure, on=LAST_WEEK - (weeks_ago - 1) * WEEK, by=SYSTEM, now=NOW)
