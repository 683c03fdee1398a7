"""Delivery offers for a basket and an address: in stock, priced, with days that are measured."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from shopkeeper.catalog.public import ProductNotFound
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.lanes import measure_lanes
from shopkeeper.delivery.models import Load, Zone
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Location
from tests.cast import with_cast
from tests.delivery.offering import BY, LEEDS, NOW, TODAY, offers, with_parcels, with_service
from tests.inventory.shelves import with_location, with_stock

pytestmark = pytest.mark.django_db
KIND = delivery.ServiceKind


def test_an_offer_has_a_service_a_node_a_price_a_day_and_a_cut_off() -> None:
    with_stock(2)
    with_service(brochure_days=1)
    with_parcels(2, 400, left_on=date(2026, 2, 16))
    measure_lanes(by=BY, now=NOW)
    [offer] = offers(("KETTLE", 2))
    assert (offer.service, offer.carrier, offer.node) == ("standard", "swift", "LDS")
    assert (offer.price, offer.cost, offer.currency) == (Decimal("4.95"), Decimal("3.10"), "GBP")
    assert (offer.order_by, offer.seconds_left) == (datetime(2026, 3, 4, 14, tzinfo=UTC), 5 * 3600 + 1800)
    # The carrier says one day; 400 parcels say two.
    assert (offer.leaves_on, offer.earliest_on, offer.promised_on) == (TODAY, date(2026, 3, 6), date(2026, 3, 6))
    assert offer.due_at == datetime(2026, 3, 6, 23, 59, 59, 999999, tzinfo=UTC)
    assert (offer.measured, offer.chance) == (400, pytest.approx(1.0, abs=0.001))


def test_what_is_not_in_stock_is_not_offered() -> None:
    with_stock(1)
    with_service()
    assert offers(("KETTLE", 2)) == ()
    with pytest.raises(ProductNotFound, match="There is no product “MOON”"):
        offers(("KETTLE", 1), ("MOON", 1))
    assert delivery.offer_deliveries(lines=[], address=LEEDS, by=BY, now=NOW) == ()


def test_a_basket_that_no_node_has_comes_in_two_parcels_and_the_later_sets_the_day() -> None:
    with_stock(1)
    with_stock(1, sku="LAMP", location="YRK")
    late = (delivery.CutOffSpec(time(14)), delivery.CutOffSpec(time(14), node="YRK", leaves_after_days=1))
    with_service(brochure_days=1, cut_offs=late)
    [offer] = offers(("KETTLE", 1), ("LAMP", 1))
    assert [(part.node, part.skus, part.leaves_on.day) for part in offer.parts] == [
        ("LDS", ("KETTLE",), 4), ("YRK", ("LAMP",), 5),
    ]  # fmt: skip
    assert (offer.node, offer.price, offer.cost) == ("YRK", Decimal("4.95"), Decimal("6.20"))
    assert offer.promised_on == date(2026, 3, 7)


def test_the_node_from_which_it_comes_soonest_is_chosen() -> None:
    with_stock(1)
    with_stock(1, location="YRK")
    with_service()
    with_parcels(4, 300)
    with_parcels(1, 300, node="YRK")
    measure_lanes(by=BY, now=NOW)
    assert [(offer.node, offer.promised_on.day) for offer in offers()] == [("YRK", 5)]


def test_of_nodes_from_which_it_comes_as_soon_the_nearest_is_chosen() -> None:
    with_location("BRS", latitude=51.45, longitude=-2.59)
    with_location("YRK", latitude=53.96, longitude=-1.08)
    for store in ("BRS", "YRK"):
        with_stock(1, location=store)
    with_service(brochure_days=1)
    with_parcels(1, 200, node="BRS")
    measure_lanes(by=BY, now=NOW)
    assert [o.node for o in offers(("KETTLE", 1), address=replace(LEEDS, latitude=53.80, longitude=-1.54))] == ["YRK"]
    # Whoever is not on the map gets what is surest.
    assert [o.node for o in offers(("KETTLE", 1))] == ["BRS"]


def test_services_that_do_not_go_there_or_carry_so_much_are_left_out() -> None:
    with_stock(1)
    Zone.objects.create(source_key="isles", code="isles", name="Isles", country="GB", areas=["HS"], recorded_at=NOW)
    with_service("boat", rates=(delivery.RateSpec(Decimal(20), "GBP", zone="isles"),))
    with_service("light", max_grams=500)
    assert [o.service for o in offers()] == ["light"]
    heavy = [delivery.BasketLine("KETTLE", 1, grams=501)]
    assert delivery.offer_deliveries(lines=heavy, address=LEEDS, by=BY, now=NOW) == ()
    isles = replace(LEEDS, postcode="HS1 2AA")
    assert {o.service for o in offers(address=isles)} == {"boat", "light"}


def test_same_day_is_offered_only_while_it_is_the_same_day() -> None:
    with_stock(1)
    with_service("today", kind=KIND.SAME_DAY, brochure_days=0, promise_percent=80)
    assert [(o.promised_on, o.chance, o.measured) for o in offers()] == [(TODAY, None, 0)]
    assert offers(now=NOW + timedelta(hours=6)) == ()


def test_a_nominated_day_can_be_any_of_the_coming_delivery_days() -> None:
    with_stock(1)
    with_service("choice", kind=KIND.NOMINATED_DAY, brochure_days=1, promise_percent=80, days_ahead=3)
    assert [day.day for day in offers()[0].days] == [5, 6, 7, 9]


def test_a_full_day_is_passed_over_and_the_last_place_is_taken_once() -> None:
    with_stock(9)
    with_service(brochure_days=1)
    delivery.set_capacity(capacity=delivery.CapacitySpec(1, "swift", "standard"), by=BY, now=NOW)
    [offer] = offers()
    assert offer.leaves_on == TODAY
    parcel = {
        "carrier_key": "swift", "service": "standard", "ship_from": "LDS", "promised_on": offer.promised_on,
        "leaves_on": TODAY, "by": BY, "now": NOW,
    }  # fmt: skip
    first = delivery.prepare_parcel(ref="order:1", **parcel)
    assert offers()[0].leaves_on == date(2026, 3, 5)
    with pytest.raises(delivery.DayFull):
        delivery.prepare_parcel(ref="order:2", **parcel)
    delivery.cancel_parcel(parcel_id=first, by=BY, now=NOW)
    assert (Load.objects.get().parcels, offers()[0].leaves_on) == (0, TODAY)


def test_a_day_off_of_the_carrier_moves_the_dates() -> None:
    with_stock(1)
    with_service(brochure_days=1, promise_percent=80)
    assert offers()[0].promised_on == date(2026, 3, 5)
    delivery.close_day(closure=delivery.ClosureSpec(date(2026, 3, 5), "swift", why="strike"), by=BY, now=NOW)
    assert offers()[0].promised_on == date(2026, 3, 6)


def test_collecting_is_offered_in_two_hours_from_the_nearest_store_that_has_it_all() -> None:
    cast = with_cast()
    for code, place in {"LDS": (53.80, -1.54), "YRK": (53.96, -1.08)}.items():
        with_location(code, outlet_id=cast.outlets[code], latitude=place[0], longitude=place[1])
        with_stock(1, location=code)
    with_service("collect", carrier="", kind=KIND.COLLECT, rates=(), ready_minutes=120)
    near_york = replace(LEEDS, latitude=53.95, longitude=-1.10)
    found = offers(address=near_york)
    assert [(o.node, o.kind, o.price) for o in found] == [("YRK", KIND.COLLECT, 0), ("LDS", KIND.COLLECT, 0)]
    assert found[0].ready_at is not None
    assert found[0].promised_on == TODAY
    assert found[0].ready_at - NOW >= timedelta(hours=2)
    assert (found[0].km, found[0].chance) == (1.7, None)
    evening = datetime(2026, 3, 4, 22, tzinfo=UTC)
    assert offers(now=evening, address=near_york)[0].promised_on == date(2026, 3, 5)
    # An address that is not on the map is where a location of its postcode area is; far stores are not offered.
    Location.objects.filter(code="LDS").update(postcode="LS1 1AA")
    Location.objects.filter(code="YRK").update(latitude=50.7)
    assert [o.node for o in offers()] == ["LDS"]
    assert offers(address=replace(LEEDS, postcode="EX1 1AA")) == ()


def test_a_store_that_is_switched_on_again_is_offered_at_once() -> None:
    cast = with_cast()
    with_location("LDS", outlet_id=cast.outlets["LDS"], latitude=53.80, longitude=-1.54)
    with_stock(1, location="LDS")
    with_service("collect", carrier="", kind=KIND.COLLECT, rates=(), ready_minutes=120)
    here = replace(LEEDS, latitude=53.80, longitude=-1.54)
    inventory.switch_off(location="LDS", why="flood", by=BY, now=NOW)
    assert offers(address=here) == ()
    inventory.switch_on(location="LDS", by=BY, now=NOW)
    assert [one.node for one in offers(address=here)] == ["LDS"]


def test_nobody_without_the_permission_asks() -> None:
    stranger = Actor(ActorKind.API_CLIENT, "x")
    with pytest.raises(NotPermitted):
        delivery.offer_deliveries(lines=[delivery.BasketLine("A", 1)], address=LEEDS, by=stranger, now=NOW)
