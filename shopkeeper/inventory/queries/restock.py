"""Who waits for what, since when, and how many were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from shopkeeper.inventory.models import Reservation, RestockRequest
from shopkeeper.inventory.rules.restock import TURN

_AWAITED = """
    SELECT r.product_id, t.sku, t.name, r.location_id, coalesce(l.code, ''), coalesce(l.name, ''), count(*),
        min(r.asked_at), (SELECT count(*) FROM inventory_restockrequest x WHERE x.product_id = r.product_id
            AND x.location_id IS NOT DISTINCT FROM r.location_id AND x.told_at > %s)
    FROM inventory_restockrequest r JOIN catalog_product t ON t.id = r.product_id
    LEFT JOIN inventory_location l ON l.id = r.location_id
    WHERE r.ended_at IS NULL AND r.confirmed_at IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY count(*) DESC, min(r.asked_at) LIMIT 2000"""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A product that people wait for, anywhere or at a location; `told_lately` may be on their way to it."""

    product_id: UUID
    sku: str
    name: str
    location_id: UUID | None
    location: str
    location_name: str
    people: int
    since: datetime
    told_lately: int


def list_awaited(*, now: datetime) -> list[Awaited]:
    """What people wait for, most people first."""
    with connection.cursor() as cursor:
        cursor.execute(_AWAITED, [now - TURN])
        return [Awaited(*row) for row in cursor.fetchall()]


def list_promised_ahead(*, limit: int = 60) -> list[Reservation]:
    """Pieces promised before they are there, by the day on which they come; those that nobody expects yet last."""
    rows = Reservation.objects.filter(inbound__isnull=False, ended_at=None).order_by("inbound__due_on", "reserved_at")
    return list(rows.select_related("product", "location", "inbound")[:limit])


def count_waiting(product_id: UUID) -> int:
    """How many people wait for a product."""
    return RestockRequest.objects.filter(product=product_id, ended_at=None, confirmed_at__isnull=False).count()


def count_unconfirmed(*, since: datetime, contact_point: str = "") -> int:
    """How many asked from outside and have not confirmed it: from one address, or from all."""
    rows = RestockRequest.objects.filter(asked_at__gt=since, confirmed_at=None).exclude(contact_point="")
    return (rows.filter(contact_point=contact_point) if contact_point else rows).count()


def list_requests_of(customer_ids: Sequence[UUID]) -> list[RestockRequest]:
    """What a customer waits for or was told of, newest first."""
    rows = RestockRequest.objects.filter(customer__in=list(customer_ids)).select_related("product", "location")
    return list(rows.order_by("-asked_at")[:50])
