"""Carriers' scorecards: in time or late, by region and week, days late, lost, returned, claimed."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from shopkeeper.core.actors import Actor
from shopkeeper.delivery.errors import ServiceNotFound
from shopkeeper.delivery.models import Carrier, Claim, LaneTime, Parcel
from shopkeeper.delivery.queries.shelves import name_nodes
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.delivery.rules.lanes import quantile
from shopkeeper.delivery.rules.scorecards import Cell, Outlier, Share, find_outliers
from shopkeeper.organization import public as organization

WEEKS = 13
# A promised day has passed: the parcel came by its end, or it is late, whether it has come or not.
_FACTS = """
    SELECT p.carrier_id, p.region, date_trunc('week', p.promised_on)::date AS week, count(*),
        count(*) FILTER (WHERE d.late > 0), sum(d.late) FILTER (WHERE d.late > 0),
        count(*) FILTER (WHERE d.late > 2),
        count(*) FILTER (WHERE p.lost_at IS NOT NULL AND p.delivered_at IS NULL OR d.late > 14),
        count(*) FILTER (WHERE p.returned_at IS NOT NULL), count(*) FILTER (WHERE p.attempts > 0)
    FROM delivery_parcel p CROSS JOIN LATERAL (
        SELECT greatest((coalesce(p.delivered_at, %(now)s) AT TIME ZONE %(zone)s)::date - p.promised_on, 0) AS late
    ) d
    WHERE p.promised_on >= %(since)s AND p.promised_on < %(today)s AND p.carrier_id IS NOT NULL
        AND p.handed_over_at IS NOT NULL AND (p.canceled_at IS NULL OR p.delivered_at IS NOT NULL)
    GROUP BY 1, 2, 3"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A carrier's parcels into a region in a week."""

    carrier_id: UUID
    region: str
    week: date
    parcels: int
    late: int
    days_late: int
    very_late: int
    lost: int
    returned: int
    attempted: int


@dataclass(frozen=True, slots=True)
class CarrierScore:
    """A carrier over some weeks."""

    key: str
    name: str
    late: Share
    mean_days_late: float
    very_late: int
    lost: int
    returned: int
    attempted: int
    claimed: Decimal
    paid: Decimal
    trend: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """All carriers side by side, and what stands out."""

    scores: tuple[CarrierScore, ...]
    cells: tuple[Cell, ...]
    outliers: tuple[Outlier, ...]
    all_late: Share
    since: date
    ended_on: date | None = None
    """When the last parcel was promised for, where that is longer ago than the weeks that are looked at."""


@dataclass(frozen=True, slots=True)
class LaneScore:
    """A lane as measured: the days by which half, and nine of ten parcels have come."""

    service: str
    node: str
    area: str
    arrived: int
    waiting: int
    half: int
    most: int


@dataclass(frozen=True, slots=True)
class CarrierCard:
    """One carrier in depth: by week everywhere and in each region, and lane by lane."""

    score: CarrierScore
    weeks: tuple[tuple[date, Share], ...]
    regions: tuple[tuple[str, Share, tuple[tuple[date, Share], ...]], ...]
    lanes: tuple[LaneScore, ...]
    outliers: tuple[Outlier, ...]
    since: date
    ended_on: date | None = None


def get_scoreboard(*, by: Actor, now: datetime) -> Scoreboard:
    """The last thirteen weeks of every carrier."""
    by.require("delivery.view_delivery")
    since, ended_on, facts = _facts(now)
    carriers = {row.id: row for row in Carrier.objects.all()}
    grouped = _group(facts, lambda fact: fact.carrier_id)
    scores = tuple(_score(carriers[key], rows, since) for key, rows in grouped.items())
    cells = _cells(facts, carriers)
    whole = Share(sum(f.late for f in facts), sum(f.parcels for f in facts))
    ordered = tuple(sorted(scores, key=lambda score: -score.late.value))
    return Scoreboard(ordered, cells, tuple(find_outliers(cells)), whole, since, ended_on)


