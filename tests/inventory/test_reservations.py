"""Pieces are kept for somebody: all lines or none, once each, never more than can be promised."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.errors import DemandTwice
from shopkeeper.inventory.models import Movement, Reservation
from tests.inventory.shelves import BY, NOW, demand, drifts, keep, position, tell, with_location, with_stock

pytestmark = pytest.mark.django_db
SOFT = inventory.ReservationKind.SOFT
LATER = NOW + timedelta(minutes=15)


def test_what_is_reserved_is_kept_and_cannot_be_reserved_again() -> None:
    with_stock(3)
    assert keep(demand("order:1/1", 2)).complete
    second = keep(demand("order:2/1", 2))
    assert (second.complete, second.lines[0].got, second.lines[0].free, second.lines[0].why) == (
        False, 0, 1, "not_enough",
    )  # fmt: skip
    assert (position().on_hand, position().reserved) == (3, 2)
    assert drifts() == []


def test_all_lines_or_none() -> None:
    with_stock(3)
    with_stock(1, sku="LAMP")
    outcome = keep(demand("order:1/1", 2), demand("order:1/2", 2, sku="LAMP"))
    assert [(line.got, line.why) for line in outcome.lines] == [(0, ""), (0, "not_enough")]
    assert Reservation.objects.count() == 0
    assert position().reserved == 0


def test_partial_gives_as_much_as_there_is() -> None:
    with_stock(3)
    outcome = keep(demand("order:1/1", 2), demand("order:1/2", 2), partial=True)
    assert [(line.got, line.free) for line in outcome.lines] == [(2, 3), (1, 1)]
    assert position().reserved == 3


def test_two_lines_of_one_cart_share_what_is_there() -> None:
    with_stock(3)
    assert not keep(demand("order:1/1", 2), demand("order:1/2", 2)).complete
    assert position().reserved == 0
    assert keep(demand("order:1/1", 2), demand("order:1/2", 1)).complete
    assert position().reserved == 3


def test_a_retry_reserves_once_and_says_what_it_got() -> None:
    with_stock(3)
    first = keep(demand("order:1/1", 2))
    again = keep(demand("order:1/1", 2))
    assert (first.complete, again.complete, again.lines[0].got) == (True, True, 2)
    assert (position().reserved, Reservation.objects.count()) == (2, 1)
    assert keep(demand("order:1/1", 1, attempt=2)).complete
    assert position().reserved == 3


def test_a_retry_of_what_was_released_does_not_reserve_again() -> None:
    with_stock(3)
    keep(demand())
    inventory.release(claims=[inventory.Claim("order:1/1")], by=BY, now=NOW)
    again = keep(demand())
    assert (again.complete, again.lines[0].why, position().reserved) == (False, "ended", 0)


def test_the_same_demand_twice_in_one_request_is_refused() -> None:
    with_stock(3)
    with pytest.raises(DemandTwice):
        keep(demand(), demand())
    assert position().reserved == 0


def test_what_nobody_knows_is_told_apart_from_what_is_sold_out() -> None:
    with_stock(1)
    outcome = keep(demand(sku="MOON"), demand("order:1/2", location="MARS"), partial=True)
    assert [line.why for line in outcome.lines] == ["unknown_sku", "unknown_location"]


def test_a_location_without_a_record_of_the_item_has_none() -> None:
    with_stock(1)
    with_location("YRK")
    assert keep(demand(location="YRK")).lines[0].why == "not_enough"


def test_safety_stock_is_not_promised() -> None:
    with_stock(10)
    position().__class__.objects.update(safety=2, buffer=1, safety_percent=15)
    assert not keep(demand(quantity=6)).complete  # 10 - 2 - 1 - 2 (15 % of 10, rounded up) = 5
    assert keep(demand(quantity=5)).complete


def test_the_database_itself_refuses_to_oversell() -> None:
    with_stock(3)
    with pytest.raises(IntegrityError, match="not_oversold"), transaction.atomic():
        position().__class__.objects.update(reserved=4)


def test_a_sale_at_the_till_may_take_what_was_promised_and_the_gap_is_known() -> None:
    with_stock(3)
    keep(demand(quantity=3))
    tell("sell", 2)
    assert (position().on_hand, position().reserved, position().short) == (1, 3, 2)
    tell("receive", 1)
    assert position().short == 1
    assert not keep(demand("order:2/1")).complete


def test_consuming_takes_the_pieces_out_once() -> None:
    with_stock(3)
    keep(demand(quantity=2))
    claim = [inventory.Claim("order:1/1")]
    assert inventory.consume(claims=claim, by=BY, now=NOW) == 2
    assert inventory.consume(claims=claim, by=BY, now=NOW) == 0
    assert (position().on_hand, position().reserved) == (1, 0)
    assert drifts() == []


def test_part_of_a_reservation_leaves_and_the_rest_is_given_back() -> None:
    with_stock(5)
    keep(demand(quantity=4))
    claim = [inventory.Claim("order:1/1")]
    inventory.consume(claims=claim, quantity=1, by=BY, now=NOW)
    inventory.release(claims=claim, quantity=2, by=BY, now=NOW)
    row = Reservation.objects.get()
    assert (row.open, row.consumed, row.released, row.ended_at) == (1, 1, 2, None)
    assert (position().on_hand, position().reserved) == (4, 1)
    assert drifts() == []


def test_no_more_is_taken_than_is_kept() -> None:
    with_stock(5)
    keep(demand(quantity=2))
    with pytest.raises(inventory.NotThatManyReserved), transaction.atomic():
        inventory.consume(claims=[inventory.Claim("order:1/1")], quantity=3, by=BY, now=NOW)
    assert (position().on_hand, position().reserved) == (5, 2)


def test_a_soft_reservation_ends_by_itself_and_its_pieces_are_free() -> None:
    with_stock(2)
    inventory.reserve(demands=[demand(quantity=2)], kind=SOFT, expires_at=LATER, by=BY, now=NOW)
    assert inventory.expire_reservations(by=BY, now=LATER - timedelta(seconds=1)) == 0
    assert inventory.expire_reservations(by=BY, now=LATER) == 1
    assert inventory.expire_reservations(by=BY, now=LATER) == 0
    assert position().reserved == 0
    assert drifts() == []


def test_an_order_makes_what_was_kept_for_a_while_stay() -> None:
    with_stock(2)
    inventory.reserve(demands=[demand(quantity=2)], kind=SOFT, expires_at=LATER, by=BY, now=NOW)
    assert inventory.harden(claims=[inventory.Claim("order:1/1")], by=BY, now=NOW) == 2
    assert inventory.expire_reservations(by=BY, now=LATER) == 0
    assert position().reserved == 2


def test_an_expired_reservation_cannot_be_made_hard() -> None:
    with_stock(2)
    inventory.reserve(demands=[demand()], kind=SOFT, expires_at=LATER, by=BY, now=NOW)
    inventory.expire_reservations(by=BY, now=LATER)
    with pytest.raises(inventory.ReservationNotFound):
        inventory.harden(claims=[inventory.Claim("order:1/1")], by=BY, now=LATER)


def test_a_reservation_moves_only_where_the_pieces_are() -> None:
    with_stock(2)
    with_location("YRK")
    keep(demand(quantity=2))
    claim = inventory.Claim("order:1/1")
    refused = inventory.move_reservation(claim=claim, to="YRK", attempt=2, by=BY, now=NOW)
    assert (refused.complete, position().reserved) == (False, 2)
    with_stock(2, location="YRK")
    assert inventory.move_reservation(claim=claim, to="YRK", attempt=2, by=BY, now=NOW).complete
    assert (position().reserved, position(location="YRK").reserved) == (0, 2)
    assert drifts() == []


def test_a_reservation_is_split_without_letting_go() -> None:
    with_stock(3)
    keep(demand(quantity=3))
    claim, into = inventory.Claim("order:1/1"), inventory.Claim("order:1/1b")
    for _ in range(2):
        inventory.split_reservation(claim=claim, into=into, quantity=1, by=BY, now=NOW)
    assert sorted(Reservation.objects.values_list("ref", "open")) == [("order:1/1", 2), ("order:1/1b", 1)]
    assert position().reserved == 3
    assert drifts() == []


def test_a_short_pick_corrects_the_record_at_once() -> None:
    with_stock(5)
    keep(demand(quantity=3))
    inventory.short_pick(claim=inventory.Claim("order:1/1"), missing=2, by=BY, now=NOW)
    assert (position().on_hand, position().reserved, position().accuracy) == (3, 1, pytest.approx(0.4))
    assert Movement.objects.get(kind="short").on_hand == -2
    assert drifts() == []
