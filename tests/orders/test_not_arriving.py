"""A parcel that will not arrive is somebody's work until its customer has heard of it, and got something for it."""

from decimal import Decimal

import pytest

from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.core.work import WorkItem
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.lines import report_lost
from shopkeeper.delivery.actions.tracking import record_scans
from shopkeeper.delivery.models import Carrier, Parcel
from shopkeeper.orders import public as orders
from shopkeeper.orders.lost_work import list_lost_to_do
from shopkeeper.orders.stories import tell_order
from shopkeeper.organization.public import Role
from tests.orders.book import BY, get, hour
from tests.orders.shop import open_stocked_shop, place
from tests.orders.test_fulfilling import ship
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db
HELD = frozenset({"orders.change_orders", "orders.view_orders"})


def work(hours: int, role: Role = Role.CONTACT_CENTER_AGENT) -> list[WorkItem]:
    person = Actor(ActorKind.EMPLOYEE, role, role, HELD, Scopes(company_wide=True), (str(role),))
    return list_lost_to_do(people=[person], now=hour(hours))


def on_its_way() -> orders.Placed:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    ship(placed, "leeds")
    assert (Parcel.objects.get().state, work(10)) == (delivery.ParcelState.ON_ITS_WAY, [])
    return placed


def back(hours: int, status: delivery.TrackingStatus = delivery.TrackingStatus.RETURNED) -> None:
    number = Parcel.objects.get().tracking_number
    scan = delivery.CarrierScan(number, status, f"{status}", hour(hours))
    record_scans(carrier_id=Carrier.objects.get().id, scans=[scan], by=BY, now=hour(hours))


def test_a_lost_parcel_is_put_right_by_whoever_takes_calls() -> None:
    placed = on_its_way()
    report_lost(parcel_id=Parcel.objects.get().id, by=BY, now=hour(30))
    [item] = work(31)
    assert item.title == f"Put right {placed.number}: its parcel was lost"
    assert item.url == f"/orders/{placed.id}/"
    assert work(31, Role.BUYING_MANAGER) == []
    orders.give_goodwill(order_id=placed.id, amount=Decimal(5), why="lost", by=BY, now=hour(32))
    assert work(33) == []


def test_what_was_given_before_it_was_lost_does_not_put_it_right() -> None:
    placed = on_its_way()
    orders.give_goodwill(order_id=placed.id, amount=Decimal(5), why="late", by=BY, now=hour(29))
    report_lost(parcel_id=Parcel.objects.get().id, by=BY, now=hour(30))
    assert len(work(31)) == 1


def test_an_undelivered_parcel_is_put_right_until_it_arrives_after_all() -> None:
    placed = on_its_way()
    back(30)
    assert [item.title for item in work(31)] == [f"Put right {placed.number}: its parcel came back to us"]
    back(40, delivery.TrackingStatus.DELIVERED)
    assert work(41) == []


def test_a_parcel_whose_address_nobody_lives_at_is_put_right_too() -> None:
    placed = on_its_way()
    delivery.return_to_sender(parcel_id=Parcel.objects.get().id, by=BY, now=hour(30))
    assert [item.title for item in work(31)] == [f"Put right {placed.number}: its parcel came back to us"]
    orders.give_goodwill(order_id=placed.id, amount=Decimal(5), why="came back", by=BY, now=hour(32))
    assert work(33) == []


def test_the_order_says_that_its_parcel_was_lost() -> None:
    placed = on_its_way()
    report_lost(parcel_id=Parcel.objects.get().id, by=BY, now=hour(30))
    told = [entry.title for entry in tell_order(get(placed.id), now=hour(31))]
    assert told.count("Given up as lost") == 1
    page = sign_in().get(f"/orders/{placed.id}/").content.decode()
    assert ">lost</span>" in page.replace("\n", "")
