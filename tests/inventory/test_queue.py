"""Demand for pieces that nobody expects yet waits in a queue, is served first, and gets a day once there is one."""

from dataclasses import replace
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
    """For when a demand waits as a whole."""
    [card] = inventory.list_reservations(ref)
    return card.due_on, card.is_queued


def parts(ref: str) -> dict[object, int]:
    """Pieces of a demand by when they come: `there`, a day, or `queued`."""
    cards = [card for card in inventory.list_reservations(ref) if card.open]
    return {"queued" if card.is_queued else card.due_on or "there": card.open for card in cards}


def test_what_is_there_is_kept_at_once_and_what_comes_is_kept_for_its_day() -> None:
    tell("receive", 2)
    expect(3)
    assert (wait("a", 2).due_on, wait("b", 3).due_on, wait("c").is_queued) == (None, TUE, True)


def test_the_queue_is_taken_off_what_can_be_promised_now_and_by_any_day() -> None:
    tell("receive", 3)
    wait("a", 5)
    assert (position().reserved, position().owed, look().available) == (3, 2, 0)
    tell("receive", 1)
    assert look().available == 0
    expect(10)
    assert parts("a") == {"there": 4, TUE: 1}
    assert (look().available, look().locations[0].by_date) == (0, (Coming(TUE, 9),))


def test_one_demand_is_served_by_several_deliveries_as_they_come() -> None:
    first, _second = expect(3), expect(3, WED)
    kept = wait("five", 5)
    assert (kept.due_on, kept.is_queued, parts("five")) == (WED, False, {TUE: 3, WED: 2})
    assert look().locations[0].by_date == (Coming(TUE, 0), Coming(WED, 1))
    inventory.receive(inbound_id=first, quantity=3, by=BY, now=NOW)  # type: ignore[arg-type]
    assert parts("five") == {"there": 3, WED: 2}
    assert wait("five", 5) == replace(kept, there=3)
    assert inventory.consume(claims=[inventory.Claim("five")], quantity=3, by=BY, now=NOW) == 3
    tell("receive", 1)
    assert look().available == 1  # two are still due on Wednesday: nobody has to wait for this one
    assert drifts() == []


def test_who_waits_without_a_day_gets_parts_of_all_that_comes() -> None:
    wait("five", 5)
    expect(3)
    assert parts("five") == {TUE: 3, "queued": 2}
    tell("receive", 1)
    inventory.serve_queues(by=BY, now=NOW)
    assert parts("five") == {TUE: 3, "queued": 1, "there": 1}
    expect(4, WED)
    assert parts("five") == {TUE: 3, WED: 1, "there": 1}


def test_who_gives_some_pieces_up_gives_up_the_latest() -> None:
    tell("receive", 1)
    expect(2)
    wait("a", 5)

    def give_up(quantity: int) -> int:
        return inventory.release(claims=[inventory.Claim("a")], quantity=quantity, latest_first=True, by=BY, now=NOW)

    assert (give_up(3), parts("a")) == (3, {"there": 1, TUE: 1})
    assert (give_up(1), parts("a"), position().owed) == (1, {"there": 1}, 0)


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
    assert (due("first"), parts("second")) == ((None, False), {"there": 1, "queued": 1})
    assert (position().reserved, position().owed) == (3, 1)
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


def last_told(name: str) -> dict[str, object]:
    return Event.objects.filter(name=f"inventory.{name}").latest("recorded_at", "id").payload  # type: ignore[no-any-return]


def test_a_delivery_that_comes_short_puts_who_was_promised_it_back_into_line() -> None:
    inbound = expect(4)
    wait("a", 3)
    inventory.receive(inbound_id=inbound, quantity=1, is_last=True, by=BY, now=NOW)  # type: ignore[arg-type]
    assert (last_told("inbound_moved")["refs"], last_told("inbound_moved")["due_on"]) == (["a"], None)
    expect(5, WED)
    assert parts("a") == {"there": 1, WED: 2}


def test_a_delivery_that_is_canceled_is_told_to_those_whom_nothing_else_serves() -> None:
    inbound = expect(4)
    wait("a", 2)
    wait("b", 2)
    tell("receive", 2)
    inventory.cancel_inbound(inbound_id=inbound, by=BY, now=NOW)  # type: ignore[arg-type]
    assert (parts("a"), last_told("inbound_moved")["refs"]) == ({"there": 2}, ["b"])


def test_pieces_for_those_who_wait_are_not_sent_elsewhere() -> None:
    with_location("YRK")
    wait("a", 2)
    tell("receive", 3)
    with pytest.raises(inventory.NotEnoughStock):
        inventory.transfer(
            sku="KETTLE", origin="LDS", destination="YRK", quantity=2, due_on=TUE, by=BY, now=NOW
        )  # fmt: skip


def test_asked_twice_waits_once_and_who_gives_up_frees_the_line() -> None:
    assert (wait("a", 2), Reservation.objects.count()) == (wait("a", 2), 1)
    inventory.release(claims=[inventory.Claim("a")], by=BY, now=NOW)
    assert (position().owed, position().incoming) == (0, 0)
    tell("receive", 1, at=NOW - timedelta(minutes=1))
    assert look().available == 1


def test_who_asks_again_for_what_waits_in_several_parts_hears_of_all_of_it_in_one_line() -> None:
    tell("receive", 2)
    expect(1)
    expect(3, WED)
    wait("a", 7)
    assert parts("a") == {"there": 2, TUE: 1, WED: 3, "queued": 1}
    [alone] = keep(demand("a", 7)).lines
    again, other = keep(demand("a", 7), demand("b", 1), partial=True).lines
    assert [(line.asked, line.got, line.why) for line in (alone, again, other)] == [
        (7, 7, ""), (7, 7, ""), (1, 0, "not_enough"),
    ]  # fmt: skip
    inventory.release(claims=[inventory.Claim("a")], quantity=2, latest_first=True, by=BY, now=NOW)
    assert keep(demand("a", 7)).lines[0].got == 5
    assert drifts() == []
