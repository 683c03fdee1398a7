"""What the stock learns of orders: pieces found or not when somebody went for them."""

from datetime import timedelta

import pytest

from shopkeeper.inventory.models import Location, Search
from shopkeeper.orders import public as orders
from shopkeeper.orders.models import Pickup
from tests.orders.book import BY, NOW, hour, line, open_shop, outlet, place, put_on_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop() -> None:
    open_shop()
    told = {"kind": "store", "recorded_at": NOW, "source_key": "leeds", "outlet_id": outlet("leeds")}
    Location.objects.create(code="LDS", name="Leeds", **told)


def to_collect(number: str = "W-1") -> orders.OrderCard:
    order = place(line("LAMP"), line("RUG", quantity=1), number=number)
    orders.promise_pickup(order_id=order.id, outlet_id=outlet("leeds"), promised_at=hour(3), by=BY, now=NOW)
    return order


def searches() -> list[tuple[str, int, int]]:
    rows = Search.objects.order_by("ref").values_list("product__sku", "wanted", "missing")
    return list(rows)


def test_an_order_on_the_shelf_was_found_and_one_that_is_gone_when_its_customer_comes_was_not() -> None:
    to_collect()
    pickup = Pickup.objects.get().id
    put_on_shelf(pickup, "7", at=hour(1))
    assert searches() == [("LAMP", 2, 0), ("RUG", 1, 0)]
    orders.report_not_found(pickup_id=pickup, at=hour(4), by=BY, now=hour(4))
    assert searches() == [("LAMP", 2, 2), ("RUG", 1, 1)]


def test_pick_ups_from_files_are_told_once_and_only_those_of_the_last_weeks() -> None:
    to_collect()
    Pickup.objects.update(ready_at=hour(1), not_found_at=hour(4))
    assert [orders.tell_searches(by=BY, now=hour(5)) for _ in range(2)] == [2, 0]
    Search.objects.all().delete()
    assert orders.tell_searches(by=BY, now=hour(5) + timedelta(days=61)) == 0


def test_where_no_stock_is_kept_nothing_is_told() -> None:
    Location.objects.all().delete()
    to_collect()
    put_on_shelf(Pickup.objects.get().id, "7", at=hour(1))
    assert (searches(), orders.tell_searches(by=BY, now=hour(5))) == ([], 0)
