"""A small order book for the tests: one store, a web shop, two products, one customer."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from shopkeeper.catalog.models import Product
from shopkeeper.core.actors import Actor, ActorKind, Scopes, system_actor
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Carrier
from shopkeeper.interactions import public as interactions
from shopkeeper.interactions.models import Topic
from shopkeeper.orders import public as orders
from shopkeeper.organization.models import Outlet
from tests.delivery.offering import with_carrier

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")


def hour(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def open_shop() -> None:
    """What every order needs."""
    for sku, name, cost in (("LAMP", "Brass lamp", "12.00"), ("RUG", "Wool rug", None)):
        Product.objects.create(source_key=sku, recorded_at=NOW, sku=sku, name=name, unit_cost=cost)
    for code, kind in (("leeds", "store"), ("york", "store"), ("web", "web_shop")):
        Outlet.objects.create(source_key=code, recorded_at=NOW, code=code, name=code.title(), kind=kind)
    Topic.objects.create(source_key="cc", recorded_at=NOW, code="changed_mind", name="Changed my mind", kind="topic")
    Carrier.objects.create(source_key="swift", recorded_at=NOW, name="Swift")


def outlet(code: str) -> UUID:
    return Outlet.objects.get(code=code).id


def ann() -> customers.RecordCard:
    data = customers.RecordData(source="web", source_key="ann", full_name="Ann Lee", email="ann@mail.test")
    return customers.record_person(data=data, by=BY, now=NOW)


def line(sku: str = "LAMP", quantity: int = 2, price: str = "30.00") -> orders.NewLine:
    return orders.NewLine(sku=sku, quantity=quantity, unit_price=Decimal(price))


def place(*lines: orders.NewLine, channel: str = "web", at: datetime = NOW, **facts: object) -> orders.OrderCard:
    """A placed order of Ann's."""
    person = ann()
    order = orders.NewOrder(
        number=str(facts.pop("number", "W-1001")), channel=interactions.Channel(channel), currency="GBP", placed_at=at,
        lines=lines or (line(),), customer_id=person.customer_id, record_id=person.record_id, **facts,  # type: ignore[arg-type]
    )  # fmt: skip
    return get(orders.record_order(order=order, by=BY, now=at))


def get(order_id: UUID) -> orders.OrderCard:
    card = orders.find_order(order_id)
    assert card is not None
    return card


def parcel(card: orders.OrderCard, promised_on: date = date(2026, 5, 6)) -> UUID:
    with_carrier()
    return delivery.prepare_parcel(
        ref=card.ref, carrier_key="swift", promised_on=promised_on, customer_id=card.customer_id, by=BY, now=NOW
    )


def put_on_shelf(pickup_id: UUID, shelf: str, *, at: datetime) -> None:
    """Every piece scanned, then put on the shelf."""
    orders.scan_all(pickup_id=pickup_id, by=BY, now=at)
    orders.mark_ready(pickup_id=pickup_id, shelf=shelf, at=at, by=BY, now=at)


def clerk(outlet_code: str) -> Actor:
    """Somebody of one store."""
    scopes = Scopes(values={"outlet_id": frozenset({str(outlet(outlet_code))})})
    held = frozenset({"orders.view_orders", "orders.serve_pickups", "orders.change_orders", "customers.view_customers"})
    return Actor(ActorKind.EMPLOYEE, "clerk", "Clerk", held, scopes)
