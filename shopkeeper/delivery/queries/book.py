"""The book of services: all that offers are made from and that changes rarely, read once until somebody changes it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actors import system_actor
from shopkeeper.core.statements import fetch
from shopkeeper.delivery.contracts import ServiceKind
from shopkeeper.delivery.models import Capacity, Closure, CutOff, Rate, Service
from shopkeeper.delivery.rules.calendars import Deadline, Rhythm, last_pick_up
from shopkeeper.delivery.rules.lanes import Curve, brochure
from shopkeeper.delivery.rules.prices import Tariff
from shopkeeper.inventory import public as inventory
from shopkeeper.organization import public as organization

_READER = system_actor("delivery.book")
_MINUTES = 300
"""Opening hours, holidays and locations belong to others, who do not tell us of a change: asked anew each 5 minutes."""


@dataclass(frozen=True, slots=True)
class Node:
    """A location that can send, or where customers collect."""

    card: inventory.LocationCard
    calendar: organization.WorkingCalendar


@dataclass(frozen=True, slots=True)
class Limit:
    """How many parcels a day, of which service from which node (empty: any)."""

    service_id: UUID | None
    node: str
    weekday: int | None
    day: object
    parcels: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A service with all that belongs to it."""

    id: UUID
    code: str
    name: str
    kind: ServiceKind
    carrier: str
    carrier_id: UUID | None
    collects_on: frozenset[int]
    delivers: Rhythm
    words: Curve
    """What the carrier says, as a curve: the last parent of all its lanes."""
    promise_share: float
    ready_minutes: int
    days_ahead: int
    max_grams: int | None
    nodes: frozenset[str]
    tariffs: tuple[Tariff, ...]
    deadlines: dict[str, tuple[Deadline, ...]]

    def deadlines_at(self, node: str) -> tuple[Deadline, ...]:
        """The node's own cut-offs, else those for all nodes."""
        return self.deadlines.get(node) or self.deadlines.get("", ())


@dataclass(frozen=True, slots=True)
class Book:
    """Everything at once, as of one version."""

    services: tuple[Offered, ...]
    nodes: dict[str, Node]
    limits: tuple[Limit, ...]
    closed: dict[tuple[UUID | None, str], frozenset[object]]
    zone: str
    measured: dict[tuple[UUID, UUID | str | None], int | None] = field(default_factory=dict)
    """The days that suppliers take for a product, for parcels, for a category, as far as somebody asked while this book
    is in force."""

    def works(self, node: str) -> Rhythm:
        """The days on which people work at a node."""
        calendar = self.nodes[node].calendar
        days = self.closed.get((None, ""), frozenset()) | self.closed.get((None, node), frozenset())
        weekdays = frozenset(block.weekday for block in calendar.blocks)
        return Rhythm(weekdays, calendar.closed_on | days)  # type: ignore[operator]  # dates

    def pick_up(self, service: Offered, node: str, day: date) -> datetime:
        """When the last van of a service leaves a node on a day, by the node's clock."""
        zone = self.nodes[node].calendar.time_zone if node in self.nodes else self.zone
        return last_pick_up(service.deadlines_at(node), day, zone=zone)

    def leaves(self, service: Offered, node: str) -> Rhythm:
        """The days on which parcels of a service leave a node."""
        closed = self.closed
        days = closed.get((None, ""), frozenset()) | closed.get((None, node), frozenset())
        days |= closed.get((service.carrier_id, ""), frozenset()) | closed.get((service.carrier_id, node), frozenset())
        return Rhythm(service.collects_on, days)  # type: ignore[arg-type]  # dates


_kept: tuple[object, Book] | None = None


def get_book(*, now: datetime) -> Book:
    """The book in force: of this version, at most five minutes old."""
    global _kept
    key = (_version(), int(now.timestamp() // _MINUTES))
    if _kept is None or _kept[0] != key:
        _kept = (key, _read(now))
    return _kept[1]


def _version() -> UUID | None:
    found = fetch("SELECT version FROM delivery_bookversion", [])
    return found[0][0] if found else None


def _read(now: datetime) -> Book:
    closed: dict[tuple[UUID | None, str], set[object]] = defaultdict(set)
    for carrier_id, node, day in Closure.objects.values_list("carrier_id", "node", "day"):
        closed[carrier_id, node].add(day)
    holidays = organization.get_calendar(now=now).closed_on
    closed[None, ""] |= holidays
    by_key = {key: frozenset(days) for key, days in closed.items()}
    limits = Capacity.objects.values_list("service_id", "node", "weekday", "day", "parcels")
    return Book(
        services=_services(by_key),
        nodes=_nodes(now),
        limits=tuple(Limit(*row) for row in limits),
        closed=by_key,
        zone=organization.get_retailer().time_zone,
    )


def _services(closed: dict[tuple[UUID | None, str], frozenset[object]]) -> tuple[Offered, ...]:
    rates: dict[UUID, list[Tariff]] = defaultdict(list)
    for rate in Rate.objects.select_related("zone"):
        zone = rate.zone
        country, areas = (zone.country, frozenset(zone.areas)) if zone else ("", frozenset())
        tariff = Tariff(country, areas, rate.up_to_grams, rate.price, rate.cost, rate.currency)
        rates[rate.service_id].append(tariff)
    deadlines: dict[UUID, dict[str, list[Deadline]]] = defaultdict(lambda: defaultdict(list))
    for row in CutOff.objects.all():
        deadlines[row.service_id][row.node].append(
            Deadline(row.at, row.leaves_after_days, row.weekday, row.picked_up_at)
        )
    rows = Service.objects.filter(switched_off_at=None).select_related("carrier").order_by("kind", "name")
    return tuple(_offered(row, tuple(rates[row.id]), deadlines[row.id], closed) for row in rows)


def _offered(
    row: Service, tariffs: tuple[Tariff, ...], deadlines: dict[str, list[Deadline]],
    closed: dict[tuple[UUID | None, str], frozenset[object]],
) -> Offered:  # fmt: skip
    days = closed.get((None, ""), frozenset()) | closed.get((row.carrier_id, ""), frozenset())
    delivers = Rhythm(frozenset(row.delivers_on), days)  # type: ignore[arg-type]  # dates
    return Offered(
        id=row.id, code=row.code, name=row.name, kind=ServiceKind(row.kind),
        carrier=row.carrier.source_key if row.carrier else "", carrier_id=row.carrier_id,
        collects_on=frozenset(row.collects_on), delivers=delivers, words=brochure(row.brochure_days),
        promise_share=row.promise_percent / 100, ready_minutes=row.ready_minutes, days_ahead=row.days_ahead,
        max_grams=row.max_grams, nodes=frozenset(row.nodes), tariffs=tariffs,
        deadlines={node: tuple(rules) for node, rules in deadlines.items()},
    )  # fmt: skip


def _nodes(now: datetime) -> dict[str, Node]:
    cards = [card for card in inventory.list_locations(by=_READER) if card.is_on]
    calendars = organization.list_calendars([card.outlet_id for card in cards if card.outlet_id], now=now)
    company = organization.get_calendar(now=now)
    return {
        card.code: Node(card, calendars.get(card.outlet_id, company) if card.outlet_id else company) for card in cards
    }
