"""What tills and other systems tell in their own way: bundles that they sell, and pieces that they keep."""

import pytest
from django.utils.translation import gettext

from shopkeeper.catalog.models import Component, Product
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import HeldMovement, Position
from shopkeeper.inventory.words import WHY_HELD
from tests.inventory.shelves import BY, NOW, movement, position, tell, with_location, with_product, with_stock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["reserve", "release"])
def test_pieces_kept_by_another_system_wait_with_words_that_say_what_to_send_instead(kind: str) -> None:
    with_stock(5)
    recorded = tell(kind, 2)
    row = HeldMovement.objects.get()
    assert (recorded.held, row.why, row.kind) == (1, "kept_by_name", kind)
    assert "POST /api/reservations" in gettext(WHY_HELD[row.why])
    assert inventory.replay_held_movements(by=BY, now=NOW) == 0
    assert (position().on_hand, position().reserved) == (5, 0)


def with_set() -> None:
    """A set of a kettle and two mugs, which lies nowhere itself."""
    with_stock(5)
    with_stock(9, sku="MUG")
    with_product("SET")
    products = {row.sku: row for row in Product.objects.all()}
    for sku, pieces in (("KETTLE", 1), ("MUG", 2)):
        Component.objects.create(
            bundle=products["SET"], component=products[sku], quantity=pieces, source_key=sku, recorded_at=NOW
        )


def test_a_bundle_that_a_till_sells_leaves_in_its_parts_once() -> None:
    with_set()
    sold = movement("sell", 2, sku="SET", key="receipt 7/1")
    assert inventory.record_movements(movements=[sold], by=BY, now=NOW) == inventory.Recorded(2, 0, 0)
    assert inventory.record_movements(movements=[sold], by=BY, now=NOW) == inventory.Recorded(0, 2, 0)
    assert (position().on_hand, position("MUG").on_hand) == (3, 5)
    tell("return", 1, sku="SET")
    assert (position().on_hand, position("MUG").on_hand) == (4, 7)
    assert not Position.objects.filter(product__sku="SET").exists()


def test_a_bundle_that_lies_packed_on_a_shelf_is_sold_whole() -> None:
    with_set()
    with_stock(3, sku="SET")
    tell("sell", 1, sku="SET")
    assert (position("SET").on_hand, position().on_hand, position("MUG").on_hand) == (2, 5, 9)


def test_a_bundle_sold_where_nobody_knows_waits_and_says_which_movement_it_was() -> None:
    with_set()
    told = [movement("sell", 1), movement("sell", 1, sku="SET", location="MOON", key="receipt 8")]
    recorded = inventory.record_movements(movements=told, by=BY, now=NOW)
    assert (recorded.applied, recorded.held, [line for line, _ in recorded.waiting]) == (1, 2, [1, 1])
    with_location("MOON")
    assert inventory.replay_held_movements(by=BY, now=NOW) == 2
    assert Position.objects.get(location__code="MOON", product__sku="MUG").on_hand == -2
