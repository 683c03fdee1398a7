"""Wanting to close a problem: the figures respond, and the attempt is kept."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.improvement.actions.readings import let_facts_decide
from shopkeeper.improvement.contracts import ClosingResponse
from shopkeeper.improvement.errors import ProblemIsClosed
from shopkeeper.improvement.events import ClosingRefused
from shopkeeper.improvement.models import ClosingAttempt, Problem, Watch
from shopkeeper.improvement.queries.standings import standing_of
from shopkeeper.improvement.words import sentence_of


@action
def ask_to_close(*, problem_id: UUID, by: Actor, now: datetime) -> ClosingResponse:
    """Ask the figures whether a problem is over. The attempt is kept either way, so this refuses by its response.

    :raises ProblemIsClosed: when there is nothing to ask
    """
    by.require("improvement.work_problems")
    problem = Problem.objects.select_for_update().get(pk=problem_id)
    if problem.closed_at is not None:
        raise ProblemIsClosed(number=problem.number)
    watch = Watch.objects.get(problem=problem)
    closed = let_facts_decide(problem, watch, by=by, now=now)
    standing = standing_of(problem, now=now)
    last = standing.last
    ClosingAttempt.objects.create(
        problem=problem, closed=closed, value=last.value if last else None, week=last.starts_on if last else None,
        n=last.n if last else None, weeks_in_a_row=standing.weeks_in_a_row, by=by.id, by_name=by.name, at=now,
    )  # fmt: skip
    if not closed:
        refused = ClosingRefused(
            problem_id=problem.id, number=problem.number,
            value=last.value if last else None, week=last.starts_on if last else None,
        )  # fmt: skip
        announce(refused, by=by, now=now)
    return ClosingResponse(closed, sentence_of(watch, standing, now=now))
