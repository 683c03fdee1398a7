"""Where a yes has to be confirmed, and whose confirmation is awaited."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers.contracts import ConsentState
from shopkeeper.customers.models import Consent, Erasure, OptIn, OptInRule
from shopkeeper.customers.queries.identity import ids_of
from shopkeeper.customers.rules.opt_ins import OptInTerm


@dataclass(frozen=True, slots=True)
class PendingOptIn:
    """A yes that is none yet: to what, by which channel, until when the person can confirm it."""

    purpose: str
    channel: str
    brand: str
    contact_point: str
    asked_at: datetime
    expires_at: datetime


def list_opt_in_terms() -> list[OptInTerm]:
    """All that is agreed, by brand and channel."""
    return sorted(OptInTerm(*row) for row in OptInRule.objects.values_list("brand", "channel", "days"))


def list_pending(customer_id: UUID, *, now: datetime) -> list[PendingOptIn]:
    """What this person has still to confirm, the latest question first."""
    rows = OptIn.objects.filter(customer__in=ids_of(customer_id), confirmed_at=None, expires_at__gt=now)
    return [
        PendingOptIn(row.purpose, row.channel, row.brand, row.contact_point, row.asked_at, row.expires_at)
        for row in rows.order_by("-asked_at")
        if is_open(row, now=now)
    ]


def is_open(row: OptIn, *, now: datetime) -> bool:
    """Whether the person can still confirm: in time, not erased, and they have not refused since they were asked."""
    ids = ids_of(row.customer_id)
    about = Q(channel="") | Q(channel=row.channel), Q(brand="") | Q(brand=row.brand)
    since = Consent.objects.filter(*about, customer__in=ids, purpose=row.purpose, occurred_at__gt=row.asked_at)
    gone = Erasure.objects.filter(customer__in=ids).exists()
    return row.expires_at > now and not gone and not since.exclude(state=ConsentState.GRANTED).exists()
