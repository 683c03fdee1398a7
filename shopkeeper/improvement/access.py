"""The only ways from an untrusted key to a row of improvement."""

from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.improvement.errors import MeasureNotFound, ProblemNotFound
from shopkeeper.improvement.models import Measure, Problem


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
