"""What a bad outcome costs: the people who come less often, the contacts, what was canceled and given back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from shopkeeper.catalog.models import Product
from shopkeeper.core.actors import system_actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.schema import ensure_months
from shopkeeper.customers.models import Customer
from shopkeeper.engines.lake import Lake
from shopkeeper.insight import public as insight
from shopkeeper.insight.queries.losses import NO_LOSS, LossEach, learn_loss
from shopkeeper.interactions.models import Interaction
from shopkeeper.orders.models import Order, OrderLine, Pickup
from shopkeeper.organization import public as organization
from shopkeeper.payments.models import Payment
from tests.insight.lakes import lake_in, refresh
from tests.insight.test_readings import outlet

BY = system_actor("test")
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
YEAR = insight.Window(date(2026, 1, 1), date(2026, 11, 1))
MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    """A lake of its own, and a retailer whose hour of service costs 36 pounds."""
    card = organization.RetailerCard(
        name="Thorne & Wren", country="GB", currency="GBP", time_zone="Europe/London", language="en-gb",
        service_hour_cost=Decimal(36),
    )  # fmt: skip
    organization.describe_retailer(card=card, by=BY, now=NOW)
    with lake_in(tmp_path) as lake:
        yield lake


def order(who: Customer, at: datetime, *, canceled: bool = False) -> Order:
    """An order of one thing for 10 pounds that costs us 4."""
    product, _ = Product.objects.get_or_create(sku="S", defaults={"source_key": "S", "recorded_at": NOW})
    key = str(new_id())
    row = Order.objects.create(
        number=key[-12:], channel="web", customer=who, currency="GBP", placed_at=at, source_key=key, recorded_at=NOW
    )
    OrderLine.objects.create(
        order=row, product=product, placed_at=at, position=1, unit_price=10, unit_cost=4, ordered=1,
        canceled=int(canceled), source_key=key, recorded_at=NOW,
    )  # fmt: skip
    return row


def collect(*, found: bool, then: int = 0, calls: int = 0, given_back: int = 0) -> None:
    """Thirty people come for their orders; what they do afterwards."""
    leeds = organization.list_outlets(by=BY)[0]
    for number in range(30):
        who = Customer.objects.create(number=f"{found}-{number}", created_at=NOW)
        theirs = order(who, MARCH, canceled=not found)
        Pickup.objects.create(
            order=theirs, outlet_id=leeds.id, customer=who, promised_at=MARCH, source_key=str(theirs.id),
            recorded_at=NOW, collected_at=MARCH if found else None, not_found_at=None if found else MARCH,
        )  # fmt: skip
        for week in range(then):
            order(who, MARCH + timedelta(weeks=8 + 12 * week))
        for day in range(calls):
            Interaction.objects.create(
                id=new_id(), kind="call", channel="phone", customer=who, occurred_at=MARCH + timedelta(days=1 + day),
                handle_seconds=600, source_key=str(new_id()), recorded_at=NOW,
            )  # fmt: skip
        if given_back:
            Payment.objects.create(
                ref=f"order:{theirs.id}", kind="refunded", amount=10 + given_back, currency="GBP", occurred_at=MARCH,
                source_key=str(theirs.id), recorded_at=NOW,
            )  # fmt: skip


def learn(lake: Lake) -> LossEach:
    """What a pick-up that is not found costs."""
    refresh(lake, "pickups", "order_facts", "contacts", now=NOW)
    return learn_loss(insight.get_metric("pickup_not_found"), YEAR, by=BY, now=NOW)


def test_a_broken_promise_costs_what_was_canceled_the_calls_and_the_orders_that_do_not_come(lake: Lake) -> None:
    outlet("leeds")
    ensure_months("interactions_interaction", date(2026, 3, 1), date(2026, 3, 31))
    collect(found=True, then=2)
    collect(found=False, then=1, calls=2)
    # The margin of one order less, of the canceled one, and two calls of ten minutes.
    assert learn(lake) == LossEach(6 + 6 + 12, 6 + 6 + 12, 6 + 6 + 12, 30)


def test_what_is_given_back_beyond_the_goods_is_part_of_it(lake: Lake) -> None:
    outlet("leeds")
    collect(found=True)
    collect(found=False, given_back=5)
    assert learn(lake) == LossEach(6 + 5, 6 + 5, 6 + 5, 30)


def test_too_few_tell_nothing(lake: Lake) -> None:
    outlet("leeds")
    collect(found=True, then=2)
    assert learn(lake) == NO_LOSS
