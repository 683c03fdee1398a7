"""What one service can do for a basket: from which node, leaving when, promised for which day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil, prod
from uuid import UUID

from shopkeeper.delivery.contracts import BasketLine, DeliveryOffer, Destination, OfferPart, ServiceKind
from shopkeeper.delivery.queries.book import Book, Limit, Offered
from shopkeeper.delivery.queries.lanes import Lane, Lanes
from shopkeeper.delivery.queries.nearness import find_place, kilometers
from shopkeeper.delivery.rules.calendars import Departure, day_after, days_of, next_departures, zone_of
from shopkeeper.delivery.rules.lanes import quantile, share_by
from shopkeeper.delivery.rules.prices import Tariff, choose_tariff
from shopkeeper.delivery.rules.supplying import NOBODYS, Supplied, list_supplied, slowest
from shopkeeper.promises import public as promises

EARLIEST = 0.10

type Taken = Mapping[tuple[UUID | None, str], Mapping[date, int]]
type Way = tuple[tuple[str, tuple[str, ...]], ...]
"""Nodes with the SKUs that each sends."""


@dataclass(frozen=True, slots=True)
class Question:
    """A basket, where to, and what is known for answering."""

    lines: Sequence[BasketLine]
    pieces: Mapping[str, int]
    country: str
    area: str
    address: Destination
    book: Book
    lanes: Lanes
    taken: Taken
    now: datetime
    supplied: Supplied = field(default_factory=lambda: NOBODYS)

    @property
    def today(self) -> date:
        """The day where the retailer is."""
        return self.now.astimezone(zone_of(self.book.zone)).date()


@dataclass(frozen=True, slots=True)
class _Leg:
    """One parcel of a way."""

    part: OfferPart
    order_by: datetime
    earliest_on: date
    promised_on: date
    lane: Lane
    chance: float


def offer_sending(service: Offered, asked: Question, ways: Iterable[Way]) -> DeliveryOffer | None:
    """The best way of one service: soonest, in fewest parcels, from nearest, surest. None where it does not go."""
    grams = sum(line.grams * line.quantity for line in asked.lines)
    tariff = choose_tariff(service.tariffs, country=asked.country, area=asked.area, grams=grams)
    if tariff is None or (service.max_grams is not None and grams > service.max_grams):
        return None
    made = []
    for way in ways:
        legs = [_leg(service, asked, node, skus) for node, skus in way]
        whole = [leg for leg in legs if leg]
        if len(whole) == len(legs):
            made.append(_offer(service, tariff, asked, whole))
    here = find_place(asked.address, asked.area, asked.book) if len(made) > 1 else None

    def rank(offer: DeliveryOffer) -> tuple[date, int, float, float, str]:
        far = sum(kilometers(here, asked.book.nodes[part.node]) for part in offer.parts)
        return offer.promised_on, len(offer.parts), far, -(offer.chance or 0), offer.node

    best = min(made, key=rank, default=None)
    is_too_late = best and service.kind is ServiceKind.SAME_DAY and best.promised_on != asked.today
    return None if is_too_late else best


def _leg(service: Offered, asked: Question, node: str, skus: tuple[str, ...]) -> _Leg | None:
    departure = _departure(service, asked, node, skus)
    if departure is None:
        return None
    lane = asked.lanes.find(service.id, node, service.words)
    days = quantile(lane.curve, service.promise_share)
    return _Leg(
        part=OfferPart(node, skus, departure.leaves_on),
        order_by=departure.order_by,
        earliest_on=day_after(service.delivers, departure.leaves_on, quantile(lane.curve, EARLIEST)),
        promised_on=day_after(service.delivers, departure.leaves_on, days),
        lane=lane,
        chance=share_by(lane.curve, days),
    )


def arrives_on(service: Offered, asked: Question, node: str, skus: tuple[str, ...]) -> date | None:
    """The day that can be promised for a parcel with these SKUs from a node; None where none leaves."""
    leg = _leg(service, asked, node, skus)
    return leg.promised_on if leg else None


def _departure(service: Offered, asked: Question, node: str, skus: tuple[str, ...]) -> Departure | None:
    book = asked.book
    place = book.nodes[node]
    rhythm = book.leaves(service, node)
    coming = next_departures(service.deadlines_at(node), rhythm, zone=place.calendar.time_zone, now=asked.now)
    if terms := [asked.supplied[node, sku] for sku in skus if (node, sku) in asked.supplied]:
        coming = list_supplied(slowest(terms), book.works(node), rhythm, coming, zone=book.zone, now=asked.now)
    return next((d for d in coming if not is_full(book.limits, asked.taken, service.id, node, d.leaves_on)), None)


def is_full(limits: Iterable[Limit], taken: Taken, service_id: UUID, node: str, day: date) -> bool:
    """Whether any capacity of this service, this node or both has no room left on a day."""
    return any(
        taken.get((limit.service_id, limit.node), {}).get(day, 0) >= limit.parcels
        for limit in limits_on(limits, service_id, node, day)
    )


def limits_on(limits: Iterable[Limit], service_id: UUID, node: str, day: date) -> list[Limit]:
    """The capacities that hold for a departure; a number for the very day wins over that of the weekday, then all."""
    found: dict[tuple[UUID | None, str], Limit] = {}
    for limit in sorted(limits, key=lambda one: (one.day is not None, one.weekday is not None)):
        concerns = limit.service_id in (None, service_id) and limit.node in ("", node)
        if concerns and limit.day in (None, day) and limit.weekday in (None, day.weekday()):
            found[limit.service_id, limit.node] = limit
    return list(found.values())


def _offer(service: Offered, tariff: Tariff, asked: Question, legs: Sequence[_Leg]) -> DeliveryOffer:
    last = max(legs, key=lambda leg: leg.promised_on)
    order_by = min(leg.order_by for leg in legs)
    chosen = service.kind is ServiceKind.NOMINATED_DAY
    end = day_after(service.delivers, last.promised_on, service.days_ahead) if chosen else last.promised_on
    return DeliveryOffer(
        service=service.code, carrier=service.carrier, name=service.name, kind=service.kind, node=last.part.node,
        node_name=asked.book.nodes[last.part.node].card.name, price=tariff.price,
        cost=None if tariff.cost is None else tariff.cost * len(legs), currency=tariff.currency, order_by=order_by,
        seconds_left=ceil((order_by - asked.now).total_seconds()), leaves_on=last.part.leaves_on,
        earliest_on=max(leg.earliest_on for leg in legs), promised_on=last.promised_on,
        due_at=promises.end_of_day(last.promised_on, asked.book.zone),
        chance=_chance(legs),
        measured=min(leg.lane.arrived for leg in legs), parts=tuple(leg.part for leg in legs),
        days=days_of(service.delivers, last.promised_on, end) if chosen else (),
    )  # fmt: skip


def _chance(legs: Sequence[_Leg]) -> float | None:
    """The measured share of baskets whose every parcel comes by its day; None where one lane is only words."""
    return round(prod(leg.chance for leg in legs), 4) if all(leg.lane.is_measured for leg in legs) else None
