"""People harmed who have no case: in groups, with everybody in them. Nothing is lost."""

from datetime import datetime

from django.db.models import Count, Min, Q, Sum

from shopkeeper.core.actors import Actor
from shopkeeper.recovery.contracts import Fault, WaitingGroup
from shopkeeper.recovery.models import Episode
from shopkeeper.recovery.models.episodes import EpisodeQuerySet
from shopkeeper.recovery.queries.signals import get_today
from shopkeeper.recovery.rules.harm import TOO_LATE_AFTER

COMPANY = "company"


def select_waiting(*, by: Actor, now: datetime) -> EpisodeQuerySet:
    """Harm of the last weeks in the actor's scope that nobody has taken on."""
    return Episode.objects.visible_to(by).waiting().filter(last_at__gte=get_today(now=now) - TOO_LATE_AFTER)


def count_waiting(*, by: Actor, now: datetime) -> int:
    """How many people wait."""
    return select_waiting(by=by, now=now).values("customer").distinct().count()


def list_groups(*, by: Actor, now: datetime) -> list[WaitingGroup]:
    """Those who wait by what went wrong and where, most harm first."""
    rows = select_waiting(by=by, now=now).values("fault", "outlet_id", "outlet__name")
    counted = rows.annotate(
        people=Count("customer", distinct=True),
        silent=Count("customer", distinct=True, filter=Q(silent=True)),
        total=Sum("harm"),
        oldest_at=Min("starts_at"),
    )
    return [
        WaitingGroup(
            fault=Fault(row["fault"]), outlet_id=row["outlet_id"], outlet=row["outlet__name"] or "",
            people=row["people"], silent=row["silent"], harm=row["total"], oldest_at=row["oldest_at"],
        )
        for row in counted.order_by("-total")
    ]  # fmt: skip


def list_waiting(*, fault: Fault, place: str, by: Actor, now: datetime, limit: int, offset: int = 0) -> list[Episode]:
    """The people of a group, worst hurt first. `place` is an outlet's id, `company` for no outlet, empty for all."""
    rows = select_waiting(by=by, now=now).filter(_at(place), fault=fault)
    joined = rows.select_related("order", "outlet", "customer").prefetch_related("signals")
    return list(joined.order_by("-harm", "-last_at", "id")[offset : offset + limit])


def _at(place: str) -> Q:
    if not place:
        return Q()
    return Q(outlet=None) if place == COMPANY else Q(outlet_id=place)
