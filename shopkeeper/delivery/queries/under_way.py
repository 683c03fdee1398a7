"""Parcels that have yet to come, under way or not left yet, with all that a forecast needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from shopkeeper.delivery.models import LaneTime, Parcel, StageTime
from shopkeeper.delivery.queries.book import Book, Offered
from shopkeeper.delivery.queries.departures import Departures
from shopkeeper.delivery.rules.calendars import day_after, days_between, days_on_the_way, next_day, zone_of
from shopkeeper.delivery.rules.forecasts import OnTheWay, expected_days, forecast
from shopkeeper.delivery.rules.lanes import Curve

OURS = "shopkeeper"
"""Of parcels that other systems tell of nobody knows whether they have left, or only nobody said so."""
_OF_LATE = timedelta(days=56)
_LEAST = 30
_LATER = """
    SELECT carrier_id, service, avg((at::time > %(time)s::time)::int) FROM (
        SELECT carrier_id, service, delivered_at AT TIME ZONE %(zone)s AS at FROM delivery_parcel
        WHERE promised_on >= %(since)s AND promised_on < %(until)s AND carrier_id IS NOT NULL
            AND delivered_at IS NOT NULL
    ) came GROUP BY 1, 2 HAVING count(DISTINCT at::time) >= %(least)s"""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is expected of a parcel: how likely it is late, and by when it has probably come."""

    parcel_id: UUID
    ref: str
    late: float
    expected_on: date


class Times:
    """All measured times at once, for forecasts of many parcels."""

    def __init__(self) -> None:
        rows = LaneTime.objects.values_list("service_id", "node", "area", "region", "allowed", "curve", "arrived")
        self._lanes = {tuple(key): (tuple(curve), arrived) for *key, curve, arrived in rows}
        stages = StageTime.objects.values_list("service_id", "status", "curve")
        self._stages = {(s, status): tuple(curve) for s, status, curve in stages}

    def lane(self, service: Offered, parcel: Parcel, allowed: int, node: str = "") -> tuple[Curve, int]:
        """The narrowest lane measured for as many days promised, and its own parcels; 0 where it is a parent's."""
        for exact, place in enumerate(
            (
                (node or parcel.ship_from, parcel.postcode_area, ""), ("", parcel.postcode_area, ""),
                ("", "", parcel.region),
            )
        ):  # fmt: skip
            known = self._lanes.get((service.id, *place, allowed))
            if known is not None:
                return known[0], known[1] if exact == 0 else 0
        return self.service(service, allowed), 0

    def service(self, service: Offered, allowed: int) -> Curve:
        """The whole service, for as many days promised, else for any, else in the carrier's words."""
        for days in (allowed, None):
            known = self._lanes.get((service.id, "", "", "", days))
            if known is not None:
                return known[0]
        return service.words

    def scan(self, service: Offered, status: str) -> Curve | None:
        """What follows a scan; nothing where nobody has measured."""
        return self._stages.get((service.id, status))


def list_prospects(book: Book, *, now: datetime) -> Iterable[Prospect]:
    """Every parcel under way, and each of ours that has not left, whose promised day has not passed, with what is
    expected of it."""
    today = now.astimezone(zone_of(book.zone)).date()
    services = {(service.carrier_id, service.code): service for service in book.services if service.carrier_id}
    times, later, departures = Times(), _list_later(book.zone, now), Departures(book, now=now)
    rows = Parcel.objects.filter(
        Q(handed_over_at__isnull=False) | Q(source=OURS),
        carrier__isnull=False,
        delivered_at=None,
        canceled_at=None,
        returned_at=None,
        promised_on__gte=today,
    )
    for parcel in rows.iterator(chunk_size=2_000):
        service = services.get((parcel.carrier_id, parcel.service)) if parcel.carrier_id else None
        if service is None:
            continue
        left_on = _left_on(parcel, service, departures, book, now)
        if left_on is None:
            yield _waiting(parcel, service, times, book, now)
        else:
            of_today = later.get((service.carrier_id, service.code), 1.0)
            yield _prospect(parcel, service, times, left_on, zone=book.zone, today=today, of_today=of_today)


