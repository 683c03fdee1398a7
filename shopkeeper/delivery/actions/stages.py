"""Measuring what follows a scan: how long parcels still take that were last seen so."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.delivery.actions.lanes import WINDOW
from shopkeeper.delivery.models import StageTime
from shopkeeper.delivery.queries.book import get_book
from shopkeeper.delivery.rules.calendars import days_on_the_way, zone_of
from shopkeeper.delivery.rules.lanes import Watched, brochure, shrink

_SCANS = """
    SELECT p.carrier_id, p.service, s.status, (s.occurred_at AT TIME ZONE %s)::date,
        (p.delivered_at AT TIME ZONE %s)::date, count(*)
    FROM delivery_scan s JOIN delivery_parcel p ON p.id = s.parcel_id
    WHERE s.occurred_at >= %s AND s.occurred_at < %s AND (p.canceled_at IS NULL OR p.delivered_at IS NOT NULL)
        AND s.status IN ('in_transit', 'out_for_delivery', 'attempted', 'exception')
        AND (p.delivered_at IS NULL OR p.delivered_at >= s.occurred_at)
    GROUP BY 1, 2, 3, 4, 5"""
_WORDS = {"in_transit": 1, "out_for_delivery": 0, "attempted": 1, "exception": 2}
"""What is believed of a scan that nobody has measured: so many delivery days to go."""


@action
def measure_stages(*, by: Actor, now: datetime) -> int:
    """Learn anew what follows each kind of scan; gives for how many services and scans."""
    book = get_book(now=now)
    today = now.astimezone(zone_of(book.zone)).date()
    services = {(service.carrier_id, service.code): service for service in book.services if service.carrier_id}
    seen: dict[tuple[UUID, str], Watched] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SCANS, [book.zone, book.zone, now - WINDOW, now])
        for carrier_id, code, status, scanned_on, arrived_on, scans in cursor.fetchall():
            if service := services.get((carrier_id, code)):
                days = days_on_the_way(service.delivers, scanned_on, arrived_on, today)
                here = arrived_on is not None
                watched = seen.setdefault((service.id, status), Watched())
                watched.add(days, arrived=scans if here else 0, waiting=0 if here else scans)
    StageTime.objects.all().delete()
    rows = [
        StageTime(
            service_id=service_id, status=status, arrived=sum(watched.arrived), waiting=sum(watched.waiting),
            curve=list(shrink(watched, brochure(_WORDS[status]))), measured_at=now,
        )
        for (service_id, status), watched in seen.items()
    ]  # fmt: skip
    StageTime.objects.bulk_create(rows)
    return len(rows)
