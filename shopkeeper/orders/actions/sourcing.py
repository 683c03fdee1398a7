"""From where an order is fulfilled: looked up, planned by the rules, reserved, and written down with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.core.writing import insert
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.offering import Offered
from shopkeeper.orders.actions.written import bundle_of, name_of, sku_of
from shopkeeper.orders.contracts import HowKind
from shopkeeper.orders.errors import CannotBeSourced
from shopkeeper.orders.events import OrderSourced
from shopkeeper.orders.models import Allocation, Order, OrderLine, Placement, Sourcing
from shopkeeper.orders.queries.book import demand_ref
from shopkeeper.orders.rules.sourcing import FAR, Need, Place, Plan, SplitPolicy, plan_as_offered, plan_sources
from shopkeeper.orders.words import explain
from shopkeeper.organization import public as organization

TRIES = 3
_READER = system_actor("orders.sourcing")
_DOUBTS = {inventory.Confidence.SURE: 0, inventory.Confidence.PROBABLY: 1}


@dataclass(frozen=True, slots=True)
class Sourced:
    """What was decided: the locations that send something, and the words for it."""

    locations: tuple[inventory.LocationCard, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """For what a source is looked for."""

    order: Order
    placement: Placement
    lines: Sequence[OrderLine]
    pieces: dict[int, int]
    """How many of each line, by its position."""
    may_split: bool = True
    avoid: frozenset[tuple[str, str]] = frozenset()
    """SKUs at locations that have just said that they have none."""
    offered: Offered = field(default_factory=Offered)
    """What a delivery offer said; it was chosen then from where the order comes."""

    @property
    def needs(self) -> list[Need]:
        """As the rules ask."""
        wanted = [line for line in self.lines if self.pieces.get(line.position, 0)]
        return [
            Need(line.position, sku_of(line), self.pieces[line.position], line.unit_price, bundle_of(line))
            for line in wanted
        ]


def source_new(
    order: Order,
    placement: Placement,
    lines: Sequence[OrderLine],
    *,
    may_split: bool,
    offered: Offered,
    by: Actor,
    now: datetime,
) -> Sourced | None:
    """Find who sends a new order, and keep the pieces there; None when it was offered from where it is gone.

    :raises CannotBeSourced: when nobody can
    """
    wanted = {line.position: line.ordered for line in lines}
    question = Question(order, placement, lines, wanted, may_split, offered=offered)
    plan, cards = find_and_keep(question, by=by, now=now)
    if not plan.is_possible and offered.parts:
        return None
    if not plan.is_possible:
        raise refuse_short(question, plan)
    return write_down(question, plan, cards, cause="placed", by=by, now=now)


def refuse_short(question: Question, plan: Plan) -> CannotBeSourced:
    """What to say when nobody has a line."""
    position, pieces = plan.missing[0]
    short = next(line for line in question.lines if line.position == position)
    return CannotBeSourced(sku=sku_of(short), missing=pieces)


def find_and_keep(question: Question, *, by: Actor, now: datetime) -> tuple[Plan, dict[str, inventory.LocationCard]]:
    """Plan by what is there and reserve it; when somebody else was quicker, look again."""
    plan, cards = Plan(), dict[str, inventory.LocationCard]()
    for _ in range(TRIES):
        places, cards = _look_around(question, now=now)
        plan = _plan(question, places, now=now)
        if not plan.is_possible or _keep(question, plan, by=by, now=now):
            return plan, cards
    return Plan(missing=tuple((need.line, need.quantity) for need in question.needs)), cards


def _plan(question: Question, places: Sequence[Place], *, now: datetime) -> Plan:
    if question.offered.parts:
        return plan_as_offered(question.needs, places, {part.node: part.skus for part in question.offered.parts})
    return plan_sources(question.needs, _with_arrivals(question, places, now=now), _policy(question))


def _with_arrivals(question: Question, places: Sequence[Place], *, now: datetime) -> Sequence[Place]:
    """Places from which the promised day can be kept are equal; others come after them, the latest last."""
    promised_on = question.placement.promised_on
    skus = {place.code: set(place.free) for place in places}
    days = list_arrival_days(question.order, question.placement, skus, now=now)
    if days is None or promised_on is None:
        return places
    return [replace(place, arrives=max(promised_on, days.get(place.code, date.max))) for place in places]


def list_arrival_days(
    order: Order, placement: Placement, nodes: Mapping[str, set[str]] | None = None, *, now: datetime
) -> dict[str, date] | None:
    """When a parcel that leaves now arrives, by location (`nodes` with their SKUs, or those that send something); None
    where nobody measures that."""
    if placement.method != HowKind.DELIVERY or not placement.service or placement.promised_on is None:
        return None
    nodes = nodes or _sending(order)
    to = delivery.Destination(country=order.country, area=delivery.area_of(order.ship_postcode), region=order.region)
    return delivery.list_arrivals(
        carrier=placement.carrier_key, service=placement.service, nodes=nodes, skus=set().union(*nodes.values()),
        address=to, now=now,
    )  # fmt: skip


def _sending(order: Order) -> dict[str, set[str]]:
    """What each location has to send of an order."""
    opened = Allocation.objects.filter(line__order=order, open__gt=0)
    found: dict[str, set[str]] = {}
    for code, sku in opened.values_list("location__code", "line__product__sku"):
        found.setdefault(code, set()).add(sku)
    return found


def write_down(
    question: Question,
    plan: Plan,
    cards: dict[str, inventory.LocationCard],
    *,
    cause: str,
    by: Actor,
    now: datetime,
    coming: Sequence[dict[str, Any]] = (),
) -> Sourced:
    """Keep the decision with its reasons, and give the pieces to the locations."""
    attempt = question.placement.attempts
    by_position = {line.position: line for line in question.lines}
    allocated = [
        Allocation(
            id=new_id(), line=by_position[position], location_id=cards[part.place.code].id, attempt=attempt,
            quantity=pieces, allocated_at=now,
        )
        for part in plan.parts
        for position, pieces in part.pieces
    ]  # fmt: skip
    parts = [*(_tell(part.place, part.pieces, question, by_position) for part in plan.parts), *coming]
    missing = [_line(by_position[position], pieces) | _looked_at(question) for position, pieces in plan.missing]
    decided = Sourcing(
        id=new_id(), order=question.order, attempt=attempt, parts=parts, missing=missing, cause=cause,
        decided_by=f"{by.kind}:{by.id}"[:120], decided_at=now,
    )  # fmt: skip
    insert(*allocated, decided)
    told = OrderSourced(order_id=question.order.id, attempt=attempt, parts=len(parts), missing=len(missing))
    announce(told, by=by, now=now)
    return Sourced(tuple(cards[part.place.code] for part in plan.parts), explain(parts, missing))


def release_carts(refs: Sequence[str], *, by: Actor, now: datetime) -> int:
    """What a cart kept is free again for its own order; nobody else can take it before this transaction ends."""
    if not refs:
        return 0
    return inventory.release(claims=[inventory.Claim(ref) for ref in refs], reason="ordered", by=by, now=now)


def _keep(question: Question, plan: Plan, *, by: Actor, now: datetime) -> bool:
    skus = {line.position: sku_of(line) for line in question.lines}
    demands = [
        inventory.Demand(
            demand_ref(question.order.id, position), question.placement.attempts, skus[position], pieces,
            part.place.code,
        )
        for part in plan.parts
        for position, pieces in part.pieces
    ]  # fmt: skip
    kind = inventory.ReservationKind.HARD
    return inventory.reserve(demands=demands, kind=kind, channel=question.order.channel, by=by, now=now).complete


def _look_around(question: Question, *, now: datetime) -> tuple[list[Place], dict[str, inventory.LocationCard]]:
    skus = [need.sku for need in question.needs]
    found = inventory.get_availability(skus, channel=question.order.channel, by=_READER, now=now)
    stock: dict[str, list[tuple[str, inventory.Stock]]] = {}
    for sku, everywhere in found.items():
        for there in everywhere.locations:
            if there.available > 0 and (sku, there.location) not in question.avoid and _may(question, there):
                stock.setdefault(there.location, []).append((sku, there))
    cards = inventory.get_locations(stock)
    rooms = _rooms(list(cards.values()), now=now)
    return [_place(cards[code], rows, question, rooms) for code, rows in stock.items() if code in cards], cards


def _may(question: Question, there: inventory.Stock) -> bool:
    if question.placement.method == HowKind.PICKUP:
        return there.may_pick_up and there.location == question.placement.location
    return there.may_ship


def _place(
    card: inventory.LocationCard, rows: Sequence[tuple[str, inventory.Stock]], question: Question,
    rooms: dict[str, int],
) -> Place:  # fmt: skip
    doubt = max(_DOUBTS.get(there.confidence, 2) for _, there in rows)
    return Place(
        card.code, card.name, {sku: there.available for sku, there in rows}, _km(card, question), doubt=doubt,
        room=rooms.get(card.code), is_on=card.is_on,
    )  # fmt: skip


def _km(card: inventory.LocationCard, question: Question) -> float:
    """How far; nothing within the same postcode area, and unknown where one of both is not on the map."""
    placement, area = question.placement, question.order.postcode_area
    if None not in (card.latitude, card.longitude, placement.latitude, placement.longitude):
        there, here = (card.latitude, card.longitude), (placement.latitude, placement.longitude)
        return round(inventory.distance_km(there, here), 1)  # type: ignore[arg-type]  # looked at just now
    return 0.0 if area and card.postcode.upper().split()[:1] == [area] else FAR


def _rooms(cards: Sequence[inventory.LocationCard], *, now: datetime) -> dict[str, int]:
    """How many orders more those can handle today whose capacity somebody has named."""
    limited = {card.id: card for card in cards if card.daily_capacity is not None}
    if not limited:
        return {}
    zone = ZoneInfo(organization.get_retailer().time_zone)
    morning = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Allocation.objects.filter(
        location__in=list(limited), allocated_at__gte=morning, allocated_at__lt=morning + timedelta(days=1)
    )
    busy = dict(today.values_list("location").annotate(orders=Count("line__order", distinct=True)))
    return {card.code: max(0, (card.daily_capacity or 0) - busy.get(key, 0)) for key, card in limited.items()}


def _policy(question: Question) -> SplitPolicy:
    collected = question.placement.method == HowKind.PICKUP
    rules = agreed(delivery.SPLITS)
    may_split = question.may_split and rules.may_split and not collected
    return SplitPolicy(may_split, rules.most_parts, rules.least_value)


def _tell(
    place: Place, pieces: Sequence[tuple[int, int]], question: Question, lines: dict[int, OrderLine]
) -> dict[str, Any]:
    day = question.placement.promised_on
    whole = all((line.position, line.ordered) in pieces for line in question.lines)
    return {
        "whole": whole,
        "location": place.code, "name": place.name, "lines": [_line(lines[position], n) for position, n in pieces],
        "km": place.km if place.km < FAR else None, "doubt": place.doubt,
        "day": day.isoformat() if day else None, "collect": question.placement.method == HowKind.PICKUP,
    }  # fmt: skip


def _looked_at(question: Question) -> dict[str, str]:
    """The only place that could have what is to be collected; nothing where any place could."""
    placement = question.placement
    if placement.method != HowKind.PICKUP:
        return {}
    card = inventory.get_locations([placement.location]).get(placement.location)
    return {"place": card.name if card else placement.location}


def _line(line: OrderLine, pieces: int) -> dict[str, Any]:
    return {"position": line.position, "sku": sku_of(line), "name": name_of(line), "pieces": pieces}
