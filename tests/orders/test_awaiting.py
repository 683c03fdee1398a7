"""Customers order what comes: kept for them, promised for its day, told when it moves, sent when it is there."""

from datetime import date
from uuid import UUID

import pytest

from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.awaiting import follow_what_comes
from shopkeeper.orders.actions.letters import link_to
from shopkeeper.orders.actions.presale import await_unfilled
from shopkeeper.orders.errors import CannotBeSourced
from shopkeeper.orders.models import Awaited, Order, OrderLine
from shopkeeper.orders.queries import list_awaited, list_awaited_of
from shopkeeper.promises import public as promises
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, place
from tests.orders.test_placed_pages import sign_in

pytestmark = pytest.mark.django_db
FIRST, LATER = date(2026, 5, 12), date(2026, 5, 19)


def expect(pieces: int, day: date = FIRST, sku: str = "LAMP", location: str = "leeds") -> UUID:
    return inventory.expect(sku=sku, location=location, quantity=pieces, due_on=day, by=BY, now=NOW)


def follow(placed: orders.Placed) -> None:
    """What the worker does after a delivery moved or came."""
    follow_what_comes(order_id=placed.id, by=BY, now=NOW)


def waits(placed: orders.Placed) -> list[tuple[str, int, date | None]]:
    return [(card.location, card.pieces, card.due_on) for card in list_awaited_of(placed.id)]


def promise_of(placed: orders.Placed) -> promises.PromiseCard:
    found = promises.list_promises_for_ref(placed.ref, now=NOW)
    return next(one for one in found if one.kind == promises.PromiseKind.STOCK)


def letters() -> list[str]:
    return list(Message.objects.order_by("queued_at", "id").values_list("subject", flat=True))


def test_what_comes_is_kept_and_promised_for_its_day_while_the_rest_is_sent() -> None:
    open_stocked_shop(leeds=(0, 3))
    expect(5)
    placed = place(may_wait=True)
    assert (waits(placed), [a.sku for a in orders.list_allocations(placed.id)]) == ([("leeds", 2, FIRST)], ["RUG"])
    promise = promise_of(placed)
    assert (promise.quantity, promise.node, promise.due_at.isoformat()[:10]) == (2, "leeds", "2026-05-12")
    assert placed.sources == (
        "Leeds: 1 × Wool rug, one parcel, for Wed 6 May, 0.0 km away",
        "Leeds: 2 × Brass lamp, kept out of what comes on Tue 12 May",
    )
    [day] = inventory.get_availability(["LAMP"], by=BY, now=NOW)["LAMP"].by_date
    assert day.available == 3
    assert_stock_adds_up()


def test_who_may_not_wait_and_who_wants_more_than_comes_is_refused_and_nothing_is_kept() -> None:
    open_stocked_shop(leeds=(0, 3))
    expect(1)
    for may_wait in (False, True):
        with pytest.raises(CannotBeSourced):
            place(may_wait=may_wait)


def test_the_same_piece_that_comes_is_promised_to_one_order() -> None:
    open_stocked_shop()
    expect(3)
    place(("LAMP", 2), key="a", may_wait=True)
    with pytest.raises(CannotBeSourced):
        place(("LAMP", 2), key="b", may_wait=True)


def test_a_line_waits_where_it_is_complete_first() -> None:
    open_stocked_shop()
    expect(1, FIRST, location="leeds")
    expect(2, LATER, location="leeds")
    expect(2, FIRST, location="york")
    assert waits(place(("LAMP", 2), may_wait=True)) == [("york", 2, FIRST)]


def test_a_delivery_that_moves_is_told_and_the_promise_is_still_judged_by_its_first_day() -> None:
    open_stocked_shop()
    inbound = expect(5)
    placed = place(("LAMP", 2), may_wait=True)
    inventory.move_inbound(inbound_id=inbound, due_on=LATER, by=BY, now=NOW)
    for _ in range(2):
        follow(placed)
    [card], promise = list_awaited_of(placed.id), promise_of(placed)
    assert (card.first_due_on, card.due_on, card.is_late) == (FIRST, LATER, True)
    assert (promise.due_at.date(), promise.told_due_at and promise.told_due_at.date()) == (FIRST, LATER)
    assert letters() == [f"Brass lamp of your order {placed.number} comes on Tuesday 19 May"]


def test_pieces_that_came_are_sent_from_there_and_the_promise_is_kept() -> None:
    open_stocked_shop()
    inbound = expect(5)
    placed = place(("LAMP", 2), may_wait=True)
    assert delivery.list_parcels_for_ref(placed.ref, now=NOW) == []
    inventory.receive(inbound_id=inbound, quantity=5, by=BY, now=NOW)
    follow(placed)
    [allocation], [parcel] = orders.list_allocations(placed.id), delivery.list_parcels_for_ref(placed.ref, now=NOW)
    assert (allocation.location, allocation.open, parcel.ship_from, waits(placed)) == ("leeds", 2, "leeds", [])
    assert (promise_of(placed).state, letters()) == ("kept", [f"Brass lamp of your order {placed.number} is here"])
    orders.ship_order(order_id=placed.id, parcel_id=parcel.id, tracking_number="T1", at=NOW, by=BY, now=NOW)
    assert (get(placed.id).state, free()["leeds"]) == ("shipped", 3)
    assert_stock_adds_up()


