"""A location's page says which orders count on it: they stay promised when it is switched off."""

import pytest

from shopkeeper.inventory.models import Location
from shopkeeper.orders import public as orders
from shopkeeper.orders.queries import count_counting_on
from shopkeeper.orders.queries.counting_on import CountingOn
from tests.orders.book import BY, hour, put_on_shelf
from tests.orders.shop import open_stocked_shop, place
from tests.orders.test_placed_pages import sign_in

pytestmark = pytest.mark.django_db


def counted(code: str) -> CountingOn:
    row = Location.objects.get(code=code)
    return count_counting_on(row.id, row.outlet_id, now=hour(1))


def test_orders_to_send_to_find_and_on_the_shelf_count_on_their_store_until_they_are_gone() -> None:
    open_stocked_shop(leeds=(9, 9))
    to_collect = orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2))
    place(("LAMP", 1), key="sent")
    first, second = (place(("RUG", 1), key=key, how=to_collect) for key in ("a", "b"))
    assert (counted("leeds"), counted("york")) == (CountingOn(1, 2, 0), CountingOn(0, 0, 0))
    [pickup] = orders.list_pickups(first.id)
    put_on_shelf(pickup.id, "7", at=hour(1))
    assert counted("leeds") == CountingOn(1, 1, 1)
    orders.cancel_order(order_id=second.id, reason_code="", by=BY, now=hour(1))
    assert counted("leeds") == CountingOn(1, 0, 1)


def test_the_page_of_a_location_names_them_and_of_one_without_any_says_nothing() -> None:
    open_stocked_shop(leeds=(9, 9))
    place(("LAMP", 1), key="sent")
    client = sign_in()
    page = client.get("/locations/leeds/").content.decode()
    assert ("Orders that count on it" in page, "1 order to send" in page) == (True, True)
    assert "Orders that count on it" not in client.get("/locations/york/").content.decode()
