"""Figures arrive every week; what they say closes a problem, or opens it again."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.improvement.contracts import ProblemState, Week
from shopkeeper.improvement.events import ProblemClosed, ProblemReopened
from shopkeeper.improvement.models import Closing, Problem, Relapse, Watch, WatchReading
from shopkeeper.improvement.queries.standings import PLACES, facts_of, terms_of, today_of
from shopkeeper.improvement.rules.watchdog import find_proof, find_relapse


@action
def take_readings(*, problem_id: UUID, weeks: Iterable[Week], by: Actor, now: datetime) -> int:
    """Keep figures that are new or have changed, and let them decide; how many were kept. Nothing is overwritten."""
    problem = Problem.objects.select_for_update().get(pk=problem_id)
    watch = Watch.objects.get(problem=problem)
    known = {(week.node, week.starts_on): week for week in facts_of([problem])[problem.id].weeks}
    told = [_rounded(week) for week in weeks]
    fresh = [week for week in told if known.get((week.node, week.starts_on)) != week]
    WatchReading.objects.bulk_create(
        WatchReading(
            watch=watch, node=week.node, starts_on=week.starts_on, value=week.value, low=week.low, high=week.high,
            n=week.n, read_at=now,
        )
        for week in fresh
    )  # fmt: skip
    Watch.objects.filter(pk=watch.pk).update(read_at=now)
    let_facts_decide(problem, watch, by=by, now=now)
    return len(fresh)


def let_facts_decide(problem: Problem, watch: Watch, *, by: Actor, now: datetime) -> bool:
    """Close or reopen a locked problem where its figures say so; whether it is closed now."""
    facts = facts_of([problem])[problem.id]
    weeks, history, terms, today = facts.weeks, facts.history, terms_of(watch), today_of(now)
    proof = find_proof(weeks, history, terms, today=today)
    if proof:
        _close(problem, proof, ProblemState.PROVEN if history.has_measures else ProblemState.GONE, by=by, now=now)
        return True
    relapse = find_relapse(weeks, history, terms, today=today)
    if relapse:
        _reopen(problem, relapse, by=by, now=now)
    return history.is_closed and relapse is None


def _close(problem: Problem, proof: Week, outcome: ProblemState, *, by: Actor, now: datetime) -> None:
    Closing.objects.create(problem=problem, outcome=outcome, last_week=proof.starts_on, at=now)
    Problem.objects.filter(pk=problem.pk).update(closed_at=now)
    closed = ProblemClosed(problem_id=problem.id, number=problem.number, outcome=outcome, last_week=proof.starts_on)
    announce(closed, by=by, now=now)


def _reopen(problem: Problem, week: Week, *, by: Actor, now: datetime) -> None:
    value = week.value or Decimal(0)
    Relapse.objects.create(problem=problem, week=week.starts_on, value=value, n=week.n, at=now)
    Problem.objects.filter(pk=problem.pk).update(closed_at=None)
    reopened = ProblemReopened(
        problem_id=problem.id, number=problem.number, owner_id=problem.owner_id, week=week.starts_on, value=value
    )
    announce(reopened, by=by, now=now)


def _rounded(week: Week) -> Week:
    value, low, high = (None if part is None else part.quantize(PLACES) for part in (week.value, week.low, week.high))
    return Week(week.starts_on, value, week.n, low, high, week.node)
