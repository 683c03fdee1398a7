"""Where a problem stands: its stored figures and facts, put before the watchdog's rules."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from shopkeeper.improvement.contracts import Direction, ProblemState, Standing, Terms, Week
from shopkeeper.improvement.models import Problem, Watch, WatchReading
from shopkeeper.improvement.rules.watchdog import EVERYWHERE, WEEK, History, judge
from shopkeeper.organization import public as organization

PLACES = Decimal("0.000001")


def today_of(now: datetime) -> date:
    """The day of `now` by the retailer's clock."""
    return now.astimezone(ZoneInfo(organization.get_retailer().time_zone)).date()


def terms_of(watch: Watch) -> Terms:
    """What the watch asks for."""
    return Terms(Direction(watch.direction), watch.threshold, watch.weeks, watch.minimum)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a problem: its figures week by week, and what happened to it."""

    weeks: list[Week]
    history: History


def facts_of(problems: Iterable[Problem]) -> dict[UUID, Facts]:
    """The facts of many problems in two queries."""
    rows = {problem.id: problem for problem in problems}
    if not rows:
        return {}
    weeks, happened = _weeks(rows), _happened(rows)
    return {key: Facts(weeks[key], _history(row, happened[key])) for key, row in rows.items()}


def standing_of(problem: Problem, *, now: datetime) -> Standing:
    """Where a problem stands by the facts that are known at `now`."""
    facts = facts_of([problem])[problem.id]
    return judge(facts.weeks, facts.history, terms_of(problem.watch), today=today_of(now))


def _weeks(problem_ids: Iterable[UUID]) -> defaultdict[UUID, list[Week]]:
    """The newest figure of every week and node, oldest week first."""
    rows = WatchReading.objects.filter(watch__problem__in=problem_ids)
    newest = rows.order_by("watch", "node", "starts_on", "-read_at").distinct("watch", "node", "starts_on")
    found: defaultdict[UUID, list[Week]] = defaultdict(list)
    columns = ("watch__problem", "starts_on", "value", "n", "low", "high", "node")
    for problem_id, starts_on, value, n, low, high, node in newest.values_list(*columns):
        found[problem_id].append(Week(starts_on, value, n, low, high, node))
    return found


@dataclass(slots=True)
class _Happened:
    """What happened to a problem: of its closings and relapses the last, each with its week."""

    closing: tuple[date, str] | None = None
    relapse: date | None = None
    effects: dict[str, date] = field(default_factory=dict)
    """Node -> the day on which the newest measure took effect there."""
    has_measures: bool = False


def _happened(problem_ids: Iterable[UUID]) -> defaultdict[UUID, _Happened]:
    found: defaultdict[UUID, _Happened] = defaultdict(_Happened)
    for kind, problem_id, day, detail in _facts_by_day(list(problem_ids)):
        one = found[problem_id]
        match kind:
            case "closing":
                one.closing = (day, detail)
            case "relapse":
                one.relapse = day
            case "effect":
                one.effects[detail or EVERYWHERE] = day
            case "measure":
                one.has_measures = True
    return found


# Each list of problems asks for this: the planner's work is small, that of putting such a query together is not.
_FACTS_BY_DAY = """
    SELECT 'closing', problem_id, last_week AS day, outcome::text
    FROM improvement_closing WHERE problem_id = ANY(%(problems)s)
    UNION ALL SELECT 'relapse', problem_id, week, '' FROM improvement_relapse WHERE problem_id = ANY(%(problems)s)
    UNION ALL SELECT 'measure', problem_id, due_on, '' FROM improvement_measure WHERE problem_id = ANY(%(problems)s)
    UNION ALL SELECT 'effect', measure.problem_id, effect."on", COALESCE(effect.outlet_id::text, '')
    FROM improvement_effect AS effect JOIN improvement_measure AS measure ON measure.id = effect.measure_id
    WHERE measure.problem_id = ANY(%(problems)s)
    ORDER BY day
"""


def _facts_by_day(problem_ids: list[UUID]) -> list[tuple[str, UUID, date, str]]:
    """Closings, relapses, measures and their effects as (kind, problem, day, outcome or node), oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS_BY_DAY, {"problems": problem_ids})
        return cursor.fetchall()


def _history(problem: Problem, happened: _Happened) -> History:
    closing, relapse = happened.closing, happened.relapse
    return History(
        opened_on=today_of(problem.opened_at),
        has_measures=happened.has_measures,
        effects=happened.effects,
        closed_after=closing[0] + WEEK if closing else None,
        closed_as=ProblemState(closing[1]) if closing else None,
        reopened_after=relapse + WEEK if relapse else None,
    )
