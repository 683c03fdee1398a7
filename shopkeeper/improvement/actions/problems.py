"""Opening a problem: an owner in a role, a level, and a watch that is written before anything is mended."""

from datetime import datetime

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import short_number
from shopkeeper.improvement.contracts import Level, ProblemDraft, WatchPlan
from shopkeeper.improvement.errors import KnownAlready, NoOutlet, NothingSaid, UnknownOwner
from shopkeeper.improvement.events import ProblemOpened
from shopkeeper.improvement.models import Problem, Watch
from shopkeeper.improvement.queries.standings import PLACES
from shopkeeper.improvement.rules.plans import check_plan
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization


@action
def open_problem(*, draft: ProblemDraft, by: Actor, now: datetime) -> str:
    """Give a repeating cause an owner and a watch; the problem's number.

    :raises NothingSaid: without a title
    :raises WrongTerms: for a watch that could never say anything
    :raises DimensionUnknown: for a watch on a part that its metric does not know
    :raises NoOutlet: for a problem of an outlet without the outlet
    :raises KnownAlready: when the cause has an open problem
    :raises UnknownOwner: when the owner holds no role today
    """
    by.require("improvement.work_problems")
    _check(draft)
    owner = _find_owner(draft, now=now)
    problem = Problem.objects.create(
        number=_next_number(), title=draft.title.strip()[:160], story=draft.story.strip(), level=draft.level,
        outlet_id=draft.outlet_id, department_id=draft.department_id, cause_id=draft.cause_id,
        promise_to_customers=draft.promise_to_customers.strip()[:250], cost_a_year=draft.cost_a_year,
        currency=organization.get_retailer().currency, owner_id=owner.id, owner_role=draft.owner_role,
        follows_id=draft.follows_id, since_on=draft.since_on, opened_at=now, opened_by=by.id,
    )  # fmt: skip
    _write_watch(problem, draft.watch, now=now)
    opened = ProblemOpened(problem_id=problem.id, number=problem.number, metric=draft.watch.metric, owner_id=owner.id)
    announce(opened, by=by, now=now)
    return problem.number


def _check(draft: ProblemDraft) -> None:
    check_plan(draft.watch)
    if not draft.title.strip():
        raise NothingSaid
    if draft.level is Level.OUTLET and draft.outlet_id is None:
        raise NoOutlet
    if draft.cause_id:
        _check_unknown(draft.cause_id)


def _write_watch(problem: Problem, plan: WatchPlan, *, now: datetime) -> None:
    terms = plan.terms
    filters = insight.filters_of(insight.get_metric(plan.metric), plan.filters or {})
    Watch.objects.create(
        problem=problem, metric=plan.metric, filters=filters, complement=plan.complement,
        unit=plan.unit, what=plan.what, noun=plan.noun, direction=terms.direction,
        threshold=terms.threshold.quantize(PLACES), weeks=terms.weeks, minimum=terms.minimum,
        baseline=plan.baseline, baseline_n=plan.baseline_n, written_at=now,
    )  # fmt: skip


def _check_unknown(cause_id: str) -> None:
    with connection.cursor() as cursor:
        # Two who open the same cause at once: the second waits, and is told of the first's problem.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('improvement.cause:' || %s))", [cause_id])
    known = Problem.objects.open().filter(cause_id=cause_id).first()
    if known:
        raise KnownAlready(number=known.number)


def _find_owner(draft: ProblemDraft, *, now: datetime) -> organization.Person:
    if draft.owner_id is None:
        role = organization.Role(draft.owner_role)
        return organization.get_person_for(role, outlet_id=draft.outlet_id, now=now)
    person = organization.find_person(draft.owner_id, now=now)
    if person is None:
        raise UnknownOwner
    return person


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('improvement_problem_number')")
        return short_number(cursor.fetchone()[0])
