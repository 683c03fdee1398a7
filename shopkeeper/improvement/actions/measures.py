"""Preventive measures: proposed with an owner, a day and a price; in force at a place from a day on."""

from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.improvement.contracts import Level, MeasureDraft
from shopkeeper.improvement.errors import InTheFuture, NoOutlet, NothingSaid, ProblemIsClosed, UnknownOwner
from shopkeeper.improvement.events import MeasureProposed, MeasureTookEffect
from shopkeeper.improvement.models import Effect, Measure, Problem
from shopkeeper.improvement.queries.standings import today_of
from shopkeeper.organization import public as organization


@action
def propose_measure(*, problem_id: UUID, draft: MeasureDraft, by: Actor, now: datetime) -> UUID:
    """Say what will be done, by whom, by when, for how much, and which value it should bring.

    :raises NothingSaid: without a title
    :raises NoOutlet: for a measure at an outlet without the outlet
    :raises UnknownOwner: when the owner holds no role today
    :raises ProblemIsClosed: when the figures closed the problem
    """
    by.require("improvement.work_problems")
    problem = _lock_open(problem_id)
    owner = organization.find_person(draft.owner_id, now=now) if draft.owner_id else None
    if not draft.title.strip():
        raise NothingSaid
    if draft.level is Level.OUTLET and draft.outlet_id is None:
        raise NoOutlet
    if owner is None:
        raise UnknownOwner
    measure = Measure.objects.create(
        problem=problem, title=draft.title.strip()[:160], level=draft.level, outlet_id=draft.outlet_id,
        owner_id=owner.id, owner_role=owner.role, due_on=draft.due_on, cost=draft.cost, expected=draft.expected,
        currency=organization.get_retailer().currency, proposed_at=now, proposed_by=by.id,
    )  # fmt: skip
    announce(MeasureProposed(problem_id=problem.id, measure_id=measure.id, owner_id=owner.id), by=by, now=now)
    return measure.id


@action
def put_in_force(*, measure_id: UUID, on: date, by: Actor, now: datetime, outlet_id: UUID | None = None) -> None:
    """Say that a measure is in force from a day on, at an outlet or everywhere. Only figures after it count.

    :raises InTheFuture: for a day that has not come
    :raises NoOutlet: for a measure of one outlet that is said to be in force elsewhere
    """
    by.require("improvement.work_problems")
    measure = Measure.objects.select_for_update().get(pk=measure_id)
    if on > today_of(now):
        raise InTheFuture(day=on.isoformat())
    if measure.outlet_id and outlet_id not in (None, measure.outlet_id):
        raise NoOutlet
    place = outlet_id or measure.outlet_id
    known = {"measure": measure, "outlet_id": place}
    Effect.objects.get_or_create(**known, defaults={"on": on, "by": by.id, "at": now})
    took = MeasureTookEffect(problem_id=measure.problem_id, measure_id=measure.id, outlet_id=place, on=on)
    announce(took, by=by, now=now)


def _lock_open(problem_id: UUID) -> Problem:
    problem = Problem.objects.select_for_update().get(pk=problem_id)
    if problem.closed_at is not None:
        raise ProblemIsClosed(number=problem.number)
    return problem
