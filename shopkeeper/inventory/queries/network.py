"""One SKU everywhere, as people look at it: here first, then what is near, with what can be done there today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.contracts import Availability, LocationKind, Stock
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.queries.availability import get_availability
from shopkeeper.inventory.queries.capacity import count_orders_since
from shopkeeper.inventory.rules.nearness import Point, distance_km, end_of_day, find_last_chance
from shopkeeper.organization import public as organization


@dataclass(frozen=True, slots=True)
class Place:
    """A location's stock of a SKU, seen from where the reader is; `km` is empty where one of both is not on the map."""

    stock: Stock
    is_here: bool
    km: float | None
    ready_until: datetime | None
    """Until when a customer can ask for a piece and collect it today, by the store's clock; empty where nobody can."""
    why_off: str = ""
    is_full: bool = False
    """It has as many orders today as it can handle."""

    @property
    def ready_today(self) -> bool:
        """Whether a customer can collect a piece today."""
        return self.ready_until is not None

    @property
    def ask_by(self) -> str:
        """`17:00`, by the store's clock; empty where nobody can collect today."""
        return f"{self.ready_until:%H:%M}" if self.ready_until else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bundle: so many in each, and how many bundles what there is of it would make."""

    card: catalog.ComponentCard
    available: int

    @property
    def bundles(self) -> int:
        """Bundles that this part would be enough for, wherever it lies."""
        return max(0, self.available) // self.card.quantity


@dataclass(frozen=True, slots=True)
class Network:
    """A SKU everywhere: the places in the order in which the reader asks, and what it means together."""

    product: catalog.ProductCard
    known: bool
    available: int
    as_of: datetime
    places: tuple[Place, ...]

    @property
    def here(self) -> Place | None:
        """The reader's own location."""
        return next((place for place in self.places if place.is_here), None)

    @property
    def collectable(self) -> int:
        """In how many stores a customer can collect it today."""
        return sum(place.ready_today for place in self.places)

    @property
    def shippable(self) -> int:
        """How many pieces can be sent."""
        return sum(place.stock.available for place in self.places if place.stock.may_ship)

    @property
    def nearest(self) -> Place | None:
        """Where else it is, closest first."""
        return next((place for place in self.places if not place.is_here and place.stock.available > 0), None)


def get_network(
    product: catalog.ProductCard, *, by: Actor, now: datetime, channel: str = "", here: Location | None = None
) -> Network:
    """Where a product is and can be promised, for this reader; seen from `here`, where they chose a place."""
    [network] = list_networks([product], by=by, now=now, channel=channel, here=here)
    return network


def list_networks(
    products: Sequence[catalog.ProductCard], *, by: Actor, now: datetime, channel: str = "",
    here: Location | None = None,
) -> list[Network]:  # fmt: skip
    """Where each of these products is and can be promised, in as many statements as for one."""
    found = get_availability([product.sku for product in products], by=by, now=now, channel=channel)
    surroundings = _survey(found.values(), [here] if here else own_locations(by), now)
    return [_network(product, found[product.sku], surroundings, now) for product in products]


def list_parts(product_ids: Iterable[UUID], *, by: Actor, now: datetime) -> dict[UUID, list[Part]]:
    """What each of these products that is a bundle is made of, what runs out first before the others."""
    contents = catalog.list_components(product_ids)
    skus = [each.sku for components in contents.values() for each in components]
    stock = get_availability(skus, by=by, now=now) if skus else {}
    return {
        bundle: sorted(
            [Part(each, stock[each.sku].available) for each in components],
            key=lambda part: (part.bundles, part.card.name),
        )
        for bundle, components in contents.items()
    }


def own_locations(by: Actor) -> list[Location]:
    """The stores whose people the reader belongs to; none for those of the whole company."""
    if by.scopes.company_wide:
        return []
    rows = Location.objects.filter(outlet_id__in=by.scopes.values.get("outlet_id", ()), kind=LocationKind.STORE)
    return list(rows.order_by("code"))


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What is known of the locations of some products, whatever lies there."""

    rows: dict[str, Location]
    own: frozenset[UUID]
    here: Point | None
    ready_until: dict[UUID | None, datetime | None]
    full: set[UUID]


def _survey(found: Iterable[Availability], own: Sequence[Location], now: datetime) -> _Surroundings:
    codes = {stock.location for availability in found for stock in availability.locations}
    rows = {row.code: row for row in Location.objects.filter(code__in=codes)} if codes else {}
    outlets = list({row.outlet_id for row in rows.values() if row.outlet_id})
    here = _point(own[0]) if own else None
    return _Surroundings(
        rows, frozenset(row.id for row in own), here, _last_chances(outlets, now), _full_today(rows.values(), now)
    )


def _network(product: catalog.ProductCard, found: Availability, around: _Surroundings, now: datetime) -> Network:
    places = [_place(stock, around.rows[stock.location], around) for stock in found.locations]
    return Network(product, found.known, found.available, now, tuple(sorted(places, key=_nearness)))


def _place(stock: Stock, row: Location, around: _Surroundings) -> Place:
    is_full = row.id in around.full
    collected = stock.may_pick_up and stock.available > 0 and not is_full
    there = _point(row)
    km = distance_km(around.here, there) if around.here and there else None
    until = around.ready_until.get(row.outlet_id) if collected else None
    return Place(stock, row.id in around.own, km, until, row.switched_off_why, is_full)


def _full_today(rows: Iterable[Location], now: datetime) -> set[UUID]:
    """Locations that have as many orders today as their people can handle."""
    limits = {row.id: row.daily_capacity for row in rows if row.daily_capacity is not None}
    orders = count_orders_since(limits, start_of_day(now)) if limits else {}
    return {place for place, limit in limits.items() if orders.get(place, 0) >= limit}


def start_of_day(now: datetime) -> datetime:
    """When the retailer's day began."""
    local = now.astimezone(ZoneInfo(organization.get_retailer().time_zone))
    return end_of_day(local) - timedelta(days=1)


def _last_chances(outlet_ids: Sequence[UUID], now: datetime) -> dict[UUID | None, datetime | None]:
    """Until when something can be asked for at each outlet and still be collected today."""
    found: dict[UUID | None, datetime | None] = {}
    for outlet_id, calendar in organization.list_calendars(outlet_ids, now=now).items():
        zone = ZoneInfo(calendar.time_zone)
        midnight = end_of_day(now.astimezone(zone))
        today = [
            (max(opens_at, now), min(closes_at, midnight))
            for opens_at, closes_at in organization.openings(calendar, now, midnight)
        ]
        last = find_last_chance(today)
        found[outlet_id] = last.astimezone(zone) if last else None
    return found


def _point(row: Location) -> Point | None:
    return (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None


def _nearness(place: Place) -> tuple[bool, bool, float, int, str]:
    far = place.km if place.km is not None else float("inf")
    return not place.is_here, place.stock.available <= 0, far, -place.stock.available, place.stock.name