def test_what_comes_in_parts_may_leave_in_parts_and_a_day_that_fell_away_is_said() -> None:
    open_stocked_shop()
    inbound = expect(4)
    placed = place(("LAMP", 4), may_wait=True)
    inventory.receive(inbound_id=inbound, quantity=1, is_last=True, by=BY, now=NOW)
    follow(placed)
    assert (waits(placed), orders.list_allocations(placed.id)[0].open) == ([("leeds", 3, None)], 1)
    assert letters() == [f"We cannot say when Brass lamp of your order {placed.number} comes"]
    [card] = list_awaited(by=BY)
    assert (card.order_number, card.pieces, card.is_late) == (placed.number, 3, True)
    expect(3, LATER)
    follow(placed)
    assert (waits(placed), promise_of(placed).due_at.date()) == ([("leeds", 3, LATER)], FIRST)
    assert_stock_adds_up()


def test_what_waits_is_canceled_first_and_its_promise_falls_away() -> None:
    open_stocked_shop()
    expect(4)
    placed = place(("LAMP", 3), may_wait=True)
    line = get(placed.id).lines[0]
    orders.cancel_line(line_id=line.id, quantity=1, reason_code="", by=BY, now=NOW)
    assert (waits(placed), promise_of(placed).state) == ([("leeds", 2, FIRST)], "open")
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=NOW)
    assert (waits(placed), promise_of(placed).state, get(placed.id).state) == ([], "withdrawn", "canceled")
    assert money(placed)[2] == "94.50"
    [day] = inventory.get_availability(["LAMP"], by=BY, now=NOW)["LAMP"].by_date
    assert day.available == 4


def test_what_came_a_moment_before_it_was_canceled_is_free_again() -> None:
    open_stocked_shop()
    inbound = expect(3)
    placed = place(("LAMP", 3), may_wait=True)
    inventory.receive(inbound_id=inbound, quantity=3, by=BY, now=NOW)
    line = get(placed.id).lines[0]
    orders.cancel_line(line_id=line.id, quantity=2, reason_code="", by=BY, now=NOW)
    follow(placed)
    assert (orders.list_allocations(placed.id)[0].open, free()["leeds"]) == (1, 2)
    assert_stock_adds_up()


def test_what_no_location_has_can_be_kept_out_of_what_comes() -> None:
    open_stocked_shop(leeds=(2, 0))
    placed = place(("LAMP", 2))
    line = get(placed.id).lines[0]
    orders.refuse_pieces(line_id=line.id, location="leeds", quantity=2, reason="not_found", by=BY, now=NOW)
    with pytest.raises(CannotBeSourced):
        await_unfilled(order_id=placed.id, by=BY, now=NOW)
    expect(2)
    await_unfilled(order_id=placed.id, by=BY, now=NOW)
    assert (waits(placed), orders.source_unfilled(order_id=placed.id, by=BY, now=NOW)) == ([("leeds", 2, FIRST)], True)
    assert Order.objects.count() == Awaited.objects.count() == OrderLine.objects.filter(awaited=2).count() == 1


def test_clerk_customer_and_machine_see_in_words_what_is_awaited() -> None:
    open_stocked_shop()
    placed = place(("LAMP", 2), may_wait=True) if expect(5) else None
    assert placed is not None
    browser, machine = sign_in(), Till("orders.view_orders", "orders.move_orders")
    assert "2 come to Leeds on Tue 12 May" in browser.get(f"/orders/{placed.id}/").content.decode()
    assert "2 come to us on Tuesday 12 May, then to you at once" in browser.get(link_to(placed.id)).content.decode()
    assert "Wait for what comes" in browser.get("/orders/unfilled/").content.decode()
    [told] = machine.get("/api/awaited-lines").json()
    assert (told["order_number"], told["pieces"], told["due_on"]) == (placed.number, 2, "2026-05-12")


def test_a_clerk_keeps_what_nobody_has_out_of_what_comes() -> None:
    open_stocked_shop(leeds=(2, 0))
    placed = place(("LAMP", 2))
    line = get(placed.id).lines[0]
    orders.refuse_pieces(line_id=line.id, location="leeds", quantity=2, reason="not_found", by=BY, now=NOW)
    expect(2, date(2999, 1, 5))
    browser = sign_in()
    assert "Keep it of what comes on Sat 5 Jan" in browser.get("/orders/unfilled/").content.decode()
    assert browser.post(f"/orders/{placed.id}/waiting/").status_code == 302
    assert waits(placed) == [("leeds", 2, date(2999, 1, 5))]
