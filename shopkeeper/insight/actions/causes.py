"""The search for causes, run in the background: what it finds is kept, so that pages show it at once."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.insight.contracts import ANY_OF, Metric, MetricKind, Window
from shopkeeper.insight.events import CauseFound, CauseGone
from shopkeeper.insight.metrics import list_metrics
from shopkeeper.insight.models import Cause, CauseAnalysis
from shopkeeper.insight.queries.losses import LossEach, learn_loss
from shopkeeper.insight.queries.outcomes import read_drivers, read_facts
from shopkeeper.insight.queries.people import count_hurt
from shopkeeper.insight.queries.readings import until_now, window_of
from shopkeeper.insight.rules import causes as search
from shopkeeper.insight.rules.causes import Analysis
from shopkeeper.insight.rules.causes import Cause as Found
from shopkeeper.insight.rules.identity import is_same_cause

SPAN = timedelta(days=540)


def find_causes(*, by: Actor, now: datetime, names: list[str] | None = None) -> int:
    """Search the causes of every share that people can suffer under, or of those named. Returns how many were found."""
    wanted = [m for m in list_metrics() if (names is None or m.name in names) and _is_searchable(m)]
    return sum(find_causes_of(metric, by=by, now=now) for metric in wanted)


def find_causes_of(metric: Metric, *, by: Actor, now: datetime) -> int:
    """Search the causes of one metric over the last 18 months of data."""
    end = window_of(metric, None, None, {}, by=by, now=now).ends_on
    window = Window(end - SPAN, end, {})
    facts = read_facts(metric, window, by=by, now=now)
    if facts is None:
        return 0
    found = search.search(facts)
    drivers = read_drivers(metric, window, by=by, now=now)
    loss = learn_loss(metric, window, by=by, now=now)
    people = Window(window.starts_on, until_now(metric, by=by, now=now))
    hurt = {id(cause): _hurt(metric, cause, people, by=by, now=now) for cause in found.causes}
    record_analysis(
        metric=metric, window=window, found=found, drivers=msgspec.to_builtins(drivers), loss=loss, hurt=hurt, by=by,
        now=now,
    )  # fmt: skip
    return len(found.causes)


@action
def record_analysis(
    *, metric: Metric, window: Window, found: Analysis, drivers: Any, loss: LossEach,
    hurt: Mapping[int, tuple[int, int]], by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Keep what a search found; causes that are not found any more are gone from now on."""
    CauseAnalysis.objects.create(
        metric=metric.name, starts_on=window.starts_on, ends_on=window.ends_on, facts=found.facts, bad=found.bad,
        candidates=found.candidates, dismissed=msgspec.to_builtins(found.dismissed),
        gaps=msgspec.to_builtins(found.gaps), drivers=drivers, loss_each=loss.value, loss_each_low=loss.low,
        loss_each_high=loss.high, loss_people=loss.people, analyzed_at=now,
    )  # fmt: skip
    known = {row.fingerprint: row for row in Cause.objects.select_for_update().filter(metric=metric.name)}
    rows = _rows_of(found.causes, known, metric, now)
    for cause, row in zip(found.causes, rows, strict=True):
        filters = filters_of_cause(cause)
        row.fingerprint = _fingerprint(filters)
        is_news = row._state.adding or row.gone_at is not None
        _describe(row, metric, cause, filters, loss, hurt[id(cause)], window, now)
        row.save()
        if is_news:
            announce(CauseFound(cause_id=row.id, metric=metric.name, level=row.level), by=by, now=now)
    kept = {row.pk for row in rows}
    for row in known.values():
        if row.pk not in kept and row.gone_at is None:
            Cause.objects.filter(pk=row.pk).update(gone_at=now)
            announce(CauseGone(cause_id=row.id, metric=metric.name), by=by, now=now)


def _rows_of(causes: Sequence[Found], known: Mapping[str, Cause], metric: Metric, now: datetime) -> list[Cause]:
    """The row of each cause: the one that says exactly the same, else one that means the same and is not said today."""
    prints = [_fingerprint(filters_of_cause(cause)) for cause in causes]
    left = [row for name, row in known.items() if name not in prints and row.gone_at is None]
    rows = []
    for cause, name in zip(causes, prints, strict=True):
        row = known.get(name) or next((one for one in left if _is_same(one, cause)), None)
        if row in left:
            left.remove(row)
        rows.append(row or Cause(metric=metric.name, found_at=now))
    return rows


def _is_same(row: Cause, cause: Found) -> bool:
    known = {name: frozenset(values.split(ANY_OF)) for name, values in row.filters.items()}
    found = {condition.dimension: frozenset(condition.values) for condition in cause.conditions}
    return row.direction == cause.direction and is_same_cause(known, row.since_on, found, cause.since)


def _describe(
    row: Cause, metric: Metric, cause: Found, filters: dict[str, str], loss: LossEach, hurt: tuple[int, int],
    window: Window, now: datetime,
) -> None:  # fmt: skip
    facts: dict[str, Any] = msgspec.to_builtins(cause)
    for name in ("kind", "direction", "level", "n", "bad", "expected", "share", "p", "doubts", "evidence", "spread"):
        setattr(row, name, facts[name])
    row.filters, row.owner_role = filters, _owner_of(metric, filters)
    row.since_on, row.until_on, row.share_expected = cause.since, cause.until, cause.expected_share
    row.difference_low, row.difference_high = cause.difference.low, cause.difference.high
    row.people_hurt, row.people_silent = hurt
    pace = 1 if cause.until else 365 / max(1, (window.ends_on - (cause.since or window.starts_on)).days)
    is_worse = cause.direction is search.Direction.WORSE
    excess = cause.excess
    row.money = pace * (excess.value or 0) * loss.value if is_worse else 0.0
    row.money_low = pace * max(0.0, excess.low or 0) * loss.low if is_worse else 0.0
    row.money_high = pace * (excess.high or 0) * loss.high if is_worse else 0.0
    row.seen_at, row.gone_at = now, None


def filters_of_cause(cause: Found) -> dict[str, str]:
    """The values of dimensions that a cause is about, as the filters of a metric."""
    return {condition.dimension: ANY_OF.join(condition.values) for condition in cause.conditions}


def _hurt(metric: Metric, cause: Found, window: Window, *, by: Actor, now: datetime) -> tuple[int, int]:
    since: date = cause.since or window.starts_on
    return count_hurt(metric, filters_of_cause(cause), since, cause.until or window.ends_on, by=by, now=now)


def _is_searchable(metric: Metric) -> bool:
    return metric.kind is MetricKind.SHARE and metric.watches_people and not metric.per


def _owner_of(metric: Metric, filters: Mapping[str, str]) -> str:
    return next((metric.owners[name] for name in filters if name in metric.owners), metric.owner_role)


def _fingerprint(filters: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(sorted(filters.items())).encode()).hexdigest()
