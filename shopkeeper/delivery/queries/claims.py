"""What carriers owe for parcels: what could be claimed, what was, and what they paid."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from shopkeeper.core.actors import Actor
from shopkeeper.core.policies import EVERYTHING, list_agreed
from shopkeeper.delivery.contracts import ClaimRules
from shopkeeper.delivery.models import Claim, Parcel, Rate
from shopkeeper.delivery.policies import CLAIMS
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.organization import public as organization

CLAIM_STATES = ("open", "settled", "all")


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim: for which parcel, how much, since when, what became of it."""

    id: UUID
    parcel_id: UUID
    ref: str
    carrier: str
    tracking_number: str
    kind: str
    amount: Decimal
    currency: str
    claimed_at: datetime
    settled_at: datetime | None
    paid: Decimal | None


@dataclass(frozen=True, slots=True)
class Claimable:
    """A parcel for which its carrier owes something that nobody has asked for: `amount` is what it costs us to send."""

    parcel_id: UUID
    ref: str
    carrier: str
    tracking_number: str
    kind: str
    promised_on: date | None
    delivered_at: datetime | None
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class ClaimSums:
    """All claims together."""

    claimed: Decimal
    paid: Decimal
    waiting: Decimal


def list_claims(*, state: str, by: Actor, limit: int = 200) -> list[ClaimCard]:
    """Claims as asked, the longest waiting first."""
    by.require("delivery.view_delivery")
    rows = Claim.objects.select_related("parcel__carrier").order_by("claimed_at")
    if state != "all":
        rows = rows.filter(settled_at__isnull=state == "open")
    return [
        ClaimCard(
            row.id, row.parcel_id, row.parcel.ref, row.parcel.carrier.name if row.parcel.carrier else "",
            row.parcel.tracking_number, row.kind, row.amount, row.currency, row.claimed_at, row.settled_at, row.paid,
        )
        for row in rows[:limit]
    ]  # fmt: skip


def sum_claims(*, by: Actor) -> ClaimSums:
    """What was claimed, what was paid, what nobody has answered."""
    by.require("delivery.view_delivery")
    sums = Claim.objects.aggregate(
        claimed=Sum("amount"), paid=Sum("paid"), waiting=Sum("amount", filter=Q(settled_at=None))
    )
    nothing = Decimal(0)
    return ClaimSums(sums["claimed"] or nothing, sums["paid"] or nothing, sums["waiting"] or nothing)


def list_claimable(*, by: Actor, now: datetime, limit: int = 100) -> list[Claimable]:
    """Parcels that were lost, or came so late that their carrier owes for it, never claimed; the latest first."""
    rows = _claimable_parcels(by=by, now=now)
    prices = Rate.objects.filter(service__carrier=OuterRef("carrier"), service__code=OuterRef("service"))
    prices = prices.exclude(cost=None).order_by("id")
    rows = rows.annotate(
        cost=Subquery(prices.values("cost")[:1]), currency=Subquery(prices.values("currency")[:1])
    ).select_related("carrier")
    return [_claimable(row) for row in rows.order_by("-promised_on", "id")[:limit]]


def count_claimable(*, by: Actor, now: datetime) -> int:
    """How many parcels could be claimed."""
    return _claimable_parcels(by=by, now=now).count()


def _claimable_parcels(*, by: Actor, now: datetime) -> QuerySet[Parcel]:
    by.require("delivery.view_delivery")
    today = now.astimezone(zone_of(organization.get_retailer().time_zone)).date()
    rows = Parcel.objects.filter(_owed_for(today), carrier__isnull=False, handed_over_at__isnull=False)
    return rows.exclude(pk__in=Claim.objects.values("parcel"))


def _owed_for(today: date) -> Q:
    """Parcels for which their carrier owes by its rules, or by those of all others."""
    known = list_agreed(CLAIMS)
    own = {UUID(key): rules for key, rules in known.items() if key != EVERYTHING}
    owed = _broken(known[EVERYTHING], today) & ~Q(carrier__in=list(own))
    for carrier_id, rules in own.items():
        owed |= _broken(rules, today) & Q(carrier=carrier_id)
    return owed


def _broken(rules: ClaimRules, today: date) -> Q:
    too_late = timedelta(days=rules.days_late)
    late = Q(delivered_at__date__gt=F("promised_on") + too_late) | Q(
        delivered_at=None, canceled_at=None, promised_on__lt=today - too_late
    )
    since = today - timedelta(days=rules.claimable_days)
    return (Q(lost_at__isnull=False) | late) & Q(promised_on__gte=since)


def _claimable(row: Parcel) -> Claimable:
    return Claimable(
        row.id, row.ref, row.carrier.name if row.carrier else "", row.tracking_number,
        "lost" if row.lost_at else "late", row.promised_on, row.delivered_at, getattr(row, "cost", None),
        getattr(row, "currency", None) or organization.get_retailer().currency,
    )  # fmt: skip
