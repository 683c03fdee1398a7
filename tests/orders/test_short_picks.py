"""A piece that is not there at the pick teaches how true the record is, as one that is missing at the counter does."""

import pytest

from shopkeeper.inventory.models import Search
from shopkeeper.orders import public as orders
from shopkeeper.orders.queries import get_pick
from tests.orders.book import BY, hour
from tests.orders.shop import assert_stock_adds_up, free, open_stocked_shop, place

pytestmark = pytest.mark.django_db


def test_a_short_pick_is_noted_once_and_takes_its_pieces_off_once() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(how=orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2)))
    [pickup] = orders.list_pickups(placed.id)
    lamp = next(line for line in get_pick(pickup.id).lines if line.sku == "LAMP")
    orders.report_short(pickup_id=pickup.id, line_id=lamp.line_id, quantity=1, by=BY, now=hour(1))
    assert list(Search.objects.values_list("product__sku", "wanted", "missing")) == [("LAMP", 2, 1)]
    assert free()["leeds"] == 3
    orders.report_not_found(pickup_id=pickup.id, at=hour(3), by=BY, now=hour(3))
    assert set(Search.objects.values_list("product__sku", "wanted", "missing")) == {("LAMP", 2, 2), ("RUG", 1, 1)}
    assert_stock_adds_up()
