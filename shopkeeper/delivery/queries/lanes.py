"""How long a service takes into a postcode area, as measured: the narrowest lane that somebody has used."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shopkeeper.core.statements import fetch
from shopkeeper.delivery.rules.lanes import Curve

_READ = """
    SELECT service_id, node, area, arrived, curve FROM delivery_lanetime
    WHERE allowed IS NULL AND area IN ($1::text, '') AND (area <> '' OR region IN ($2::text, ''))
    ORDER BY area, region"""
# Without an area the whole service comes first and its region after it, so that the region's row stays.


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane's curve, and how many parcels of exactly this lane it was learned from."""

    curve: Curve
    arrived: int
    is_measured: bool = True
    """False where neither the lane nor any of its parents was: then these are the carrier's words."""


class Lanes:
    """The lanes into one area, of every service and node."""

    def __init__(self, rows: Mapping[tuple[UUID, str, bool], Lane]) -> None:
        self._rows = rows

    def find(self, service_id: UUID, node: str, words: Curve) -> Lane:
        """The lane, else its parents in turn, else the carrier's own words."""
        rows = self._rows
        exact = rows.get((service_id, node, True))
        if exact is not None:
            return exact
        parents = ((service_id, "", True), (service_id, "", False))
        known = next((rows[key].curve for key in parents if key in rows), None)
        return Lane(known or words, 0, is_measured=known is not None)


def read_lanes(area: str, region: str) -> Lanes:
    """All lanes into an area and their parents, in one statement; a region stands in for an area nobody went to."""
    found = fetch(_READ, [area, region])
    return Lanes({(service_id, node, bool(of)): Lane(tuple(curve), n) for service_id, node, of, n, curve in found})
