"""Ideas and causes raised by those who serve customers. Everyone gets a response, by a day."""

from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.events import announce
from shopkeeper.improvement.contracts import IdeaVerdict
from shopkeeper.improvement.errors import AlreadyResponded, NothingSaid, OnlyStaff
from shopkeeper.improvement.events import IdeaRaised, IdeaResponded
from shopkeeper.improvement.models import Idea, IdeaResponse, Problem
from shopkeeper.organization import public as organization

RESPONSE_WITHIN = timedelta(hours=40)
"""Working time: a week."""


@action
def raise_idea(*, text: str, by: Actor, now: datetime, problem_id: UUID | None = None) -> UUID:
    """Say what one has seen, or would do. It goes to the problem's owner, else to the owner of the experience.

    :raises OnlyStaff: for machines
    :raises NothingSaid: without words
    """
    by.require("improvement.raise_ideas")
    employee_id = _employee(by)
    if not text.strip():
        raise NothingSaid
    person = organization.find_person(employee_id, now=now)
    listener_id = _listener(problem_id, now=now)
    calendar = organization.get_calendar(now=now)
    idea = Idea.objects.create(
        text=text.strip(), employee_id=employee_id, outlet_id=person.outlet_id if person else None,
        problem_id=problem_id, listener_id=listener_id, raised_at=now,
        due_at=organization.add_working_time(calendar, now, RESPONSE_WITHIN),
    )  # fmt: skip
    announce(IdeaRaised(idea_id=idea.id, employee_id=employee_id, listener_id=listener_id), by=by, now=now)
    return idea.id


@action
def respond_to_idea(*, idea_id: UUID, verdict: IdeaVerdict, text: str, by: Actor, now: datetime) -> None:
    """Say what becomes of an idea, and why. Whoever listens may respond, once.

    :raises NothingSaid: without words: a bare no is no response
    :raises AlreadyResponded: when somebody did
    """
    by.require("improvement.work_problems")
    idea = Idea.objects.select_for_update().get(pk=idea_id)
    _employee(by)
    if not text.strip():
        raise NothingSaid
    known = IdeaResponse.objects.filter(idea=idea).first()
    if known:
        raise AlreadyResponded(who=known.by_name)
    IdeaResponse.objects.create(idea=idea, verdict=verdict, text=text.strip(), by=by.id, by_name=by.name, at=now)
    responded = IdeaResponded(idea_id=idea.id, employee_id=idea.employee_id, verdict=verdict)
    announce(responded, by=by, now=now)


def _employee(by: Actor) -> UUID:
    if by.kind is not ActorKind.EMPLOYEE:
        raise OnlyStaff
    return UUID(by.id)


def _listener(problem_id: UUID | None, *, now: datetime) -> UUID:
    owner = Problem.objects.filter(pk=problem_id).values_list("owner_id", flat=True).first() if problem_id else None
    return owner or organization.get_person_for(organization.Role.CHIEF_CUSTOMER_OFFICER, now=now).id
