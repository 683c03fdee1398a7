"""Customers collect what is still on its way to a store: an offer, an order, what it waits for and what they read."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.test import Client
from django.urls import reverse

from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Location
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.awaiting import follow_what_comes
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.queries import list_awaited_of
from tests.orders.book import BY, NOW
from tests.orders.shop import open_stocked_shop, run_errands, wish
from tests.orders.test_offered import ANN

COMES, LATER = date(2026, 5, 12), date(2026, 5, 19)
READY_AT, LATER_AT = datetime(2026, 5, 13, 11, tzinfo=UTC), datetime(2026, 5, 20, 11, tzinfo=UTC)
"""Stores open at nine in London, and take two hours: from eleven by their clocks on the day after it has come."""


def with_collecting() -> None:
    spec = delivery.ServiceSpec(code="collect", carrier="", name="Collect", kind=delivery.ServiceKind.COLLECT)
    delivery.set_service(spec=spec, by=BY, now=NOW)
    Location.objects.filter(code="leeds").update(postcode="LS1 1AA")


def expect(pieces: int = 5, day: date = COMES, sku: str = "LAMP", location: str = "leeds") -> UUID:
    return inventory.expect(sku=sku, location=location, quantity=pieces, due_on=day, by=BY, now=NOW)


def to_collect(*lines: tuple[str, int], now: datetime = NOW) -> list[delivery.DeliveryOffer]:
    basket = [delivery.BasketLine(sku, pieces) for sku, pieces in lines or (("LAMP", 2), ("RUG", 1))]
    return [one for one in delivery.offer_deliveries(lines=basket, address=ANN, by=BY, now=now) if one.ready_at]


def said(offers: list[delivery.DeliveryOffer]) -> list[tuple[str, datetime | None, date | None]]:
    return [(one.node, one.ready_at, one.comes_on) for one in offers]


def order(offer: delivery.DeliveryOffer, *lines: tuple[str, int], key: str = "web-1") -> orders.Placed:
    placed = orders.place_order(placement=wish(*lines, key=key, how=orders.How(offer=offer.key)), by=BY, now=NOW)
    run_errands()
    return placed


def preorder(*lines: tuple[str, int]) -> orders.Placed:
    """Two lamps, that come to Leeds, and a rug, that is there."""
    open_stocked_shop(leeds=(0, 3))
    with_collecting()
    expect()
    return order(to_collect(*lines)[0], *lines)


def pickup_of(placed: orders.Placed) -> orders.PickupCard:
    [card] = orders.list_pickups(placed.id)
    return card


def waits(placed: orders.Placed) -> list[tuple[str, int, date | None]]:
    return [(card.location, card.pieces, card.due_on) for card in list_awaited_of(placed.id)]


def by_date(location: str = "leeds") -> list[tuple[date, int]]:
    found = inventory.get_availability(["LAMP"], by=BY, now=NOW)["LAMP"]
    [place] = [one for one in found.locations if one.location == location]
    return [(one.due_on, one.available) for one in place.by_date]


def follow(placed: orders.Placed) -> None:
    follow_what_comes(order_id=placed.id, by=BY, now=NOW)


def letters() -> list[str]:
    return list(Message.objects.order_by("queued_at", "id").values_list("subject", flat=True))


def page(placed: orders.Placed, client: Client | None = None) -> str:
    return (client or Client()).get(reverse("orders:own", args=[sign_order(placed.id)])).content.decode()
