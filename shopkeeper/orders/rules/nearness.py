"""How far apart two points are."""

from math import asin, cos, radians, sin, sqrt

_EARTH_KM = 6371.0
type Point = tuple[float | None, float | None]


def kilometers(one: Point, other: Point) -> float | None:
    """Along the surface, by the haversine formula; None where a point is not known."""
    (north, east), (other_north, other_east) = one, other
    if north is None or east is None or other_north is None or other_east is None:
        return None
    across = sin(radians(other_north - north) / 2) ** 2
    along = sin(radians(other_east - east) / 2) ** 2 * cos(radians(north)) * cos(radians(other_north))
    return 2 * _EARTH_KM * asin(sqrt(across + along))
