"""What others may ask of the causes that were found."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.insight.contracts import CauseCard, Hurt, Window
from shopkeeper.insight.errors import CauseNotFound
from shopkeeper.insight.models import Cause, CauseAnalysis
from shopkeeper.insight.queries.people import list_hurt
from shopkeeper.insight.queries.readings import get_metric, until_now


def list_causes(
    *, by: Actor, metric: str = "", direction: str = "worse", with_standing: bool = True, is_over: bool = False
) -> list[CauseCard]:
    """The causes found and not gone, the dearest first, then by people hurt; or those that came and are over."""
    by.require("insight.view_metrics")
    rows = Cause.objects.filter(gone_at=None, direction=direction, until_on__isnull=not is_over)
    if metric:
        rows = rows.filter(metric=metric)
    if not with_standing:
        rows = rows.exclude(kind="standing")
    return sorted((card_of(row) for row in rows), key=lambda card: (-card.money, -card.people_hurt, card.metric))


def get_cause(cause_id: UUID, *, by: Actor) -> Cause:
    """One cause with its evidence.

    :raises CauseNotFound: when there is none
    """
    by.require("insight.view_metrics")
    row = Cause.objects.filter(pk=cause_id).first()
    if row is None:
        raise CauseNotFound(key=cause_id)
    return row


def get_cause_card(cause_id: UUID, *, by: Actor) -> CauseCard:
    """One cause as others know it.

    :raises CauseNotFound: when there is none
    """
    return card_of(get_cause(cause_id, by=by))


def find_analysis(metric: str) -> CauseAnalysis | None:
    """The newest search for the causes of a metric."""
    return CauseAnalysis.objects.filter(metric=metric).order_by("-analyzed_at").first()


def find_window_looked_at(metric: str) -> Window | None:
    """The half-open days in which the causes of a metric were looked for last; None before the first search."""
    row = find_analysis(metric)
    return Window(row.starts_on, row.ends_on) if row else None


def list_analyses() -> Sequence[CauseAnalysis]:
    """The newest search of each metric."""
    return list(CauseAnalysis.objects.order_by("metric", "-analyzed_at").distinct("metric"))


def list_people_hurt(cause_id: UUID, *, by: Actor, now: datetime, limit: int = 500) -> list[Hurt]:
    """The people whom a cause has hurt, the most hurt first.

    :raises CauseNotFound: when there is no such cause
    """
    row = get_cause(cause_id, by=by)
    metric = get_metric(row.metric)
    end = row.until_on or until_now(metric, by=by, now=now)
    since = row.since_on or end - timedelta(days=540)
    return list_hurt(metric, row.filters, since, end, by=by, now=now, limit=limit)


def card_of(row: Cause) -> CauseCard:
    """A row as others know it."""
    return CauseCard(
        id=row.id,
        metric=row.metric,
        filters=row.filters,
        kind=row.kind,
        direction=row.direction,
        level=row.level,
        since_on=row.since_on,
        until_on=row.until_on,
        n=row.n,
        bad=row.bad,
        expected=row.expected,
        share=row.share,
        share_expected=row.share_expected,
        difference_low=row.difference_low,
        difference_high=row.difference_high,
        people_hurt=row.people_hurt,
        people_silent=row.people_silent,
        money=row.money,
        money_low=row.money_low,
        money_high=row.money_high,
        owner_role=row.owner_role,
        is_certain=not row.doubts,
        seen_at=row.seen_at,
    )
