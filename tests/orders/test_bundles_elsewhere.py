"""A bundle in an order of another system stays one line: its parts are looked for, and noted where they are missing."""

from uuid import UUID

import pytest
from django.urls import reverse

from shopkeeper.inventory.models import Search
from shopkeeper.orders import public as orders
from shopkeeper.orders.errors import LineNotFound
from shopkeeper.orders.models import Pickup
from shopkeeper.orders.queries import get_pick
from tests.cast import with_cast
from tests.orders.book import BY, NOW, clerk, hour, line
from tests.orders.book import place as record
from tests.orders.shop import free, open_stocked_shop
from tests.orders.test_bundles import with_set

pytestmark = pytest.mark.django_db


def corners(quantity: int = 1) -> UUID:
    """Reading corners, two lamps and a rug each, ordered in another system and collected in Leeds; five of each lie
    there."""
    open_stocked_shop(leeds=(5, 5))
    with_set()
    card = record(line("CORNER", quantity, "98.00"), outlet_id=None)
    [outlet_id] = clerk("leeds").scopes.values["outlet_id"]
    return orders.promise_pickup(
        order_id=card.id, outlet_id=UUID(outlet_id), promised_at=hour(2), by=BY, now=NOW
    )  # fmt: skip


def noted() -> list[tuple[str, int, int]]:
    """What was looked for: SKU, pieces, and those that were missing."""
    rows = Search.objects.order_by("product__sku", "-missing")
    return list(rows.values_list("product__sku", "wanted", "missing"))


def test_its_line_says_what_is_in_it() -> None:
    [told] = get_pick(corners()).lines
    assert (told.sku, told.wanted) == ("CORNER", 1)
    assert [(part.sku, part.quantity) for part in told.parts] == [("LAMP", 2), ("RUG", 1)]


def test_what_is_missing_when_its_customer_comes_is_noted_on_the_parts() -> None:
    orders.report_not_found(pickup_id=corners(2), at=hour(3), by=BY, now=hour(3))
    assert noted() == [("LAMP", 4, 4), ("RUG", 2, 2)]
    assert (free()["leeds"], free("RUG")["leeds"]) == (1, 3)


def test_what_lies_on_the_pick_up_shelf_was_found_part_by_part() -> None:
    pickup = corners()
    orders.scan_all(pickup_id=pickup, by=BY, now=hour(1))
    orders.mark_ready(pickup_id=pickup, shelf="7", at=hour(1), by=BY, now=hour(1))
    assert noted() == [("LAMP", 2, 0), ("RUG", 1, 0)]
    assert (free()["leeds"], free("RUG")["leeds"]) == (5, 5)


def test_of_a_part_that_is_not_there_the_record_of_that_part_is_put_right() -> None:
    pickup = corners()
    [told] = get_pick(pickup).lines
    with pytest.raises(LineNotFound):
        orders.report_short(pickup_id=pickup, line_id=told.line_id, quantity=3, part="LAMP", by=BY, now=hour(1))
    with pytest.raises(LineNotFound):
        orders.report_short(pickup_id=pickup, line_id=told.line_id, quantity=1, part="VASE", by=BY, now=hour(1))
    assert noted() == []
    orders.report_short(pickup_id=pickup, line_id=told.line_id, quantity=1, part="LAMP", by=BY, now=hour(1))
    assert noted() == [("LAMP", 1, 1)]
    assert (free()["leeds"], free("RUG")["leeds"]) == (4, 5)


def test_the_page_asks_which_part_is_missing() -> None:
    pickup, cast = corners(), with_cast()
    Pickup.objects.update(outlet=cast.outlets["LDS"])
    page = cast.sign_in("LDS").get(reverse("orders:pickup", args=[pickup])).content.decode()
    assert ('<option value="LAMP">Brass lamp</option>' in page, "2 × Brass lamp, 1 × Wool rug" in page) == (True, True)
