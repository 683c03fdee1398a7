"""Opening a problem: an owner in a role, a level, and a watch that is written before anything is mended."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import short_number
from shopkeeper.improvement.contracts import Level, WatchPlan
from shopkeeper.improvement.errors import KnownAlready, NoOutlet, NothingSaid, UnknownOwner
from shopkeeper.improvement.events import ProblemOpened
from shopkeeper.improvement.models import Problem, Watch
from shopkeeper.improvement.queries.standings import PLACES
from shopkeeper.improvement.rules.plans import check_plan
from shopkeeper.organization import public as organization


@action
def open_problem(
    *,
    title: str,
    level: Level,
    plan: WatchPlan,
    owner_role: organization.Role,
    since_on: date,
    by: Actor,
    now: datetime,
    owner_id: UUID | None = None,
    outlet_id: UUID | None = None,
    department_id: UUID | None = None,
    cause_id: str = "",
    story: str = "",
    promise_to_customers: str = "",
    cost_a_year: Decimal | None = None,
    follows_id: UUID | None = None,
) -> str:
    """Give a repeating cause an owner and a watch; the problem's number. Without an owner, whoever holds the role.

    :raises NothingSaid: without a title
    :raises WrongTerms: for a watch that could never say anything
    :raises NoOutlet: for a problem of an outlet without the outlet
    :raises KnownAlready: when the cause has an open problem
    :raises UnknownOwner: when the owner holds no role today
    """
    by.require("improvement.work_problems")
    check_plan(plan)
    if not title.strip():
        raise NothingSaid
    if level is Level.OUTLET and outlet_id is None:
        raise NoOutlet
    _check_unknown(cause_id)
    owner = _find_owner(owner_id, owner_role, outlet_id, now=now)
    problem = Problem.objects.create(
        number=_next_number(), title=title.strip()[:160], story=story.strip(), level=level, outlet_id=outlet_id,
        department_id=department_id, cause_id=cause_id, promise_to_customers=promise_to_customers.strip()[:250],
        cost_a_year=cost_a_year, currency=organization.get_retailer().currency if cost_a_year else "",
        owner_id=owner.id, owner_role=owner_role, follows_id=follows_id, since_on=since_on, opened_at=now,
        opened_by=by.id,
    )  # fmt: skip
    _write_watch(problem, plan, now=now)
    opened = ProblemOpened(problem_id=problem.id, number=problem.number, metric=plan.metric, owner_id=owner.id)
    announce(opened, by=by, now=now)
    return problem.number


def _write_watch(problem: Problem, plan: WatchPlan, *, now: datetime) -> None:
    terms = plan.terms
    Watch.objects.create(
        problem=problem, metric=plan.metric, filters=dict(plan.filters or {}), complement=plan.complement,
        unit=plan.unit, what=plan.what, noun=plan.noun, direction=terms.direction,
        threshold=terms.threshold.quantize(PLACES), weeks=terms.weeks, minimum=terms.minimum,
        baseline=plan.baseline, baseline_n=plan.baseline_n, written_at=now,
    )  # fmt: skip


def _check_unknown(cause_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('improvement.cause:' || %s))", [cause_id])
    known = Problem.objects.open().filter(cause_id=cause_id).first() if cause_id else None
    if known:
        raise KnownAlready(number=known.number)


def _find_owner(
    owner_id: UUID | None, role: organization.Role, outlet_id: UUID | None, *, now: datetime
) -> organization.Person:
    if owner_id is None:
        return organization.get_person_for(role, outlet_id=outlet_id, now=now)
    person = organization.find_person(owner_id, now=now)
    if person is None:
        raise UnknownOwner
    return person


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('improvement_problem_number')")
        return short_number(cursor.fetchone()[0])
