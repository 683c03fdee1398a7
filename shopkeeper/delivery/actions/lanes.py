"""Measuring how long parcels take, lane by lane."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.delivery.models import LaneTime
from shopkeeper.delivery.queries.book import Book, Offered, get_book
from shopkeeper.delivery.rules.calendars import days_between, days_on_the_way, zone_of
from shopkeeper.delivery.rules.lanes import Curve, Watched, shrink

WINDOW = timedelta(days=56)
"""Eight weeks: long enough for a lane to be seen, short enough to notice that a depot has moved."""

_PARCELS = """
    SELECT carrier_id, service, ship_from, postcode_area, region, (handed_over_at AT TIME ZONE %s)::date AS left_on,
        (delivered_at AT TIME ZONE %s)::date AS arrived_on, promised_on, count(*)
    FROM delivery_parcel
    WHERE handed_over_at >= %s AND handed_over_at < %s AND (canceled_at IS NULL OR delivered_at IS NOT NULL)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"""

type Key = tuple[str, str, str, int | None]
"""Node, area, region, delivery days promised; parents leave some of them empty."""


@dataclass(slots=True)
class _Seen:
    """A service's parcels by lane, and in which region each area lies, by the parcels' own word."""

    service: Offered
    lanes: dict[Key, Watched] = field(default_factory=lambda: defaultdict(Watched))
    regions: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def region_of(self, area: str) -> str:
        """Where most of the area's parcels say that it lies."""
        return self.regions[area].most_common(1)[0][0] if self.regions[area] else ""


@action
def measure_lanes(*, by: Actor, now: datetime) -> int:
    """Learn the times of all lanes anew from the parcels of the last eight weeks; gives how many lanes there are."""
    rows = [row for seen in _watch(get_book(now=now), now) for row in _rows(seen, now)]
    LaneTime.objects.all().delete()
    LaneTime.objects.bulk_create(rows, batch_size=1_000)
    return len(rows)


def _watch(book: Book, now: datetime) -> Iterable[_Seen]:
    """Parcels by lane, counted by delivery days of their service, in each lane and in all of its parents."""
    today = now.astimezone(zone_of(book.zone)).date()
    found = {(service.carrier_id, service.code): _Seen(service) for service in book.services if service.carrier_id}
    with connection.cursor() as cursor:
        cursor.execute(_PARCELS, [book.zone, book.zone, now - WINDOW, now])
        for carrier_id, code, node, area, region, left_on, arrived_on, promised_on, parcels in cursor.fetchall():
            seen = found.get((carrier_id, code))
            if seen is None:
                continue
            days = days_on_the_way(seen.service.delivers, left_on, arrived_on, today)
            allowed = None if promised_on is None else days_between(seen.service.delivers, left_on, promised_on)
            arrived, waiting = (0, parcels) if arrived_on is None else (parcels, 0)
            for key in _lanes_of(node, area, region, allowed):
                seen.lanes[key].add(days, arrived=arrived, waiting=waiting)
            seen.regions[area][region] += parcels
    return (seen for seen in found.values() if seen.lanes)


def _rows(seen: _Seen, now: datetime) -> Iterator[LaneTime]:
    """Each lane drawn towards its parent: node and area to area, area to its region, region to service, to words."""
    curves: dict[Key, Curve] = {}
    for key in sorted(seen.lanes, key=_depth):
        watched = seen.lanes[key]
        curves[key] = shrink(watched, next((curves[p] for p in _parents(key, seen) if p in curves), seen.service.words))
        yield LaneTime(
            service_id=seen.service.id, node=key[0], area=key[1], region=key[2], allowed=key[3],
            arrived=sum(watched.arrived), waiting=sum(watched.waiting), curve=list(curves[key]), measured_at=now,
        )  # fmt: skip


def _lanes_of(node: str, area: str, region: str, allowed: int | None) -> set[Key]:
    """The lane of a parcel and all its parents, for the days that were promised and for any."""
    places = ((node, area, ""), ("", area, ""), ("", "", region), ("", "", ""))
    return {(*place, days) for place in places for days in (allowed, None)}


def _depth(key: Key) -> tuple[bool, int]:
    node, area, region, allowed = key
    return allowed is not None, 2 * bool(area) + bool(region) + bool(node)


def _parents(key: Key, seen: _Seen) -> Iterator[Key]:
    node, area, region, allowed = key
    if node:
        yield "", area, "", allowed
    if area:
        yield "", "", seen.region_of(area), allowed
    if node or area or region:
        yield "", "", "", allowed
    if allowed is not None:
        yield "", "", "", None
