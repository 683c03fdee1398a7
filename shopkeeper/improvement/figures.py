"""Fetching the figures of every watch, and whom its problem touches, from the insight; they then decide."""

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.improvement.actions.people import record_people
from shopkeeper.improvement.actions.readings import take_readings
from shopkeeper.improvement.contracts import PersonHurt, Week
from shopkeeper.improvement.models import Effect, Problem, Watch
from shopkeeper.improvement.rules.watchdog import EVERYWHERE, week_of
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization

log = logging.getLogger(__name__)
BEFORE = timedelta(weeks=26)
"""How much of the time before the problem is shown beside it."""
AT_MOST = 20_000


def read_watches(*, by: Actor, now: datetime) -> int:
    """Fetch the figures of every watch and let them decide; how many figures were new.

    One watch that cannot be read leaves the others alone: its page says since when nobody could look.
    """
    kept = 0
    for problem in Problem.objects.select_related("watch").order_by("opened_at"):
        try:
            weeks = list(fetch_weeks(problem, by=by, now=now))
            people = list(fetch_people(problem, by=by, now=now))
        except Refusal as refusal:
            log.warning("watch not read", extra={"problem": problem.number, "refusal": refusal.code})
            continue
        kept += take_readings(problem_id=problem.id, weeks=weeks, by=by, now=now)
        record_people(problem_id=problem.id, people=people, by=by, now=now)
    return kept


def fetch_weeks(problem: Problem, *, by: Actor, now: datetime) -> Iterator[Week]:
    """The weeks of a watch as the metric has them today: of all, and of each outlet where a measure is in force."""
    watch = problem.watch
    starts_on = week_of(problem.since_on - BEFORE)
    ends_on = week_of(insight.last_day_followed(insight.get_metric(watch.metric), now=now))
    outlets = Effect.objects.filter(measure__problem=problem).exclude(outlet=None).values_list("outlet", flat=True)
    nodes: dict[str, dict[str, str]] = {EVERYWHERE: {}} | {
        str(key): {"outlet": organization.get_outlet(key).name} for key in outlets
    }
    for node, place in nodes.items():
        series = insight.get_metric_series(
            metric=watch.metric, filters=watch.filters | place, starts_on=starts_on, ends_on=ends_on, bucket="week",
            by=by, now=now,
        )  # fmt: skip
        seen = {point.starts_on: point for point in series}
        yield from (_week(watch, day, seen, node) for day in _weeks_between(starts_on, ends_on))


def fetch_people(problem: Problem, *, by: Actor, now: datetime) -> Iterator[PersonHurt]:
    """Whom the cause of a problem has hurt; nobody for a problem that came from no cause."""
    if not problem.cause_id:
        return
    for hurt in insight.list_people_hurt(UUID(problem.cause_id), by=by, now=now, limit=AT_MOST):
        yield PersonHurt(hurt.customer_id, hurt.last_at, spoke=hurt.has_told)


def _weeks_between(starts_on: date, ends_on: date) -> Iterator[date]:
    while starts_on < ends_on:
        yield starts_on
        starts_on += timedelta(days=7)


def _week(watch: Watch, day: date, seen: Mapping[date, insight.Point], node: str) -> Week:
    point = seen.get(day)
    if point is None or point.value is None:
        return Week(day, None, point.n if point else 0, node=node)
    value, low, high = (None if part is None else Decimal(str(part)) for part in (point.value, point.low, point.high))
    if watch.complement:
        value, low, high = (None if part is None else 1 - part for part in (value, high, low))
    return Week(day, value, point.n, low, high, node)
