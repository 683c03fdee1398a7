"""The demo's contact center takes orders by telephone, and the warehouse sends them before anybody waits too long."""

from datetime import timedelta

import pytest

from shopkeeper.customers.models import Profile
from shopkeeper.delivery.models import Parcel
from shopkeeper.demo.phoning import keep_sending, take_calls
from shopkeeper.orders import public as orders
from shopkeeper.orders.models import Order
from tests.orders.book import BY, NOW, ann
from tests.orders.shop import assert_stock_adds_up, open_stocked_shop, run_errands
from tests.orders.test_offered import with_services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop() -> None:
    """Plenty in the depot, and Ann, who is reached by telephone and lives in Leeds."""
    open_stocked_shop(dc=(200, 200))
    with_services()
    said = {"name": "Ann Lee", "street": "1 High Street", "postcode": "LS1 4AB", "city": "Leeds", "phone": "0113 496"}
    Profile.objects.filter(customer=ann().customer_id).update(records=2, **said)


def test_calls_leave_parcels_to_send_of_which_the_first_are_packed() -> None:
    assert take_calls(by=BY, now=NOW) == 14
    waiting = orders.list_to_send(by=BY, now=NOW)
    assert len(waiting) == 14
    assert sum(card.packed_at is not None for card in waiting) == 4
    assert {order.channel for order in Order.objects.all()} == {"phone"}
    assert all(order.placed_at < NOW for order in Order.objects.all())
    assert_stock_adds_up()


def test_what_waited_for_hours_is_sent_and_new_calls_come_in() -> None:
    take_calls(by=BY, now=NOW)
    run_errands()
    later = NOW + timedelta(hours=24)
    keep_sending(by=BY, now=later)
    assert Parcel.objects.exclude(handed_over_at=None).count() == 14
    assert len(orders.list_to_send(by=BY, now=later)) == 14
    assert_stock_adds_up()


def test_a_parcel_arrives_on_the_day_that_was_promised() -> None:
    take_calls(by=BY, now=NOW)
    run_errands()
    keep_sending(by=BY, now=NOW + timedelta(hours=24))
    keep_sending(by=BY, now=NOW + timedelta(days=4, hours=6))
    first = Parcel.objects.filter(ref__in=[f"order:{one.id}" for one in Order.objects.filter(placed_at__lt=NOW)])
    assert {parcel.delivered_at for parcel in first} == {NOW + timedelta(days=4, hours=6)}


def test_nothing_leaves_at_night() -> None:
    take_calls(by=BY, now=NOW)
    run_errands()
    keep_sending(by=BY, now=NOW.replace(hour=3) + timedelta(days=1))
    assert not Parcel.objects.exclude(handed_over_at=None).exists()
