"""What if: last quarter's parcels of an area once more, through another service or node, on paper."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.book import Book, Node, Offered, get_book
from shopkeeper.delivery.queries.under_way import Times
from shopkeeper.delivery.rules.calendars import days_between, zone_of
from shopkeeper.delivery.rules.lanes import share_by
from shopkeeper.delivery.rules.prices import choose_tariff
from shopkeeper.delivery.rules.scorecards import Share, Tried, sum_up_trial
from shopkeeper.inventory import public as inventory

QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Question:
    """Which parcels (empty: all), through which service (carrier and code; empty: their own), from which node."""

    region: str = ""
    area: str = ""
    from_carrier: str = ""
    service_id: UUID | None = None
    node: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What happened, and what would have: `cost` is what both together would be known to cost, if they are priced."""

    n: int
    was_in_time: Share
    was_cost: Decimal | None
    tried: Tried
    cost: Decimal | None
    currency: str
    service: str
    unmeasured: bool


def try_out(asked: Question, *, by: Actor, now: datetime) -> Trial | None:
    """Send last quarter's parcels through another lane; None where there are none, or no such service.

    Each keeps the day on which it was handed over and the day it was promised for; whether the other lane would have
    brought it by then follows from that lane's measured times with as many days promised. What changes with the carrier
    besides (who is at home, how full its vans would be with our parcels) is not in it.
    """
    by.require("delivery.view_delivery")
    book = get_book(now=now)
    services = {service.id: service for service in book.services}
    chosen = services.get(asked.service_id) if asked.service_id else None
    own = {(service.carrier_id, service.code): service for service in book.services}
    times, went = Times(), _Went()
    for parcel in _parcels(asked, now, book):
        was = own.get((parcel.carrier_id, parcel.service))
        service = chosen or was
        if service is not None:
            went.add(parcel, service, was, times, node=asked.node, zone=book.zone)
    if not went.chances:
        return None
    n = len(went.chances)
    return Trial(
        n=n, was_in_time=Share(n - went.late, n), was_cost=went.was_cost, tried=sum_up_trial(went.chances),
        cost=went.cost, currency=_currency(book), service=chosen.name if chosen else "",
        unmeasured=not any(measured for _, measured in went.chances),
    )  # fmt: skip


@dataclass(slots=True)
class _Went:
    """Parcels added up: how each would fare, how it fared, what both cost. A cost is None once one is not known."""

    chances: list[tuple[float, int]] = field(default_factory=list)
    late: int = 0
    cost: Decimal | None = Decimal(0)
    was_cost: Decimal | None = Decimal(0)

    def add(
        self, parcel: Parcel, service: Offered, was: Offered | None, times: Times, *, node: str, zone: str
    ) -> None:  # fmt: skip
        """One parcel, through a service from a node (empty: its own)."""
        assert parcel.handed_over_at
        assert parcel.promised_on
        left_on = parcel.handed_over_at.astimezone(zone_of(zone)).date()
        allowed = days_between(service.delivers, left_on, parcel.promised_on)
        curve, arrived = times.lane(service, parcel, allowed, node)
        self.chances.append((share_by(curve, allowed), arrived))
        self.late += _was_late(parcel, zone)
        self.cost = _plus(self.cost, _cost(service, parcel))
        self.was_cost = _plus(self.was_cost, _cost(was, parcel))


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def list_places(*, now: datetime) -> tuple[list[str], list[str], list[str]]:
    """Regions and postcode areas of last quarter's parcels, and nodes: theirs, and all others that could send."""
    senders = {code for code, node in get_book(now=now).nodes.items() if node.card.may_ship and _is_ours(node)}
    rows = Parcel.objects.filter(promised_on__gte=(now - QUARTER).date())

    def names(column: str) -> list[str]:
        return sorted(set(rows.exclude(**{column: ""}).values_list(column, flat=True).distinct()))

    return names("region"), names("postcode_area"), sorted(senders.union(names("ship_from")))


def _is_ours(node: Node) -> bool:
    return node.card.kind is not inventory.LocationKind.SUPPLIER


def _parcels(asked: Question, now: datetime, book: Book) -> list[Parcel]:
    today = now.astimezone(zone_of(book.zone)).date()
    rows = Parcel.objects.filter(
        promised_on__gte=today - QUARTER, promised_on__lt=today, handed_over_at__isnull=False, canceled_at=None
    )
    if asked.region:
        rows = rows.filter(region=asked.region)
    if asked.area:
        rows = rows.filter(postcode_area=asked.area)
    if asked.from_carrier:
        rows = rows.filter(carrier__source_key=asked.from_carrier)
    columns = (
        "carrier_id", "service", "ship_from", "postcode_area", "region", "country", "handed_over_at", "promised_on",
        "delivered_at",
    )  # fmt: skip
    return list(rows.only(*columns)[:50_000])


def _was_late(parcel: Parcel, zone: str) -> bool:
    if parcel.delivered_at is None or parcel.promised_on is None:
        return True
    return parcel.delivered_at.astimezone(zone_of(zone)).date() > parcel.promised_on


def _cost(service: Offered | None, parcel: Parcel) -> Decimal | None:
    if service is None:
        return None
    tariff = choose_tariff(service.tariffs, country=parcel.country, area=parcel.postcode_area, grams=0)
    return tariff.cost if tariff else None


def _currency(book: Book) -> str:
    return next((tariff.currency for service in book.services for tariff in service.tariffs), "")
