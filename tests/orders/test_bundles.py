"""A bundle is ordered as its parts, at its own price: kept at one place, canceled and given back by themselves."""

from dataclasses import replace
from datetime import time
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from shopkeeper.catalog.models import Component, Product
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.contracts import OrderRevision
from shopkeeper.orders.errors import CannotBeSourced, OfferGone
from shopkeeper.orders.models import Allocation, Order, Placement
from shopkeeper.orders.rules.bundles import Part, share_out
from shopkeeper.orders.rules.sourcing import Need, Place, SplitPolicy, plan_sources
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import assert_stock_adds_up, free, open_stocked_shop, place, wish
from tests.orders.test_fulfilling import cancel, parcels, ship
from tests.orders.test_offered import with_services
from tests.orders.test_placed_pages import sign_in
from tests.orders.test_return_doors import always_open

pytestmark = pytest.mark.django_db


def with_set(price: str = "98.00", *, lamps: int = 2, rugs: int = 1) -> None:
    """The reading corner: two lamps and a rug, for less than they cost by themselves."""
    corner = Product.objects.create(
        sku="CORNER", name="Reading corner", source_key="CORNER", recorded_at=NOW, list_price=Decimal(price),
        currency="GBP",
    )  # fmt: skip
    for sku, pieces in (("LAMP", lamps), ("RUG", rugs)):
        Component.objects.create(
            bundle=corner, component=Product.objects.get(sku=sku), quantity=pieces, source_key=sku, recorded_at=NOW
        )


def with_service() -> None:
    """Standard delivery from everywhere for three pounds."""
    rates = (delivery.RateSpec(price=Decimal(3), currency="GBP"),)
    spec = delivery.ServiceSpec(
        code="standard", carrier="swift", name="Standard", kind=delivery.ServiceKind.STANDARD, rates=rates,
        cut_offs=(delivery.CutOffSpec(at=time(23, 59)),),
    )  # fmt: skip
    delivery.set_service(spec=spec, by=BY, now=NOW)


def told(placed: orders.Placed) -> list[tuple[str, int, str, str]]:
    """SKU, pieces, price of one, and of what it is a part."""
    return [(line.sku, line.counters.ordered, str(line.unit_price), line.sold_in) for line in get(placed.id).lines]


@pytest.mark.parametrize(
    ("price", "parts", "shares"),
    [
        ("98.00", ((2, "30"), (1, "80")), [[(2, "21.00")], [(1, "56.00")]]),
        ("99.00", ((2, "30"), (1, "80")), [[(1, "21.21"), (1, "21.22")], [(1, "56.57")]]),
        ("10.00", ((3, "1"),), [[(2, "3.33"), (1, "3.34")]]),
        ("0.01", ((1, "5"), (1, "5")), [[(1, "0.00")], [(1, "0.01")]]),
        ("9.00", ((1, "0"), (2, "4")), [[(1, "3.00")], [(2, "3.00")]]),
    ],
)
def test_the_parts_cost_to_the_cent_what_the_bundle_does(
    price: str, parts: tuple[tuple[int, str], ...], shares: list[list[tuple[int, str]]]
) -> None:
    found = share_out(Decimal(price), [Part(pieces, Decimal(alone)) for pieces, alone in parts])
    assert [[(pieces, str(each)) for pieces, each in some] for some in found] == shares
    assert sum(pieces * each for some in found for pieces, each in some) == Decimal(price)


def test_a_bundle_becomes_lines_of_its_parts_at_its_own_price() -> None:
    open_stocked_shop(leeds=(9, 9))
    with_set()
    placed = place(("CORNER", 2))
    assert told(placed) == [("LAMP", 4, "21.0000", "Reading corner"), ("RUG", 2, "56.0000", "Reading corner")]
    assert (placed.goods_total, free(), free("RUG")) == (Decimal("196.00"), {"leeds": 5}, {"leeds": 7})
    assert_stock_adds_up()


def test_all_parts_leave_from_one_place_though_a_nearer_one_has_some() -> None:
    open_stocked_shop(leeds=(9, 0), york=(2, 1))
    with_set()
    placed = place(("CORNER", 1))
    assert set(Allocation.objects.values_list("location__code", flat=True)) == {"york"}
    with pytest.raises(CannotBeSourced):
        orders.place_order(placement=wish(("CORNER", 1), key="web-2"), by=BY, now=NOW)
    assert [order.id for order in Order.objects.all()] == [placed.id]
    assert (free(), free("RUG")) == ({"leeds": 9, "york": 0}, {"york": 0})


def test_of_two_places_each_sends_what_it_has_whole() -> None:
    needs = [Need(1, "LAMP", 2, bundle="CORNER"), Need(2, "RUG", 1, bundle="CORNER"), Need(3, "VASE", 1)]
    near, far = Place("near", "Near", {"LAMP": 9, "VASE": 1}, km=1), Place("far", "Far", {"LAMP": 2, "RUG": 1}, km=9)
    plan = plan_sources(needs, [near, far], SplitPolicy())
    assert {part.place.code: part.pieces for part in plan.parts} == {"near": ((3, 1),), "far": ((1, 2), (2, 1))}


