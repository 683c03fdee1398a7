"""How far places are from one another, and whether something can still be collected today."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
TIME_TO_FIND = timedelta(hours=1)
"""What people in a store need to find a piece and put it on the shelf."""

type Point = tuple[float, float]


def distance_km(one: Point, other: Point) -> float:
    """Kilometers along the surface between two points in degrees, by the haversine formula."""
    (north, east), (other_north, other_east) = one, other
    across = sin(radians(other_north - north) / 2) ** 2
    along = sin(radians(other_east - east) / 2) ** 2 * cos(radians(north)) * cos(radians(other_north))
    return 2 * EARTH_KM * asin(sqrt(across + along))


def find_last_chance(open_for: Sequence[tuple[datetime, datetime]]) -> datetime | None:
    """Until when a piece can be asked for and still be collected, out of the stretches for which a store opens from now
    on today: people need time to find it before it closes. None where too little is left."""
    needed = TIME_TO_FIND
    for opens_at, closes_at in reversed(open_for):
        if closes_at - opens_at >= needed:
            return closes_at - needed
        needed -= closes_at - opens_at
    return None


def end_of_day(now: datetime) -> datetime:
    """Midnight after `now`, in the zone that `now` carries."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
