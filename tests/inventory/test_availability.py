"""What can be promised, by published formulas; rules and database say the same."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from shopkeeper.catalog.models import Component, Product
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.contracts import Coming
from shopkeeper.inventory.models import Location, Position
from shopkeeper.inventory.rules.availability import Counters, available_to_promise, by_date, free_now, of_bundle, owed
from shopkeeper.inventory.rules.confidence import after_count, after_pick
from tests.inventory.shelves import BY, NOW, demand, keep, position, tell, with_location, with_product, with_stock

MON, TUE, WED = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)


def look(sku: str = "KETTLE", **how: str) -> inventory.Availability:
    return inventory.get_availability([sku], by=BY, now=NOW, **how)[sku]


def test_a_hundred_on_hand_with_five_of_each_kept_back_leaves_seventy_five() -> None:
    left = available_to_promise(on_hand=100, reserved=5, safety=5, threshold=5, queued=5, excluded=5)
    assert left == 75


def test_what_comes_adds_up_day_by_day() -> None:
    assert by_date(10, [(MON, 5), (TUE, 3)]) == (Coming(MON, 15), Coming(TUE, 18))


def test_a_piece_promised_for_tomorrow_is_not_sold_today() -> None:
    # Ten are there; eight were promised out of Tuesday's delivery, which shrank to three.
    assert owed([(MON, 0), (TUE, -5)]) == 5
    assert by_date(10, [(MON, 4), (TUE, -5)]) == (Coming(MON, 9), Coming(TUE, 9))


def test_a_late_surplus_serves_no_earlier_promise() -> None:
    assert owed([(MON, -4), (WED, 10)]) == 4
    assert owed([(MON, 10), (WED, -4)]) == 0


def test_the_part_that_runs_out_first_decides_a_bundle() -> None:
    assert (of_bundle([(9, 2), (5, 1)]), of_bundle([(9, 2), (-1, 1)]), of_bundle([])) == (4, 0, 0)


@pytest.mark.django_db
def test_rules_and_database_agree_on_what_is_free() -> None:
    with_stock(1)
    seed = random.randrange(10**6)
    numbers = random.Random(seed)
    names = ("damaged", "held", "display", "owed", "safety", "safety_percent", "buffer", "buffer_percent")
    for _ in range(200):
        told = {name: numbers.randrange(0 if name not in ("damaged", "held", "display") else -3, 30) for name in names}
        told |= {"on_hand": numbers.randrange(200), "reserved": numbers.randrange(20)}
        Position.objects.update(short=10_000, **told)
        pieces, percent = numbers.randrange(5), numbers.randrange(40)
        with connection.cursor() as cursor:
            cursor.execute("SELECT inventory_free(p, %s, %s) FROM inventory_position p", [pieces, percent])
            [said] = cursor.fetchone()
        assert said == free_now(Counters(**told), pieces, percent), f"seed {seed}: {told}"


@pytest.mark.django_db
def test_rules_and_database_agree_on_what_a_count_and_a_pick_say_of_the_record() -> None:
    with_stock(10)
    tell("count", 8, at=NOW)
    expected = after_count(0.8, expected=10, counted=8)
    assert position().accuracy == pytest.approx(expected)
    keep(demand(quantity=1))
    inventory.consume(claims=[inventory.Claim("order:1/1")], by=BY, now=NOW)
    assert position().accuracy == pytest.approx(after_pick(expected, found=True))


@pytest.mark.django_db
def test_every_location_is_shown_with_its_number_and_the_network_has_the_sum() -> None:
    with_stock(5)
    with_stock(3, location="YRK")
    keep(demand(quantity=2))
    found = look()
    assert (found.available, [(s.location, s.on_hand, s.reserved, s.available) for s in found.locations]) == (
        6, [("LDS", 5, 2, 3), ("YRK", 3, 0, 3)],
    )  # fmt: skip
    assert [s.age_seconds for s in found.locations] == [3600, 3600]


@pytest.mark.django_db
def test_an_unknown_item_is_told_apart_from_one_that_lies_nowhere() -> None:
    with_product("LAMP")
    found = inventory.get_availability(["LAMP", "MOON"], by=BY, now=NOW)
    assert [(a.sku, a.known, a.available) for a in found.values()] == [("LAMP", True, 0), ("MOON", False, 0)]


@pytest.mark.django_db
def test_a_location_that_is_off_is_shown_and_promises_nothing() -> None:
    with_stock(5)
    inventory.switch_off(location="LDS", why="flooded", by=BY, now=NOW)
    found = look()
    assert (found.available, found.locations[0].on_hand, found.locations[0].counts) == (0, 5, False)
    assert not keep(demand()).complete
    inventory.switch_on(location="LDS", by=BY, now=NOW)
    assert keep(demand()).complete


@pytest.mark.django_db
def test_a_feed_that_went_silent_promises_nothing_until_it_is_heard_again() -> None:
    with_location("ACME", kind="supplier", stale_after_minutes=30)
    with_stock(5, location="ACME")  # told an hour ago
    found = look()
    assert (found.available, found.locations[0].counts, found.locations[0].confidence) == (0, False, "unknown")
    assert keep(demand(location="ACME")).lines[0].why == "not_enough"
    inventory.hear_from(location="ACME", by=BY, now=NOW)
    assert look().available == 5


@pytest.mark.django_db
def test_a_channel_leaves_its_buffer_and_the_most_specific_rule_holds() -> None:
    with_stock(10)
    rule = {"kind": "buffer", "percent": 0, "why": "web waits longer", "by": BY, "now": NOW}
    inventory.set_buffer(pieces=2, channel="web", **rule)
    inventory.set_buffer(pieces=4, channel="web", location="LDS", **rule)
    assert (look().available, look(channel="web").available) == (10, 6)
    assert not keep(demand(quantity=7), channel="web").complete
    assert keep(demand(quantity=6), channel="web").complete
    assert (look().available, look(channel="web").available) == (4, 0)


@pytest.mark.django_db
def test_a_buffer_for_all_is_worked_into_every_position() -> None:
    with_stock(10)
    inventory.set_buffer(kind="safety", pieces=1, percent=25, why="display", by=BY, now=NOW)
    assert (position().safety, position().safety_percent, look().available) == (1, 25, 6)


@pytest.mark.django_db
def test_tomorrows_delivery_is_promised_for_tomorrow_and_not_for_today() -> None:
    with_stock(2)
    inventory.expect(sku="KETTLE", location="LDS", quantity=5, due_on=TUE, by=BY, now=NOW)
    assert (look().available, look().locations[0].by_date) == (2, (Coming(TUE, 7),))
    assert not keep(demand(quantity=3)).complete


def promise(ref: str, quantity: int, day: date) -> inventory.ReserveOutcome:
    kind = inventory.ReservationKind.HARD
    return inventory.reserve_by_date(demand=demand(ref, quantity), needed_on=day, kind=kind, by=BY, now=NOW)


@pytest.mark.django_db
def test_a_promise_for_a_day_is_taken_from_what_comes_and_todays_stock_stays_free() -> None:
    with_stock(2)
    inbound = inventory.expect(sku="KETTLE", location="LDS", quantity=5, due_on=TUE, by=BY, now=NOW)
    assert promise("order:1/1", 4, WED).complete
    assert (look().available, look().locations[0].by_date) == (2, (Coming(TUE, 3),))
    assert not promise("order:2/1", 4, WED).complete
    inventory.receive(inbound_id=inbound, quantity=5, by=BY, now=NOW)
    assert (position().on_hand, position().reserved, look().available) == (7, 4, 3)


@pytest.mark.django_db
def test_a_delivery_that_shrinks_makes_today_serve_what_it_had_promised() -> None:
    with_stock(10)
    inbound = inventory.expect(sku="KETTLE", location="LDS", quantity=8, due_on=TUE, by=BY, now=NOW)
    promise("order:1/1", 8, TUE)
    assert look().available == 10
    inventory.receive(inbound_id=inbound, quantity=3, is_last=True, by=BY, now=NOW)
    assert (position().on_hand, position().reserved + position().owed, look().available) == (13, 8, 5)


@pytest.mark.django_db
def test_what_was_promised_ahead_is_given_back_to_what_comes() -> None:
    with_location()
    with_product()
    inventory.expect(sku="KETTLE", location="LDS", quantity=5, due_on=TUE, by=BY, now=NOW)
    promise("order:1/1", 5, TUE)
    with pytest.raises(inventory.StillOnItsWay):
        inventory.consume(claims=[inventory.Claim("order:1/1")], by=BY, now=NOW)


@pytest.mark.django_db
def test_a_transfer_leaves_one_place_and_is_due_at_the_other() -> None:
    with_location(name="Leeds Briggate")
    with_stock(5)
    with_location("YRK")
    keep(demand(quantity=3))
    sent = {"sku": "KETTLE", "origin": "LDS", "destination": "YRK", "due_on": TUE, "by": BY, "now": NOW}
    with pytest.raises(inventory.NotEnoughStock, match="Only 2 of KETTLE can be taken at Leeds Briggate"):
        inventory.transfer(quantity=3, **sent)
    inbound = inventory.transfer(quantity=2, **sent)
    assert (position().on_hand, position(location="YRK").incoming, look().available) == (3, 2, 0)
    inventory.receive(inbound_id=inbound, quantity=2, by=BY, now=NOW)
    assert (position(location="YRK").on_hand, position(location="YRK").incoming, look().available) == (2, 0, 2)


@pytest.mark.django_db
def test_a_bundle_is_there_where_all_its_parts_are() -> None:
    bundle = with_product("SET")
    with_stock(9, sku="CUP")
    with_stock(2, sku="POT")
    with_stock(8, sku="CUP", location="YRK")
    for sku, number in (("CUP", 4), ("POT", 1)):
        part = Product.objects.get(sku=sku)
        Component.objects.create(bundle_id=bundle, component=part, quantity=number, source_key=sku, recorded_at=NOW)
    found = look("SET")
    assert (found.available, [(s.location, s.available) for s in found.locations]) == (2, [("LDS", 2)])


@pytest.mark.django_db
def test_the_word_for_a_number_follows_the_record() -> None:
    with_stock(1)
    assert look().locations[0].confidence == "call_first"  # the last piece, and nobody ever counted
    tell("receive", 20, at=NOW - timedelta(minutes=5))
    assert look().locations[0].confidence == "probably"
    inventory.count(sku="KETTLE", location="LDS", counted=21, by=BY, now=NOW)
    assert look().locations[0].confidence == "sure"
    tell("sell", 25, at=NOW + timedelta(seconds=30))
    assert look().locations[0].confidence == "call_first"  # below zero it is wrong, however lately somebody counted


@pytest.mark.django_db
def test_reading_many_items_is_one_statement(django_assert_num_queries: object) -> None:
    for n in range(5):
        with_stock(n + 1, sku=f"S{n}")
    assert Location.objects.count() == 1
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = inventory.get_availability([f"S{n}" for n in range(5)], by=BY, now=NOW)
    assert [a.available for a in found.values()] == [1, 2, 3, 4, 5]