def test_a_bundle_is_ordered_by_phone_as_it_was_offered() -> None:
    open_stocked_shop(leeds=(9, 9))
    with_set()
    with_service()
    client = sign_in()
    asked = {"pieces:CORNER": 1, "street": "1 High Street", "postcode": "LS1 4AB", "city": "Leeds"}
    page = client.get("/orders/new/", asked).content.decode()
    offer = page.split('name="offer" value="')[1].split('"')[0]
    sent = asked | {"shown:CORNER": "98.00", "key": "k1", "offer": offer, "method": "invoice"}
    assert client.post("/orders/new/", sent).status_code == 302
    order = Order.objects.get()
    assert (order.goods_total, order.shipping_total, free(), free("RUG")) == (98, 3, {"leeds": 7}, {"leeds": 8})
    assert "part of Reading corner" in client.get(f"/orders/{order.id}/").content.decode()


def test_what_a_bundle_was_offered_from_is_gone_and_the_page_shows_what_there_is_now() -> None:
    open_stocked_shop(leeds=(2, 1), york=(9, 9))
    with_set()
    with_service()
    client = sign_in()
    asked = {"pieces:CORNER": 1, "street": "1 High Street", "postcode": "LS1 4AB", "city": "Leeds"}
    page = client.get("/orders/new/", asked).content.decode()
    offer = page.split('name="offer" value="')[1].split('"')[0]
    node = delivery.open_offer(offer).parts[0].node
    inventory.switch_off(location=node, why="flood", by=BY, now=NOW)
    sent = asked | {"shown:CORNER": "98.00", "key": "k1", "offer": offer, "method": "card", "code": "A-1"}
    refused = client.post("/orders/new/", sent)
    page = refused.content.decode()
    assert (refused.status_code, Order.objects.count()) == (OfferGone.status, 0)
    assert "What was offered no longer holds. The nearest that does is Standard" in page
    fresh = page.split('name="offer" value="')[1].split('"')[0]
    assert (delivery.open_offer(fresh).parts[0].node != node, 'value="A-1"' in page) == (True, True)
    assert client.post("/orders/new/", sent | {"offer": fresh, "key": "k2"}).status_code == 302
    assert Order.objects.count() == 1


def test_a_part_of_a_bundle_is_canceled_and_another_comes_back() -> None:
    open_stocked_shop(leeds=(9, 9))
    with_set()
    placed = place(("CORNER", 1))
    cancel(placed, "LAMP", 1)
    ship(placed, "leeds")
    assert [(line.sku, line.counters.shipped, line.counters.canceled) for line in get(placed.id).lines] == [
        ("LAMP", 1, 1), ("RUG", 1, 0),
    ]  # fmt: skip
    assert (free(), free("RUG")) == ({"leeds": 8}, {"leeds": 8})
    assert_stock_adds_up()


SHARE = "Reading corner was sold at one price for all of it."


def test_pages_say_before_confirming_that_a_part_brings_back_its_share_and_whole_bundles_do_not() -> None:
    open_stocked_shop(leeds=(9, 9))
    with_set()
    placed = place(("CORNER", 2))
    lamp, rug = (line.id for line in get(placed.id).lines)
    client = sign_in()

    def canceling(line: UUID, pieces: int) -> str:
        return client.get(f"/orders/{placed.id}/cancel/", {"line": line, "quantity": pieces}).content.decode()

    def changing(lamps: int, rugs: int) -> str:
        told = {f"pieces:{lamp}": lamps, f"pieces:{rug}": rugs}
        return client.get(f"/orders/{placed.id}/change/", told).content.decode()

    page = canceling(lamp, 1)
    assert (SHARE in page, "£21.00 is let go or given back" in page) == (True, True)
    assert [SHARE in changing(3, 2), SHARE in changing(2, 1), SHARE in changing(0, 0)] == [True, False, False]
    assert SHARE not in client.get(f"/orders/{placed.id}/cancel/?line=").content.decode()


def test_a_part_that_comes_back_brings_back_its_share_and_nothing_more_is_asked_for_the_rest() -> None:
    open_stocked_shop(leeds=(9, 9))
    with_set()
    placed = place(("CORNER", 1))
    ship(placed, "leeds")
    orders.deliver_parcel(order_id=placed.id, parcel_id=parcels(placed)["leeds"].id, at=hour(9), by=BY, now=hour(9))
    always_open()
    lamp = get(placed.id).lines[0]
    client = sign_in()
    asked = {"code": get(placed.id).number, "order": str(placed.id), f"pieces:{lamp.id}": 1}
    page = client.get("/returns/new/", asked)
    assert (SHARE in page.content.decode(), page.context["preview"].worth) == (True, Decimal("21.00"))
    own = Client().get(reverse("orders:own", args=[sign_order(placed.id)])).content.decode()
    assert "Part of Reading corner: for each piece you get back £21.00, its share of that price." in own


