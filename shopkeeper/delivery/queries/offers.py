"""Delivery offers: every way in which a basket can reach an address, with stock, price and days that are measured."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.delivery.contracts import BasketLine, DeliveryOffer, Destination, ServiceKind
from shopkeeper.delivery.models import Load
from shopkeeper.delivery.queries.book import Book, get_book
from shopkeeper.delivery.queries.collecting import offer_collections
from shopkeeper.delivery.queries.lanes import read_lanes
from shopkeeper.delivery.queries.sealing import seal
from shopkeeper.delivery.queries.sending import Question, Taken, offer_sending
from shopkeeper.delivery.queries.shelves import Found, find_shelves
from shopkeeper.delivery.queries.supplying import read_terms
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.delivery.rules.prices import area_of
from shopkeeper.delivery.rules.sourcing import Shelves, needed
from shopkeeper.inventory import public as inventory

_READER = system_actor("delivery.offers")
NOTHING_KEPT: Shelves = {}


def offer_deliveries(
    *,
    lines: Sequence[BasketLine],
    address: Destination,
    by: Actor,
    now: datetime,
    channel: str = "web",
    kept: Shelves = NOTHING_KEPT,
) -> tuple[DeliveryOffer, ...]:
    """Every way in which these lines can reach this address, soonest first, then cheapest; none is none.

    Each is backed by stock that can be promised now at the node it leaves from, or is `kept` there for whoever asks;
    nothing is reserved. The promised day is the first by which as many parcels of the lane arrived as the service's
    `promise_percent` says, by measured times (`rules/lanes.py`), in delivery days from the day on which it leaves.
    What our own shelves have not got comes from suppliers, once they have got it ready (`rules/supplying.py`), and can
    be collected where it is on its way to, once it has come, or where another location of ours, or else a supplier,
    sends it.

    :raises NotPermitted: when `by` may not ask for offers
    :raises ProductNotFound: when nobody knows one of the SKUs
    """
    by.require("delivery.ask_offers")
    if not lines:
        return ()
    pieces, area, book = needed(lines), address.area.upper() or area_of(address.postcode), get_book(now=now)
    stock = inventory.get_availability(pieces, by=_READER, now=now, channel=channel)
    lanes, taken = read_lanes(area, address.region), read_taken(book, now)
    shelves = find_shelves(stock, book, kept)
    supplied = read_terms(pieces, shelves.suppliers, book, now)
    shelves.keep_timed(supplied)
    asked = Question(lines, pieces, address.country.upper(), area, address, book, lanes, taken, now, supplied)
    offers = _offer_all(asked, shelves)
    if not offers:
        catalog.get_products(pieces)  # refuses what nobody knows
    offers.sort(key=lambda o: (o.promised_on, o.ready_at or o.due_at, o.price, o.km or 0.0, o.name))
    return tuple(seal(offer, pieces=pieces, country=asked.country, area=area) for offer in offers)


def _offer_all(asked: Question, shelves: Found) -> list[DeliveryOffer]:
    offers: list[DeliveryOffer] = []
    for service in asked.book.services:
        if service.kind is ServiceKind.COLLECT:
            offers += offer_collections(service, asked, shelves)
        elif offer := offer_sending(service, asked, shelves.list_ways(asked.pieces, service)):
            offers.append(offer)
    return offers


def read_taken(book: Book, now: datetime) -> Taken:
    """How many parcels leave on which days already, where somebody has set a limit."""
    if not book.limits:
        return {}
    today = now.astimezone(zone_of(book.zone)).date()
    found: dict[Any, dict[date, int]] = {}
    for service_id, node, day, parcels in Load.objects.filter(day__gte=today).values_list(
        "service_id", "node", "day", "parcels"
    ):
        found.setdefault((service_id, node), {})[day] = parcels
    return found
