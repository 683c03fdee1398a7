"""Collecting from a store: in two hours, today, when it opens again, or once what lacks has come, or was sent there by
another location of ours or by a supplier."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import ceil

from shopkeeper.delivery.contracts import DeliveryOffer, OfferPart, SentFrom, ServiceKind
from shopkeeper.delivery.queries.book import Book, Node, Offered, get_book
from shopkeeper.delivery.queries.nearness import find_place, kilometers, point_of
from shopkeeper.delivery.queries.sending import Question
from shopkeeper.delivery.queries.shelves import Found
from shopkeeper.delivery.queries.supplying import is_suppliers, read_terms
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.delivery.rules.prices import Tariff, area_of, choose_tariff
from shopkeeper.delivery.rules.sourcing import days_with_all, nodes_with_all, senders_of_rest
from shopkeeper.delivery.rules.supplying import Terms, next_ready, slowest
from shopkeeper.inventory import public as inventory
from shopkeeper.organization import public as organization

STORES, FAR = 5, 80.0
"""At most so many stores, within so many kilometers."""


_FREE = Decimal(0)
_USUAL_MINUTES = 120
_TRIED = 3
"""Of the locations that could send it to a store, so many are asked when it would be there."""


@dataclass(frozen=True, slots=True)
class Coming:
    """By which day what lacks is there, and who sends it for this order alone, ordered until when."""

    day: date
    sent_from: SentFrom | None = None
    order_by: datetime | None = None


def offer_collections(service: Offered, asked: Question, shelves: Found) -> list[DeliveryOffer]:
    """The nearest stores that have the whole basket, each with when it stands ready; where they are few, those to which
    it comes or is sent as well, from when it is there, and in any case the nearest store of all."""
    having = dict.fromkeys(nodes_with_all(asked.pieces, shelves.collecting))
    expected = days_with_all(asked.pieces, shelves.collecting, shelves.coming, today=asked.today)
    later = {node: Coming(day) for node, day in expected.items()}
    tariff = choose_tariff(service.tariffs, country=asked.country, area=asked.area, grams=0)
    nearest = _nearest(having, service, asked)
    lacking = _nearest([code for code in _list_stores(asked) if code not in having], service, asked)
    if len(nearest) == STORES:
        lacking = [one for one in lacking[:1] if one[1] < nearest[0][1]]
    later = _have_sent([code for code, _ in lacking], asked, shelves, later)
    others = [(code, km) for code, km in lacking if code in later][: max(1, STORES - len(nearest))]
    made = (_collection(service, asked, node, tariff, km, later.get(node)) for node, km in [*nearest, *others])
    return [offer for offer in made if offer]


def _list_stores(asked: Question) -> list[str]:
    """Where customers collect."""
    cards = (node.card for node in asked.book.nodes.values())
    return [card.code for card in cards if card.may_pick_up and card.kind is inventory.LocationKind.STORE]


def _have_sent(
    nodes: Sequence[str], asked: Question, shelves: Found, later: Mapping[str, Coming]
) -> dict[str, Coming]:  # fmt: skip
    """By which day each of these stores has what lacks there: it comes anyway, or is sent by whoever is quickest."""
    if not nodes:
        return dict(later)
    roads = inventory.list_roads(nodes, now=asked.now)
    found = dict(later)
    for node in nodes:
        here = shelves.collecting.get(node, {})
        senders = senders_of_rest(asked.pieces, node, shelves.own, here)
        senders.sort(key=lambda origin: (roads.days(origin, node), *_far(asked, origin, node)))
        sent = [one for origin in senders[:_TRIED] if (one := _sent(asked.book, origin, node, roads, now=asked.now))]
        if not sent and node not in found:
            sent = _supplied(node, asked, shelves, roads)
        if sent and (node not in found or sent[0].day < found[node].day):
            found[node] = min(sent, key=lambda one: one.day)
    return found


def _supplied(node: str, asked: Question, shelves: Found, roads: inventory.Roads) -> list[Coming]:
    """What neither lies with us nor comes anyway, as suppliers bring it to the store: asked last, as for parcels."""
    here = shelves.collecting.get(node, {})
    lacking = [sku for sku, pieces in asked.pieces.items() if here.get(sku, 0) < pieces]
    made = (
        _from_supplier(asked.book, origin, node, [asked.supplied[origin, sku] for sku in lacking], roads, now=asked.now)
        for origin in senders_of_rest(asked.pieces, node, shelves.suppliers, here)
    )
    return [one for one in made if one]


def _from_supplier(
    book: Book, origin: str, node: str, terms: Sequence[Terms], roads: inventory.Roads, *, now: datetime
) -> Coming | None:
    """It leaves once the supplier has it ready, by its own working days and cut-off."""
    ready = next_ready(slowest(terms), book.works(origin), zone=book.zone, now=now)
    if ready is None:
        return None
    arrives_on = roads.arrival(origin, node, ready.leaves_on)
    return Coming(arrives_on, SentFrom(origin, book.nodes[origin].card.name, ready.leaves_on), ready.order_by)


def _far(asked: Question, origin: str, node: str) -> tuple[bool, float, str]:
    """Warehouses first, whose work it is to send, then by distance."""
    start = asked.book.nodes[origin].card
    is_store = start.kind is not inventory.LocationKind.WAREHOUSE
    return is_store, kilometers(point_of(asked.book.nodes[node].card), asked.book.nodes[origin]), origin


def _sent(book: Book, origin: str, node: str, roads: inventory.Roads, *, now: datetime) -> Coming | None:
    """It leaves once the origin has had the usual time to get it ready, by its own hours."""
    start = book.nodes[origin]
    leaves_at = _ready_at(start, now, _USUAL_MINUTES)
    if leaves_at is None:
        return None
    leaves_on = leaves_at.astimezone(zone_of(start.calendar.time_zone)).date()
    return Coming(roads.arrival(origin, node, leaves_on), SentFrom(origin, start.card.name, leaves_on))


def find_road(origin: str, node: str, *, skus: Collection[str], now: datetime) -> tuple[SentFrom, date] | None:
    """When a location, or a supplier, could send to a store what lacks there, and the day by which it would be there;
    None where its people never work, or nobody knows how long it takes."""
    book = get_book(now=now)
    if origin not in book.nodes:
        return None
    roads = inventory.list_roads([node], now=now)
    if is_suppliers(book, origin):
        terms = list(read_terms(skus, [origin], book, now).values())
        found = _from_supplier(book, origin, node, terms, roads, now=now) if len(terms) == len(skus) else None
    else:
        found = _sent(book, origin, node, roads, now=now)
    return (found.sent_from, found.day) if found and found.sent_from else None


def find_ready_at(node: str, comes_on: date, *, now: datetime) -> datetime | None:
    """From when on can be collected at a node what is there by the end of a day; None where it is not open at all."""
    book = get_book(now=now)
    place = book.nodes.get(node)
    serving = [
        service for service in book.services
        if service.kind is ServiceKind.COLLECT and (not service.nodes or node in service.nodes)
    ]  # fmt: skip
    if place is None:
        return None
    minutes = min((one.ready_minutes for one in serving), default=_USUAL_MINUTES)
    return _ready_at(place, max(now, _end_of_day(place, comes_on)), minutes)


def _nearest(nodes: Iterable[str], service: Offered, asked: Question) -> list[tuple[str, float]]:
    """The nearest of these stores that the service takes in, and how far they are."""
    here = find_place(asked.address, asked.area, asked.book)
    allowed = [node for node in nodes if not service.nodes or node in service.nodes]
    far = {node: kilometers(here, asked.book.nodes[node]) for node in allowed}
    # Whoever is not on the map is shown the stores of their own postcode area, or all where even that is not known.
    near = [
        node for node in allowed
        if (far[node] <= FAR if here else not asked.area or area_of(asked.book.nodes[node].card.postcode) == asked.area)
    ]  # fmt: skip
    return [(node, far[node]) for node in sorted(near, key=lambda node: (far[node], node))[:STORES]]


def _collection(
    service: Offered, asked: Question, node: str, tariff: Tariff | None, km: float, coming: Coming | None
) -> DeliveryOffer | None:
    place, comes_on = asked.book.nodes[node], coming.day if coming else None
    there_at = max(asked.now, _end_of_day(place, comes_on)) if comes_on else asked.now
    ready_at = _ready_at(place, there_at, service.ready_minutes)
    if ready_at is None:
        return None
    day = ready_at.astimezone(zone_of(place.calendar.time_zone)).date()
    order_by = _end_of_day(place, comes_on) if comes_on else _order_by(place, ready_at, day, service.ready_minutes)
    order_by = coming.order_by if coming and coming.order_by else order_by
    return DeliveryOffer(
        service=service.code, carrier=service.carrier, name=service.name, kind=service.kind, node=node,
        node_name=place.card.name, price=tariff.price if tariff else _FREE, cost=tariff.cost if tariff else None,
        currency=tariff.currency if tariff else organization.get_retailer().currency, order_by=order_by,
        seconds_left=max(0, ceil((order_by - asked.now).total_seconds())), leaves_on=day, earliest_on=day,
        promised_on=day, due_at=ready_at, chance=None, measured=0,
        parts=(OfferPart(node, tuple(asked.pieces), day),), ready_at=ready_at,
        km=None if km == float("inf") else round(km, 1), comes_on=comes_on,
        sent_from=coming.sent_from if coming else None,
    )  # fmt: skip


def _ready_at(place: Node, there_at: datetime, minutes: int) -> datetime | None:
    """When it stands ready, by the opening hours of its people; None where they never open."""
    try:
        return organization.add_working_time(place.calendar, there_at, timedelta(minutes=minutes))
    except organization.NeverOpen:
        return None


def _order_by(place: Node, ready_at: datetime, day: date, minutes: int) -> datetime:
    """Ordered as much earlier than closing as the store needs, it is still ready on that day."""
    open_for = organization.working_time_between(place.calendar, ready_at, _end_of_day(place, day))
    return ready_at + open_for - timedelta(minutes=minutes)


def _end_of_day(place: Node, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone_of(place.calendar.time_zone)).astimezone(UTC)
