"""The only ways from an untrusted key to a row of improvement."""

from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.improvement.errors import IdeaNotFound, MeasureNotFound, ProblemNotFound
from shopkeeper.improvement.models import Idea, Measure, Problem


def access_problem(by: Actor, number: str) -> Problem:
    """The problem of this number, if the actor may know of it.

    :raises ProblemNotFound: when there is none, or it is out of scope
    """
    rows = Problem.objects.visible_to(by).select_related("watch", "owner", "outlet", "department", "follows")
    row = rows.filter(number=number.strip().upper()).first()
    if row is None:
        raise ProblemNotFound(what="problem", key=number)
    return row


def access_measure(by: Actor, number: str, measure_id: UUID) -> Measure:
    """A measure of a problem.

    :raises MeasureNotFound: when the problem has no such measure
    """
    row = Measure.objects.filter(problem=access_problem(by, number), pk=measure_id).first()
    if row is None:
        raise MeasureNotFound(what="measure", key=measure_id)
    return row


def access_idea(by: Actor, idea_id: UUID) -> Idea:
    """An idea that waits for the actor; the owner of the experience may respond to every one.

    :raises IdeaNotFound: when none waits for them under this key
    """
    row = Idea.objects.filter(pk=idea_id).first()
    if row is None or (str(row.listener_id) != by.id and "chief_customer_officer" not in by.roles):
        raise IdeaNotFound(key=idea_id)
    return row
