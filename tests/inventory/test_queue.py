"""Demand for pieces that nobody expects yet waits in a queue, is served first, and gets a day once there is one."""

from datetime import date, timedelta

import pytest

from shopkeeper.core.models import Event
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.contracts import Coming
from shopkeeper.inventory.models import Reservation
from tests.inventory.shelves import (
    BY,
    NOW,
    demand,
    drifts,
    keep,
    position,
    tell,
    with_location,
    with_product,
)

pytestmark = pytest.mark.django_db
TUE, WED = date(2026, 3, 10), date(2026, 3, 11)


@pytest.fixture(autouse=True)
def kettle() -> None:
    """A kettle in the catalog, and none in Leeds."""
    with_product()
    with_location()


def wait(ref: str, quantity: int = 1) -> inventory.Kept:
    return inventory.reserve_when_it_comes(demand=demand(ref, quantity), by=BY, now=NOW)


def expect(quantity: int, day: date = TUE) -> object:
    return inventory.expect(sku="KETTLE", location="LDS", quantity=quantity, due_on=day, by=BY, now=NOW)


def look() -> inventory.Availability:
    return inventory.get_availability(["KETTLE"], by=BY, now=NOW)["KETTLE"]


def due(ref: str) -> tuple[date | None, bool]:
    [card] = inventory.list_reservations(ref)
    return card.due_on, card.is_queued


def test_what_is_there_is_kept_at_once_and_what_comes_is_kept_for_its_day() -> None:
    tell("receive", 2)
    expect(3)
    assert (wait("a", 2).due_on, wait("b", 3).due_on, wait("c").is_queued) == (None, TUE, True)


def test_the_queue_is_taken_off_what_can_be_promised_now_and_by_any_day() -> None:
    tell("receive", 3)
    wait("a", 5)
    assert (position().owed, look().available) == (5, 0)
    tell("receive", 1)
    assert look().available == 0
    expect(10)
    assert due("a") == (TUE, False)
    assert (look().available, look().locations[0].by_date) == (4, (Coming(TUE, 9),))


def test_a_delivery_too_small_for_who_waits_first_is_not_promised_to_who_asks_later() -> None:
    wait("first", 5)
    expect(3)
    later = inventory.reserve_by_date(
        demand=demand("later", 3), needed_on=WED, kind=inventory.ReservationKind.HARD, by=BY, now=NOW
    )
    assert (later.complete, look().locations[0].by_date) == (False, (Coming(TUE, 0),))
    assert wait("last").is_queued


def test_pieces_that_come_unannounced_go_to_those_who_wait_in_their_order() -> None:
    wait("first", 2)
    wait("second", 2)
    tell("receive", 3)
    assert not keep(demand("walk-in")).complete
    inventory.serve_queues(by=BY, now=NOW)
    assert (due("first"), due("second")) == ((None, False), (None, True))
    assert (position().reserved, position().owed) == (2, 2)
    assert inventory.consume(claims=[inventory.Claim("first")], by=BY, now=NOW) == 2
    assert drifts() == []


def test_each_who_waits_is_told_of_their_day_and_of_every_move() -> None:
    wait("a")
    inbound = expect(4)
    inventory.move_inbound(inbound_id=inbound, due_on=WED, by=BY, now=NOW)  # type: ignore[arg-type]
    served, moved = (
        Event.objects.filter(name=name).latest("recorded_at").payload
        for name in ("inventory.queue_served", "inventory.inbound_moved")
    )
    assert (served["ref"], served["due_on"]) == ("a", "2026-03-10")
    assert (moved["refs"], moved["due_on"]) == (["a"], "2026-03-11")


def test_a_delivery_that_comes_short_puts_who_was_promised_it_back_into_line() -> None:
    inbound = expect(4)
    wait("a", 3)
    inventory.receive(inbound_id=inbound, quantity=1, is_last=True, by=BY, now=NOW)  # type: ignore[arg-type]
    expect(5, WED)
    assert due("a") == (WED, False)


def test_asked_twice_waits_once_and_who_gives_up_frees_the_line() -> None:
    assert (wait("a", 2), Reservation.objects.count()) == (wait("a", 2), 1)
    inventory.release(claims=[inventory.Claim("a")], by=BY, now=NOW)
    assert (position().owed, position().incoming) == (0, 0)
    tell("receive", 1, at=NOW - timedelta(minutes=1))
    assert look().available == 1
