"""Where a problem stands: its stored figures and facts, put before the watchdog's rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from shopkeeper.improvement.contracts import Direction, ProblemState, Standing, Terms, Week
from shopkeeper.improvement.models import Closing, Effect, Measure, Problem, Relapse, Watch, WatchReading
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
    """The facts of many problems in five queries."""
    rows = {problem.id: problem for problem in problems}
    weeks = _weeks(rows)
    closings = _newest(Closing.objects.filter(problem__in=rows).order_by("problem", "-last_week"))
    relapses = _newest(Relapse.objects.filter(problem__in=rows).order_by("problem", "-week"))
    effects = _effects(rows)
    measured = set(Measure.objects.filter(problem__in=rows).values_list("problem_id", flat=True))
    return {
        key: Facts(
            weeks[key], _history(row, closings.get(key), relapses.get(key), effects[key], has_measures=key in measured)
        )
        for key, row in rows.items()
    }


def standing_of(problem: Problem, *, now: datetime) -> Standing:
    """Where a problem stands by the facts that are known at `now`."""
    facts = facts_of([problem])[problem.id]
    return judge(facts.weeks, facts.history, terms_of(problem.watch), today=today_of(now))


def _weeks(problem_ids: Iterable[UUID]) -> defaultdict[UUID, list[Week]]:
    """The newest figure of every week and node, oldest week first."""
    rows = WatchReading.objects.filter(watch__problem__in=problem_ids)
    newest = rows.order_by("watch", "node", "starts_on", "-read_at").distinct("watch", "node", "starts_on")
    found: defaultdict[UUID, list[Week]] = defaultdict(list)
    for row in newest.select_related("watch"):
        week = Week(row.starts_on, row.value, row.n, row.low, row.high, row.node)
        found[row.watch.problem_id].append(week)
    return found


def _newest[T: (Closing, Relapse)](rows: QuerySet[T]) -> dict[UUID, T]:
    return {row.problem_id: row for row in rows.distinct("problem")}


def _effects(problem_ids: Iterable[UUID]) -> defaultdict[UUID, dict[str, date]]:
    """Node -> the day on which the newest measure took effect there."""
    found: defaultdict[UUID, dict[str, date]] = defaultdict(dict)
    rows = Effect.objects.filter(measure__problem__in=problem_ids).select_related("measure").order_by("on")
    for row in rows:
        found[row.measure.problem_id][str(row.outlet_id) if row.outlet_id else EVERYWHERE] = row.on
    return found


def _history(
    problem: Problem, closing: Closing | None, relapse: Relapse | None, effects: Mapping[str, date], *,
    has_measures: bool,
) -> History:  # fmt: skip
    return History(
        opened_on=today_of(problem.opened_at),
        has_measures=has_measures,
        effects=effects,
        closed_after=closing.last_week + WEEK if closing else None,
        closed_as=ProblemState(closing.outcome) if closing else None,
        reopened_after=relapse.week + WEEK if relapse else None,
    )
