"""Many at once buy bundles and their parts, on connections of their own: no piece is kept twice."""

from collections.abc import Callable

import pytest

from shopkeeper.inventory import public as inventory
from tests.inventory.shelves import BY, NOW, demand, drifts, keep, position, with_stock
from tests.inventory.test_crowds import at_once
from tests.inventory.test_told_otherwise import with_set

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def buy(number: int, sku: str) -> Callable[[], bool]:
    """A buyer who wants one, and takes no for an answer."""
    return lambda: keep(demand(f"cart:{number}", sku=sku)).complete


def test_a_crowd_for_a_bundle_and_for_its_parts_gets_what_there_is_and_no_piece_more() -> None:
    with_set()
    with_stock(11, sku="KETTLE")  # sixteen kettles and nine mugs; a set takes one and two
    jobs = [buy(n, ("SET", "KETTLE", "MUG")[n % 3]) for n in range(48)]
    got = [n for n, done in enumerate(at_once(jobs)) if done]
    sets, kettles, mugs = (sum(n % 3 == kind for n in got) for kind in range(3))
    assert (position().reserved, position("MUG").reserved) == (sets + kettles, 2 * sets + mugs)
    assert position("MUG").reserved in (8, 9)  # the last mug may be too few for those who want a set
    assert position().reserved <= 16
    assert drifts() == []


def test_of_many_who_want_the_last_bundle_one_gets_it() -> None:
    with_set()
    inventory.count(sku="MUG", location="LDS", counted=3, by=BY, now=NOW)
    assert sum(map(bool, at_once([buy(n, "SET") for n in range(32)]))) == 1
    assert (position().reserved, position("MUG").reserved, drifts()) == (1, 2, [])


def test_carts_that_name_one_ref_for_all_their_lines_share_out_a_part_to_the_last_piece() -> None:
    with_set()
    inventory.count(sku="KETTLE", location="LDS", counted=40, by=BY, now=NOW)
    inventory.count(sku="MUG", location="LDS", counted=31, by=BY, now=NOW)

    def fill(number: int) -> Callable[[], bool]:
        ref = f"cart:{number % 16}"  # each cart is sent twice, as by an impatient shop
        return lambda: keep(demand(ref, sku="SET"), demand(ref, sku="MUG")).complete

    got = at_once([fill(n) for n in range(32)])
    carts = {n % 16 for n, done in enumerate(got) if done}
    assert (len(carts), position().reserved, position("MUG").reserved, drifts()) == (10, 10, 30, [])
