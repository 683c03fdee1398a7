"""A clerk finds an order by whatever they have at hand."""

from dataclasses import replace

import pytest

from shopkeeper.core.ids import new_id
from shopkeeper.orders import public as orders
from shopkeeper.orders.queries.search import search_orders
from tests.orders.book import BY, clerk, get, hour, line, parcel, place
from tests.orders.shop import open_stocked_shop, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> orders.OrderCard:
    """Ann's, in a parcel that has left."""
    open_stocked_shop()
    card = place(number="W-1001")
    orders.ship_order(
        order_id=card.id, parcel_id=parcel(card), tracking_number="TN77", at=hour(1), by=BY, now=hour(1)
    )  # fmt: skip
    return get(card.id)


@pytest.mark.parametrize("asked", ["W-1001", "w-1001", "TN77", "tn77", "LAMP", "Ann Lee", "ann@mail.test"])
def test_by_any_number_name_address_or_sku(order: orders.OrderCard, asked: str) -> None:
    assert [card.id for card in search_orders(asked, by=BY, limit=5)] == [order.id]


def test_by_the_key_that_the_shop_gave_it_whichever_system_placed_it() -> None:
    open_stocked_shop(leeds=(9, 9))
    placed = orders.place_order(placement=wish(("LAMP", 1), key="cart-8812"), by=BY, now=hour(2))
    other = orders.place_order(
        placement=replace(wish(("LAMP", 1), key="cart-8812"), source="another shop"), by=BY, now=hour(3)
    )
    assert [card.id for card in search_orders("cart-8812", by=BY, limit=5)] == [other.id, placed.id]
    assert [card.id for card in search_orders("cart-8812", by=BY, limit=1)] == [other.id]
    assert search_orders("cart-881", by=BY, limit=5) == []


def test_the_newest_orders_with_a_product_are_each_told_once(order: orders.OrderCard) -> None:
    twice = place(line("LAMP", 1), line("LAMP", 1), number="W-1002", at=hour(3))
    place(line("RUG", 1), number="W-1003", at=hour(4))
    first = place(number="W-1000", at=hour(-3))
    assert [card.id for card in search_orders("LAMP", by=BY, limit=2)] == [twice.id, order.id]
    assert [card.id for card in search_orders("LAMP", by=BY, limit=9)] == [twice.id, order.id, first.id]


def test_nothing_fits_and_nothing_of_other_outlets_is_shown(order: orders.OrderCard) -> None:
    assert search_orders("RUG", by=BY, limit=5) == []
    assert search_orders("", by=BY, limit=5) == []
    for asked in ("W-1001", "TN77", "LAMP", "Ann Lee"):
        assert search_orders(asked, by=clerk("york"), limit=5) == []
    stranger = replace(clerk("york"), id=str(new_id()), permissions=frozenset({"orders.view_orders"}))
    assert search_orders("Ann Lee", by=stranger, limit=5) == []
