"""Collecting from a store: in two hours, today, or when it opens again."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from shopkeeper.delivery.contracts import DeliveryOffer, OfferPart
from shopkeeper.delivery.queries.book import Node, Offered
from shopkeeper.delivery.queries.sending import Question
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.delivery.rules.prices import Tariff, area_of, choose_tariff
from shopkeeper.delivery.rules.sourcing import nodes_with_all
from shopkeeper.inventory import public as inventory
from shopkeeper.organization import public as organization

STORES, FAR = 5, 80.0
"""At most so many stores, within so many kilometers."""
_FREE = Decimal(0)


def offer_collections(
    service: Offered, asked: Question, shelves: Mapping[str, Mapping[str, int]]
) -> list[DeliveryOffer]:
    """The nearest stores that have the whole basket, each with when it stands ready."""
    having = [n for n in nodes_with_all(asked.pieces, shelves) if not service.nodes or n in service.nodes]
    here = _place(asked)
    far = {node: _kilometers(here, asked.book.nodes[node]) for node in having}
    # Whoever is not on the map is shown the stores of their own postcode area, or all where even that is not known.
    near = [
        node for node in having
        if (far[node] <= FAR if here else not asked.area or area_of(asked.book.nodes[node].card.postcode) == asked.area)
    ]  # fmt: skip
    nearest = sorted(near, key=lambda node: (far[node], node))[:STORES]
    tariff = choose_tariff(service.tariffs, country=asked.country, area=asked.area, grams=0)
    made = (_collection(service, asked, node, tariff, far[node]) for node in nearest)
    return [offer for offer in made if offer]


def _place(asked: Question) -> inventory.Point | None:
    """Where the address is: as said, else where a location of the same postcode area is."""
    address = asked.address
    if address.latitude is not None and address.longitude is not None:
        return address.latitude, address.longitude
    cards = (node.card for node in asked.book.nodes.values())
    return next((_point(c) for c in cards if asked.area and area_of(c.postcode) == asked.area and _point(c)), None)


def _point(card: inventory.LocationCard) -> inventory.Point | None:
    known = card.latitude is not None and card.longitude is not None
    return (card.latitude, card.longitude) if known else None  # type: ignore[return-value]  # both are known


def _kilometers(here: inventory.Point | None, node: Node) -> float:
    there = _point(node.card)
    return inventory.distance_km(here, there) if here and there else float("inf")


def _collection(service: Offered, asked: Question, node: str, tariff: Tariff | None, km: float) -> DeliveryOffer | None:
    place = asked.book.nodes[node]
    needs = timedelta(minutes=service.ready_minutes)
    try:
        ready_at = organization.add_working_time(place.calendar, asked.now, needs)
    except organization.NeverOpen:
        return None
    day = ready_at.astimezone(zone_of(place.calendar.time_zone)).date()
    midnight = datetime.combine(day + timedelta(days=1), time.min, zone_of(place.calendar.time_zone)).astimezone(UTC)
    # Ordered as much earlier than closing as the store needs, it is still ready on that day.
    order_by = ready_at + organization.working_time_between(place.calendar, ready_at, midnight) - needs
    return DeliveryOffer(
        service=service.code, carrier=service.carrier, name=service.name, kind=service.kind, node=node,
        node_name=place.card.name, price=tariff.price if tariff else _FREE, cost=tariff.cost if tariff else None,
        currency=tariff.currency if tariff else organization.get_retailer().currency, order_by=order_by,
        seconds_left=max(0, int((order_by - asked.now).total_seconds())), leaves_on=day, earliest_on=day,
        promised_on=day, due_at=ready_at, chance=None, measured=0,
        parts=(OfferPart(node, tuple(asked.pieces), day),), ready_at=ready_at,
        km=None if km == float("inf") else round(km, 1),
    )  # fmt: skip
