"""A day at a location: as many orders as its people can handle, tills that were offline, bundles put together there."""

from datetime import timedelta

import pytest

from shopkeeper.catalog import public as catalog
from shopkeeper.catalog.models import Component, Product
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.queries.network import get_network, list_parts
from shopkeeper.inventory.queries.rooms import list_count_tasks
from tests.cast import Cast, with_cast
from tests.inventory.shelves import BY, NOW, demand, drifts, keep, position, tell, with_location, with_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Ten kettles in York, whose people can handle two orders a day."""
    made = with_cast()
    with_product()
    with_location("YRK", outlet_id=made.outlets["YRK"], name="York", daily_capacity=2)
    tell("receive", 10, location="YRK", at=NOW - timedelta(hours=1))
    return made


def york() -> tuple[bool, bool]:
    """Whether York is full, and whether something can be collected there today."""
    product = catalog.find_product_by_sku("KETTLE")
    assert product
    [place] = get_network(product, by=BY, now=NOW).places
    return place.is_full, place.ready_today


def test_a_store_with_as_many_orders_as_it_can_handle_offers_no_collecting_today(cast: Cast) -> None:
    keep(demand("order:1/1", location="YRK"), demand("order:1/2", location="YRK"))
    assert york() == (False, True)
    keep(demand("order:2/1", location="YRK"))
    assert york() == (True, False)
    inventory.release(claims=[inventory.Claim("order:2/1")], by=BY, now=NOW)
    assert york() == (False, True)


def test_orders_of_yesterday_take_no_place_today(cast: Cast) -> None:
    for number in (1, 2):
        keep(demand(f"order:{number}/1", location="YRK"), now=NOW - timedelta(days=1))
    assert york() == (False, True)


def test_the_page_of_a_location_says_how_many_orders_it_has_today(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    keep(demand("order:1/1", location="YRK"))
    assert "1 of 2" in cast.sign_in("YRK").get("/locations/YRK/").content.decode()


def test_an_offline_till_tells_late_and_its_sale_is_seen_as_a_missing_piece_not_as_a_surprise(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All ten are promised online while the till, offline, has sold one of them this morning."""
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    keep(demand("order:1/1", 10, location="YRK"))
    tell("sell", 1, location="YRK", at=NOW - timedelta(minutes=40))
    late = position(location="YRK")
    assert (late.on_hand, late.reserved, late.short) == (9, 10, 1)
    assert inventory.get_availability(["KETTLE"], by=BY, now=NOW)["KETTLE"].available == 0
    assert [task.why for task in list_count_tasks([late.location_id], now=NOW)] == ["short"]
    assert "1 missing" in cast.sign_in("YRK").get("/locations/YRK/").content.decode()
    tell("receive", 1, location="YRK")
    assert (position(location="YRK").short, drifts()) == (0, [])


def test_a_sale_told_after_a_count_that_has_seen_it_changes_nothing(cast: Cast) -> None:
    inventory.count(sku="KETTLE", location="YRK", counted=9, by=BY, now=NOW)
    tell("sell", 1, location="YRK", at=NOW - timedelta(minutes=40))
    assert (position(location="YRK").on_hand, drifts()) == (9, [])


def test_a_bundle_shows_which_part_runs_out_first(cast: Cast) -> None:
    with_product("MUG")
    set_id = with_product("SET")
    for sku, pieces in (("KETTLE", 1), ("MUG", 4)):
        part = Product.objects.get(sku=sku)
        Component.objects.create(bundle_id=set_id, component=part, quantity=pieces, source_key=sku, recorded_at=NOW)
    tell("receive", 9, sku="MUG", location="YRK")
    bundle = catalog.find_product(set_id)
    assert bundle
    parts = list_parts([bundle.id], by=BY, now=NOW)[bundle.id]
    assert [(part.card.sku, part.available, part.bundles) for part in parts] == [("MUG", 9, 2), ("KETTLE", 10, 10)]
    page = cast.sign_in("YRK").get("/products/SET/").content.decode()
    assert "9 to promise, enough for 2 bundles" in page
    assert Location.objects.count() == 1