def _left_on(parcel: Parcel, service: Offered, departures: Departures, book: Book, now: datetime) -> date | None:
    """The day on which it left, or must be taken to have left, as nobody has told of that day's departures yet."""
    if parcel.handed_over_at is not None:
        return _day(parcel.handed_over_at, book.zone)
    planned_on = parcel.put_off_to or parcel.leaves_on
    if planned_on is None:
        return None
    pick_up = book.pick_up(service, parcel.ship_from, planned_on)
    return planned_on if departures.is_unknown(parcel.ship_from, planned_on, pick_up, now=now) else None


def find_prospect(parcel: Parcel, book: Book, *, now: datetime) -> Prospect | None:
    """What is expected of a parcel that has not left; None where its service is not known."""
    known = (one for one in book.services if (one.carrier_id, one.code) == (parcel.carrier_id, parcel.service))
    service = next(known, None)
    return _waiting(parcel, service, Times(), book, now) if service and service.carrier_id else None


def _waiting(parcel: Parcel, service: Offered, times: Times, book: Book, now: datetime) -> Prospect:
    """What has not left takes as long as its lane does, from the first day on which a van can still take it."""
    today = now.astimezone(zone_of(book.zone)).date()
    promised_on, first_on = parcel.promised_on or today, max(today, parcel.put_off_to or parcel.leaves_on or today)
    if book.pick_up(service, parcel.ship_from, first_on) < now:
        first_on += timedelta(days=1)
    left_on = next_day(book.leaves(service, parcel.ship_from), first_on)
    allowed = days_between(service.delivers, left_on, promised_on) if left_on <= promised_on else -1
    lane, _ = times.lane(service, parcel, allowed)
    late = forecast(OnTheWay(0, allowed), lane=lane, service=times.service(service, allowed))
    return Prospect(parcel.id, parcel.ref, late, day_after(service.delivers, left_on, expected_days(lane, 0)))


def _prospect(
    parcel: Parcel, service: Offered, times: Times, left_on: date, *, zone: str, today: date, of_today: float
) -> Prospect:
    allowed = days_between(service.delivers, left_on, parcel.promised_on or today)
    lane, _ = times.lane(service, parcel, allowed)
    elapsed = days_on_the_way(service.delivers, left_on, None, today)
    since_scan, left_after_scan = None, 0
    if parcel.scanned_at:
        scanned_on = _day(parcel.scanned_at, zone)
        since_scan = days_on_the_way(service.delivers, scanned_on, None, today)
        left_after_scan = days_between(service.delivers, scanned_on, parcel.promised_on or today)
    of_today = of_today if service.delivers.has(today) else 1.0
    facts = OnTheWay(elapsed, allowed, since_scan, left_after_scan, of_today)
    scan, whole = times.scan(service, parcel.scan_status), times.service(service, allowed)
    late = forecast(facts, lane=lane, service=whole, scan=scan)
    expected_on = day_after(service.delivers, left_on, expected_days(lane, elapsed, of_today=of_today))
    if scan is not None and since_scan is not None:  # what is held up comes later than its lane says
        days = expected_days(scan, since_scan, of_today=of_today)
        expected_on = max(expected_on, day_after(service.delivers, scanned_on, days))
    return Prospect(parcel.id, parcel.ref, late, expected_on)


def _list_later(zone: str, now: datetime) -> dict[tuple[UUID | None, str], float]:
    """By carrier and service, the share of parcels that came later in their day than it is now. Who tells days alone,
    or one hour for all, says nothing about that."""
    clock = now.astimezone(zone_of(zone))
    span = {"since": clock.date() - _OF_LATE, "until": clock.date()}
    with connection.cursor() as cursor:
        cursor.execute(_LATER, {"zone": zone, "time": f"{clock:%H:%M:%S}", "least": _LEAST, **span})
        return {(carrier_id, code): float(later) for carrier_id, code, later in cursor.fetchall()}


def _day(at: datetime | None, zone: str) -> date:
    assert at
    return at.astimezone(zone_of(zone)).date()
