"""Parcels, as others know them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from shopkeeper.delivery.contracts import ParcelCard
from shopkeeper.delivery.models import Carrier, Parcel
from shopkeeper.delivery.queries.book import get_book
from shopkeeper.delivery.rules.parcels import days_late
from shopkeeper.organization import public as organization

_OF_LATE = timedelta(days=90)


def list_parcels_for_ref(ref: str, *, now: datetime) -> list[ParcelCard]:
    """The parcels of a ref, oldest first."""
    return _cards(Parcel.objects.filter(ref=ref).order_by("recorded_at"), now=now)


def list_parcels_for_refs(refs: Iterable[str], *, now: datetime) -> list[ParcelCard]:
    """The parcels of several refs in one look."""
    return _cards(Parcel.objects.filter(ref__in=list(refs)), now=now)


def list_parcels_of(customer_ids: Iterable[UUID], *, now: datetime, limit: int = 200) -> list[ParcelCard]:
    """A customer's parcels (all ids that lead to them), latest promise first."""
    return _cards(Parcel.objects.filter(customer_id__in=list(customer_ids)).order_by("-promised_on")[:limit], now=now)


def find_refs_by_tracking(number: str, *, limit: int = 20) -> list[str]:
    """What the parcels with this tracking number were for; where two carriers have used it, for both."""
    asked = number.strip()
    if not asked:
        return []
    rows = Parcel.objects.filter(carrier__in=Carrier.objects.values("id"), tracking_number__in={asked, asked.upper()})
    return list(rows.values_list("ref", flat=True)[:limit])


def is_number_taken(number: str, *, ref: str, since: datetime) -> bool:
    """Whether a parcel for something else left under this number since then; carriers use their numbers again later."""
    asked = number.strip()
    rows = Parcel.objects.filter(carrier__in=Carrier.objects.values("id"), tracking_number__in={asked, asked.upper()})
    return bool(asked) and rows.filter(handed_over_at__gte=since).exclude(ref=ref).exists()


def list_undelivered(*, promised_before: datetime, limit: int = 500) -> list[UUID]:
    """Parcels that were handed over and not delivered yet, oldest promise first."""
    rows = Parcel.objects.filter(delivered_at=None, canceled_at=None, handed_over_at__lt=promised_before)
    return list(rows.order_by("promised_on").values_list("id", flat=True)[:limit])


def list_pick_ups(parcel_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, datetime]:
    """By when each parcel has to be ready: the last van of the day for which it was offered. Parcels that no offer gave
    a day are left out."""
    rows = Parcel.objects.filter(pk__in=list(parcel_ids), leaves_on__isnull=False, carrier__isnull=False)
    found = list(rows.only("carrier_id", "service", "ship_from", "leaves_on"))
    book = get_book(now=now) if found else None
    services = {(one.carrier_id, one.code): one for one in book.services} if book else {}
    return {
        row.id: book.pick_up(services[row.carrier_id, row.service], row.ship_from, row.leaves_on)
        for row in found
        if book and row.leaves_on and (row.carrier_id, row.service) in services
    }


def list_not_arriving(*, now: datetime) -> list[ParcelCard]:
    """Parcels of the last weeks that were lost, or went back to us, and did not arrive after all."""
    under_way = Parcel.objects.filter(delivered_at=None, canceled_at=None, handed_over_at__gte=now - _OF_LATE)
    return _cards(under_way.filter(Q(lost_at__isnull=False) | Q(returned_at__isnull=False)).order_by("id"), now=now)


def _cards(rows: QuerySet[Parcel], *, now: datetime) -> list[ParcelCard]:
    zone = organization.get_retailer().time_zone
    return [_card(row, zone=zone, now=now) for row in rows.select_related("carrier")]


def _card(row: Parcel, *, zone: str, now: datetime) -> ParcelCard:
    return ParcelCard(
        id=row.id,
        ref=row.ref,
        carrier=row.carrier.name if row.carrier else "",
        service=row.service,
        ship_from=row.ship_from,
        tracking_number=row.tracking_number,
        region=row.region,
        handed_over_at=row.handed_over_at,
        promised_on=row.promised_on,
        delivered_at=row.delivered_at,
        state=row.state,
        days_late=days_late(promised_on=row.promised_on, delivered_at=row.delivered_at, zone=zone, now=now),
        leaves_on=row.leaves_on,
        prepared_at=row.recorded_at,
        lost_at=row.lost_at,
        returned_at=row.returned_at,
        put_off_to=row.put_off_to,
    )