def test_a_bundle_is_added_to_an_order_as_its_parts() -> None:
    open_stocked_shop(leeds=(9, 9))
    with_set()
    placed = place(("LAMP", 1))
    revision = OrderRevision(added=(orders.BasketLine("CORNER", 1),))
    change_order(order_id=placed.id, revision=revision, by=BY, now=hour(1))
    assert told(placed)[1:] == [("LAMP", 2, "21.0000", "Reading corner"), ("RUG", 1, "56.0000", "Reading corner")]
    assert Order.objects.get().goods_total == Decimal("128.00")
    assert_stock_adds_up()


def test_a_bundle_is_added_and_the_order_collected_instead_in_one_go() -> None:
    open_stocked_shop(leeds=(9, 9), york=(4, 2))
    with_set()
    placed = place(("LAMP", 1))
    how = orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(3))
    both = OrderRevision(added=(orders.BasketLine("CORNER", 1),), how=how)
    change_order(order_id=placed.id, revision=both, by=BY, now=hour(1))
    assert {(x.sku, x.location, x.open) for x in orders.list_allocations(placed.id) if x.open} == {
        ("LAMP", "york", 1), ("LAMP", "york", 2), ("RUG", "york", 1),
    }  # fmt: skip
    assert (free(), free("RUG")) == ({"leeds": 9, "york": 1}, {"leeds": 9, "york": 1})
    again = OrderRevision(added=(orders.BasketLine("CORNER", 1),), how=replace(how, location="leeds"))
    change_order(order_id=placed.id, revision=again, by=BY, now=hour(1))
    assert (free(), free("RUG")) == ({"leeds": 4, "york": 4}, {"leeds": 7, "york": 2})
    assert_stock_adds_up()


def test_a_bundle_and_another_way_that_only_some_of_it_could_come_change_nothing() -> None:
    open_stocked_shop(leeds=(9, 9), york=(4, 0))
    with_set()
    placed = place(("LAMP", 1))
    how = orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(3))
    both = OrderRevision(added=(orders.BasketLine("CORNER", 1),), how=how)
    with pytest.raises(CannotBeSourced):
        change_order(order_id=placed.id, revision=both, by=BY, now=hour(1))
    assert (told(placed), free(), orders.list_pickups(placed.id)) == (
        [("LAMP", 1, "30.0000", "")], {"leeds": 8, "york": 4}, [],
    )  # fmt: skip
    assert Order.objects.get().goods_total == Decimal("30.00")
    assert_stock_adds_up()


def test_a_bundle_and_another_carrier_are_chosen_on_the_page_in_one_go() -> None:
    open_stocked_shop(dc=(9, 9))
    with_set()
    with_services()
    placed = place(("LAMP", 1))
    client = sign_in()
    asked = {"sku": "CORNER", "count": "1"}
    page = client.get(f"/orders/{placed.id}/change/", asked)
    way = next(one.name for one in page.context["draft"].ways if one.offer.service == "express")
    page = client.get(f"/orders/{placed.id}/change/", asked | {"way": way})
    sealed = page.context["draft"].sealed
    assert client.post(f"/orders/{placed.id}/changes/", asked | sealed).status_code == 302
    assert [(sku, pieces, bundle) for sku, pieces, _, bundle in told(placed)] == [
        ("LAMP", 1, ""), ("LAMP", 2, "Reading corner"), ("RUG", 1, "Reading corner"),
    ]  # fmt: skip
    assert (Placement.objects.get().service, free(), free("RUG")) == ("express", {"dc": 6}, {"dc": 8})
    assert_stock_adds_up()


def test_a_bundle_whose_parts_lie_apart_is_not_added() -> None:
    open_stocked_shop(leeds=(9, 0), york=(0, 9))
    with_set()
    placed = place(("LAMP", 1))
    with pytest.raises(CannotBeSourced):
        change_order(
            order_id=placed.id, revision=OrderRevision(added=(orders.BasketLine("CORNER", 1),)), by=BY, now=hour(1)
        )  # fmt: skip
    assert (told(placed), free(), free("RUG")) == ([("LAMP", 1, "30.0000", "")], {"leeds": 8}, {"york": 9})


def test_a_bundle_that_lies_packed_on_a_shelf_stays_whole() -> None:
    open_stocked_shop(leeds=(9, 9))
    with_set()
    inventory.count(sku="CORNER", location="leeds", counted=1, by=BY, now=NOW)
    placed = place(("CORNER", 1))
    assert told(placed) == [("CORNER", 1, "98.0000", "")]
    assert (free(), Position.objects.get(product__sku="CORNER").reserved) == ({"leeds": 9}, 1)
