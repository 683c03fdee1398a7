"""A line that is asked for alone is decided by a function of its own: it says what the one for carts says."""

import pytest
from django.db import transaction

from shopkeeper.core.statements import fetch
from shopkeeper.inventory import public as inventory
from tests.inventory.shelves import BY, NOW, demand, keep, with_location, with_product, with_stock

pytestmark = pytest.mark.django_db
ASKED = [
    (ref, sku, location, quantity, partial, channel)
    for ref in ("new", "had", "ended")
    for sku in ("KETTLE", "LAMP", "NOTHING")
    for location in ("LDS", "YRK", "OFF", "NOWHERE")
    for quantity in (1, 6, 7, 11)
    for partial in (False, True)
    for channel in ("", "web")
]
_ONE = (
    "SELECT got, free, why FROM inventory_reserve_one($1::timestamptz, 'test', 'hard', NULL, $2::text, $3::boolean,"
    " $4::text, 1, $5::text, $6::text, $7::int)"
)
_MANY = (
    "SELECT got, free, why FROM inventory_reserve($1::timestamptz, 'test', 'hard', NULL, $2::text, $3::boolean,"
    " ARRAY[$4::text], ARRAY[1], ARRAY[$5::text], ARRAY[$6::text], ARRAY[$7::int], ARRAY[''])"
)
_LEFT = (
    "SELECT p.reserved, (SELECT count(*) FROM inventory_movement), (SELECT count(*) FROM inventory_reservation)"
    " FROM inventory_position p ORDER BY p.product_id, p.location_id"
)


@pytest.fixture
def shelf() -> None:
    """Ten kettles in Leeds of which the web may promise six; one reservation that stands, one that has ended."""
    with_stock(13)
    with_stock(5, location="OFF")
    with_location("YRK")
    with_product("LAMP")
    inventory.set_buffer(kind="buffer", pieces=4, percent=0, channel="web", why="walk-ins", by=BY, now=NOW)
    inventory.switch_off(location="OFF", why="flooded", by=BY, now=NOW)
    keep(demand("had", 3))
    keep(demand("ended", 2))
    inventory.release(claims=[inventory.Claim("ended")], by=BY, now=NOW)


def tried(statement: str, asked: tuple[object, ...]) -> tuple[object, object]:
    """What a function says and what it leaves behind, undone again."""
    ref, sku, location, quantity, partial, channel = asked
    with transaction.atomic():
        said = fetch(statement, [NOW, channel, partial, ref, sku, location, quantity])
        left = fetch(_LEFT, [])
        transaction.set_rollback(True)
    return said, left


def test_a_line_alone_gets_what_it_would_get_in_a_cart(shelf: None) -> None:
    for asked in ASKED:
        assert tried(_ONE, asked) == tried(_MANY, asked), asked
