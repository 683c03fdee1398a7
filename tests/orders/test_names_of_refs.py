"""Refs are named by those whose they are; refs of other systems stay as they are."""

import pytest

from shopkeeper.orders.panels import name_orders
from shopkeeper.recovery.panels import name_cases
from tests.orders.book import get
from tests.orders.shop import open_stocked_shop, place

pytestmark = pytest.mark.django_db


def test_a_ref_of_another_system_is_left_without_a_name() -> None:
    open_stocked_shop(leeds=(9, 9))
    placed = place()
    refs = [placed.ref, "order:1042", "order:", "shopify:7", "order:1042/2"]
    assert {ref: name.label for ref, name in name_orders(refs).items()} == {placed.ref: get(placed.id).number}
    assert name_cases(refs) == {}