def get_carrier(key: str, *, by: Actor, now: datetime) -> CarrierCard:
    """One carrier.

    :raises ServiceNotFound: when there is none
    """
    by.require("delivery.view_delivery")
    carrier = Carrier.objects.filter(source_key=key).order_by("recorded_at").first()
    if carrier is None:
        raise ServiceNotFound(key=key)
    since, ended_on, facts = _facts(now)
    own = [fact for fact in facts if fact.carrier_id == carrier.id]
    carriers = {row.id: row for row in Carrier.objects.all()}
    outliers = [o for o in find_outliers(_cells(facts, carriers)) if o.cell.carrier_key == key]
    by_region = _group(own, lambda fact: fact.region)
    regions = tuple((region, _late(rows), _by_week(rows)) for region, rows in by_region.items())
    return CarrierCard(
        _score(carrier, own, since), _by_week(own), tuple(sorted(regions, key=lambda r: -r[1].value)),
        _lanes(carrier.id), tuple(outliers), since, ended_on,
    )  # fmt: skip


def _facts(now: datetime) -> tuple[date, date | None, list[Fact]]:
    """Parcels that were promised in the last thirteen weeks; of a book that ended long ago, in its own last ones."""
    zone = organization.get_retailer().time_zone
    today = now.astimezone(zone_of(zone)).date()
    since, ended_on = _since(today), _newest_day(before=today)
    since, ended_on = (_since(ended_on), ended_on) if ended_on and ended_on < since else (since, None)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"now": now, "zone": zone, "since": since, "today": today})
        return since, ended_on, [Fact(*row[:3], *(int(value or 0) for value in row[3:])) for row in cursor.fetchall()]


def _since(day: date) -> date:
    return day - timedelta(days=day.weekday()) - timedelta(weeks=WEEKS - 1)


def _newest_day(*, before: date) -> date | None:
    """The last day for which a carrier's parcel was promised."""
    rows = Parcel.objects.filter(promised_on__lt=before, carrier__isnull=False, handed_over_at__isnull=False)
    return rows.order_by("-promised_on").values_list("promised_on", flat=True).first()


def _group(facts: list[Fact], key: Callable[[Fact], Any]) -> dict[Any, list[Fact]]:
    found: dict[Any, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[key(fact)].append(fact)
    return found


def _late(facts: list[Fact]) -> Share:
    return Share(sum(f.late for f in facts), sum(f.parcels for f in facts))


def _by_week(facts: list[Fact]) -> tuple[tuple[date, Share], ...]:
    return tuple((week, _late(rows)) for week, rows in sorted(_group(facts, lambda fact: fact.week).items()))


def _cells(facts: list[Fact], carriers: dict[UUID, Carrier]) -> tuple[Cell, ...]:
    grouped = _group([fact for fact in facts if fact.region], lambda fact: (fact.carrier_id, fact.region))
    return tuple(
        Cell(carriers[key].name, carriers[key].source_key, region, _late(rows))
        for (key, region), rows in grouped.items()
    )


def _score(carrier: Carrier, facts: list[Fact], since: date) -> CarrierScore:
    late = _late(facts)
    weeks = dict(_by_week(facts))
    trend = tuple(
        weeks[week].value if week in weeks else None for week in (since + timedelta(weeks=n) for n in range(WEEKS))
    )
    claims = Claim.objects.filter(parcel__carrier=carrier, parcel__promised_on__gte=since)
    sums = claims.aggregate(claimed=Sum("amount"), paid=Sum("paid"))
    return CarrierScore(
        key=carrier.source_key, name=carrier.name, late=late,
        mean_days_late=sum(f.days_late for f in facts) / late.count if late.count else 0.0,
        very_late=sum(f.very_late for f in facts), lost=sum(f.lost for f in facts),
        returned=sum(f.returned for f in facts), attempted=sum(f.attempted for f in facts),
        claimed=sums["claimed"] or Decimal(0), paid=sums["paid"] or Decimal(0), trend=trend,
    )  # fmt: skip


def _lanes(carrier_id: UUID) -> tuple[LaneScore, ...]:
    rows = LaneTime.objects.filter(service__carrier_id=carrier_id, allowed=None).exclude(area="").exclude(node="")
    lanes = list(rows.select_related("service"))
    names = name_nodes(row.node for row in lanes)
    found = [
        LaneScore(
            row.service.name, names[row.node], row.area, row.arrived, row.waiting, quantile(tuple(row.curve), 0.5),
            quantile(tuple(row.curve), 0.9),
        )
        for row in lanes
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda lane: (-lane.most, -lane.half, -lane.arrived)))
