"""A bundle that lies nowhere itself is kept by its parts: as many as there are whole, never one piece twice."""

import pytest

from shopkeeper.catalog.models import Component, Product
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.contracts import Shortfall
from shopkeeper.inventory.errors import NotEnoughStock
from shopkeeper.inventory.models import Position, Reservation
from tests.inventory.shelves import BY, NOW, demand, drifts, keep, position, with_product, with_stock
from tests.inventory.test_told_otherwise import with_set

pytestmark = pytest.mark.django_db


def kept() -> tuple[int, int]:
    """Kettles and mugs that are kept."""
    return position().reserved, position("MUG").reserved


def free(sku: str = "SET") -> int:
    return inventory.get_availability([sku], by=BY, now=NOW)[sku].available


def test_as_many_bundles_are_kept_as_can_be_promised_and_not_one_more() -> None:
    with_set()  # five kettles, nine mugs: four sets
    assert free() == 4
    refused = keep(demand("cart:1", 5, sku="SET"))
    assert (refused.complete, refused.lines[0].free, refused.lines[0].why) == (False, 4, Shortfall.NOT_ENOUGH)
    assert (kept(), Reservation.objects.count()) == ((0, 0), 0)
    done = keep(demand("cart:1", 4, sku="SET"))
    assert (done.complete, done.lines[0].sku, done.lines[0].got, kept(), free()) == (True, "SET", 4, (4, 8), 0)
    assert (keep(demand("cart:1", 4, sku="SET")).complete, kept()) == (True, (4, 8))
    assert drifts() == []


def test_a_bundle_and_a_part_of_it_share_what_is_there() -> None:
    with_set()
    both = [demand("cart:1/1", 3, sku="SET"), demand("cart:1/2", 4, sku="MUG")]
    assert (keep(*both).complete, kept()) == (False, (0, 0))
    assert (keep(both[0], demand("cart:1/2", 3, sku="MUG")).complete, kept()) == (True, (3, 9))
    assert drifts() == []


def test_of_one_ref_for_the_whole_cart_each_line_is_kept() -> None:
    with_set()
    assert keep(demand("cart:1", 3, sku="SET"), demand("cart:1", 3, sku="MUG")).complete
    assert kept() == (3, 9)


def test_what_is_kept_of_a_bundle_is_released_and_leaves_as_a_whole() -> None:
    with_set()
    keep(demand("cart:1", 1, sku="SET"))
    keep(demand("cart:2", 2, sku="SET"))
    assert inventory.release(claims=[inventory.Claim("cart:1")], by=BY, now=NOW) == 3
    assert (kept(), free()) == ((2, 4), 2)
    assert inventory.consume(claims=[inventory.Claim("cart:2")], by=BY, now=NOW) == 6
    assert (position().on_hand, position("MUG").on_hand, kept()) == (3, 5, (0, 0))
    assert not keep(demand("cart:1", 1, sku="SET")).complete
    assert drifts() == []


def test_with_partial_the_rest_is_kept_where_a_bundle_is_not_whole() -> None:
    with_set()
    with_stock(1, sku="LAMP")
    asked = [demand("cart:1/1", 5, sku="SET"), demand("cart:1/2", 3, sku="LAMP")]
    assert [line.got for line in keep(*asked, partial=True).lines] == [0, 1]
    assert kept() == (0, 0)


def test_of_one_ref_for_a_cart_what_two_bundles_share_is_kept_for_both_however_often_it_is_asked() -> None:
    with_set()
    with_pair()
    asked = [demand("cart:1", 2, sku="SET"), demand("cart:1", 2, sku="PAIR")]
    for _ in range(2):
        assert (keep(*asked).complete, kept()) == (True, (2, 8))
    assert (keep(demand("cart:1", 1, sku="MUG")).complete, kept()) == (True, (2, 9))
    told = [(card.part_of, card.sku, card.open) for card in inventory.list_reservations("cart:1")]
    assert sorted(told) == [("", "MUG", 1), ("PAIR", "MUG", 4), ("SET", "KETTLE", 2), ("SET", "MUG", 4)]
    refused = keep(demand("cart:2", 1, sku="PAIR"))
    assert (refused.complete, refused.lines[0].free, drifts()) == (False, 0, [])


def test_with_partial_and_one_ref_a_part_by_itself_and_in_its_bundle_are_both_kept() -> None:
    with_set()
    asked = [demand("cart:1", 3, sku="MUG"), demand("cart:1", 3, sku="SET")]
    for _ in range(2):
        assert [line.got for line in keep(*asked, partial=True).lines] == [3, 3]
        assert kept() == (3, 9)
    assert inventory.release(claims=[inventory.Claim("cart:1")], by=BY, now=NOW) == 12
    assert (kept(), free(), drifts()) == ((0, 0), 4, [])


def with_pair() -> None:
    """Two mugs, sold as a pair."""
    pair, mug = with_product("PAIR"), Product.objects.get(sku="MUG")
    Component.objects.create(bundle_id=pair, component=mug, quantity=2, source_key="PAIR", recorded_at=NOW)


def test_a_bundle_that_once_lay_packed_on_a_shelf_is_put_together_again_once_that_is_empty() -> None:
    with_set()
    inventory.count(sku="SET", location="LDS", counted=1, by=BY, now=NOW)
    assert free() == 1
    keep(demand("cart:1", 1, sku="SET"))
    assert inventory.consume(claims=[inventory.Claim("cart:1")], by=BY, now=NOW) == 1
    assert (position("SET").on_hand, free()) == (0, 4)
    assert (keep(demand("cart:2", 4, sku="SET")).complete, kept()) == (True, (4, 8))


def test_a_bundle_that_comes_back_as_one_comes_back_as_its_parts_and_can_still_be_sold() -> None:
    with_set()
    back = {"sku": "SET", "location": "LDS", "pieces": 1, "ref": "return:1", "by": BY, "now": NOW}
    inventory.take_back(**back)
    held = [(row.on_hand, row.held) for row in (position(), position("MUG"))]
    assert (held, Position.objects.filter(product__sku="SET").exists(), free()) == ([(6, 1), (11, 2)], False, 4)
    with pytest.raises(NotEnoughStock):
        inventory.put_returned(**back | {"pieces": 2}, to=inventory.ReturnedTo.SHELF)
    assert position("MUG").held == 2
    inventory.put_returned(**back, to=inventory.ReturnedTo.SHELF)
    assert ((position().on_hand, position("MUG").on_hand, free()), drifts()) == ((6, 11, 5), [])
