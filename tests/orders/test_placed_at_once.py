"""Two orders of one customer at the same moment: the later one counts the earlier. Strangers wait for nobody."""

from collections.abc import Callable

import pytest

from shopkeeper.orders import public as orders
from shopkeeper.orders.models import Order
from tests.gates import one_after_the_other, while_open
from tests.orders.book import BY, NOW
from tests.orders.shop import open_stocked_shop, place, wish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def placing(*lines: tuple[str, int], **facts: object) -> Callable[[], object]:
    """A customer who is known by now places an order."""
    placement = wish(*lines, **facts)
    return lambda: orders.place_order(placement=placement, by=BY, now=NOW)


def test_of_two_orders_that_a_customer_places_at_once_the_later_counts_the_earlier() -> None:
    open_stocked_shop(dc=(50, 50))
    place(key="web-0", paid=False)
    one_after_the_other(placing(key="web-1"), placing(key="web-2"))
    assert sorted(Order.objects.values_list("source_key", "sequence")) == [("web-0", 1), ("web-1", 2), ("web-2", 3)]


def test_who_is_not_known_waits_for_nobody() -> None:
    open_stocked_shop(leeds=(5, 5))
    nobody = {"customer_id": None, "record_id": None}
    place(("LAMP", 1), key="web-0", paid=False, **nobody)
    while_open(placing(("LAMP", 1), key="web-1", **nobody), placing(("RUG", 1), key="web-2", **nobody))
    assert set(Order.objects.values_list("source_key", "sequence")) == {(f"web-{n}", None) for n in range(3)}
