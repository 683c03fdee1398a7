"""Writes of the insight."""

from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.insight.events import TargetSet
from shopkeeper.insight.models import Target
from shopkeeper.insight.queries.readings import get_metric


@action
def set_target(
    *, metric: str, value: float, starts_on: date, by: Actor, now: datetime, outlet_id: UUID | None = None
) -> UUID:
    """Say what a metric should reach from a day on. Earlier targets stay, so that the past is judged by its own.

    :raises MetricNotFound: when no such metric is declared
    """
    by.require("insight.set_targets")
    name = get_metric(metric).name
    rows = Target.objects.select_for_update().filter(metric=name, outlet=outlet_id, starts_on=starts_on)
    row = rows.first() or Target(metric=name, outlet_id=outlet_id, starts_on=starts_on)
    row.value, row.set_by, row.set_at = value, by.id, now
    row.save()
    announce(TargetSet(target_id=row.id, metric=name, starts_on=starts_on), by=by, now=now)
    return row.id
