"""Customers order what is on its way to a store and collect it there: offered and promised from when it has come, kept
for them, told when it moves, looked for only once it is there."""

import pytest
from django.db import transaction

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Location
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.awaiting import follow_late, follow_what_comes
from shopkeeper.orders.actions.letters import READY, write_about_pickup
from shopkeeper.orders.actions.presale import await_unfilled
from shopkeeper.orders.actions.resourcing import refuse_pieces
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.actions.undoing import undo_cancellation
from shopkeeper.orders.contracts import OrderRevision, PickupState
from shopkeeper.orders.errors import CannotBeSourced, NotAllFound, NothingOffered, OfferGone, StillToCome
from shopkeeper.orders.models import Awaited, Cancellation, Order
from shopkeeper.orders.queries import get_pick, list_picks, list_pickups_to_come
from shopkeeper.orders.queries.ways import list_ways
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, clerk, get, hour
from tests.orders.collecting_later import (
    COMES,
    LATER,
    LATER_AT,
    READY_AT,
    by_date,
    expect,
    follow,
    letters,
    order,
    page,
    pickup_of,
    preorder,
    said,
    to_collect,
    waits,
    with_collecting,
)
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, wish

pytestmark = pytest.mark.django_db


def test_what_comes_to_a_store_can_be_collected_from_the_opening_after_its_day() -> None:
    open_stocked_shop(leeds=(0, 3), york=(1, 0))
    with_collecting()
    assert to_collect() == []
    expect(2)
    expect(2, LATER, location="york")
    assert said(to_collect()) == [("leeds", READY_AT, COMES)]
    expect(1, COMES, "RUG", "york")
    assert said(to_collect()) == [("leeds", READY_AT, COMES), ("york", LATER_AT, LATER)]
    assert said(to_collect(("RUG", 1)))[0][0::2] == ("leeds", None)


def test_what_is_promised_for_later_is_not_offered_for_sooner() -> None:
    open_stocked_shop()
    with_collecting()
    expect(3, COMES)
    expect(3, LATER)
    order(to_collect(("LAMP", 5))[0], ("LAMP", 5))
    assert by_date() == [(COMES, 0), (LATER, 1)]
    assert said(to_collect(("LAMP", 1))) == [("leeds", LATER_AT, LATER)]
    assert to_collect(("LAMP", 2)) == []


def test_a_day_that_is_over_promises_nothing() -> None:
    open_stocked_shop()
    with_collecting()
    expect(3, COMES)
    assert to_collect(("LAMP", 1), now=hour(24 * 8))[0].comes_on == COMES
    assert to_collect(("LAMP", 1), now=hour(24 * 9)) == []


def test_a_preorder_is_kept_out_of_what_comes_and_promised_once_from_when_it_stands_ready() -> None:
    placed = preorder()
    assert placed.sources == (
        "Leeds: 1 × Wool rug, to be collected, 0.0 km away",
        "Leeds: 2 × Brass lamp, kept out of what comes there on Tue 12 May, to be collected",
    )
    [promise] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert (promise.kind, promise.due_at, pickup_of(placed).promised_at) == ("pickup", READY_AT, READY_AT)
    assert (waits(placed), by_date(), free("RUG")["leeds"]) == ([("leeds", 2, COMES)], [(COMES, 3)], 2)
    assert_stock_adds_up()


def test_an_offer_that_does_not_come_in_time_any_more_is_refused_and_nothing_is_kept() -> None:
    open_stocked_shop(leeds=(0, 3))
    with_collecting()
    inbound = expect(2)
    offer = to_collect()[0]
    inventory.move_inbound(inbound_id=inbound, due_on=LATER, by=BY, now=NOW)
    with pytest.raises(OfferGone) as refused:
        order(offer)
    assert refused.value.facts["promised_on"] == LATER_AT.date()
    assert (Order.objects.count(), Awaited.objects.count(), by_date()) == (0, 0, [(LATER, 2)])
    order(to_collect()[0])
    with pytest.raises(NothingOffered):
        order(offer, key="web-2")
    assert by_date() == []
    assert_stock_adds_up()


def test_nobody_looks_for_it_before_it_has_come_and_its_customer_is_told_after_the_last_scan() -> None:
    open_stocked_shop(leeds=(0, 3))
    with_collecting()
    inbound = expect()
    placed = order(to_collect()[0])
    pickup, store = pickup_of(placed), clerk("leeds")
    assert (list_picks(by=store, now=NOW), [one.id for one in list_pickups_to_come(by=store, now=NOW)]) == (
        [], [pickup.id],
    )  # fmt: skip
    for too_early in (orders.collect, orders.report_not_found):
        with pytest.raises(StillToCome, match="2"):
            too_early(pickup_id=pickup.id, at=hour(1), by=store, now=hour(1))
    orders.scan_piece(pickup_id=pickup.id, code="RUG", by=store, now=hour(1))
    with pytest.raises(NotAllFound, match="2"):
        orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(1), by=store, now=hour(1))
    assert [(line.sku, line.left, line.coming, line.waiting) for line in get_pick(pickup.id).lines] == [
        ("LAMP", 0, 2, 0), ("RUG", 0, 0, 0),
    ]  # fmt: skip
    inventory.receive(inbound_id=inbound, quantity=5, by=BY, now=NOW)
    follow(placed)
    assert ([pick.left for pick in list_picks(by=store, now=NOW)], list_pickups_to_come(by=store, now=NOW)) == ([2], [])
    assert letters() == []
    orders.scan_all(pickup_id=pickup.id, by=store, now=hour(2))
    orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(2), by=store, now=hour(2))
    write_about_pickup(pickup_id=pickup.id, text=READY, by=BY, now=hour(2))
    assert letters() == [f"Your order {placed.number} is ready at Leeds"]
    orders.collect(pickup_id=pickup.id, at=hour(3), by=store, now=hour(3))
    assert (get(placed.id).state, money(placed)[1], free()["leeds"]) == ("delivered", "140.00", 3)
    assert_stock_adds_up()


def test_a_delivery_that_moves_is_told_once_and_judged_by_what_was_promised_first() -> None:
    open_stocked_shop(leeds=(0, 3))
    with_collecting()
    inbound = expect()
    placed = order(to_collect()[0])
    inventory.move_inbound(inbound_id=inbound, due_on=LATER, by=BY, now=NOW)
    for _ in range(2):
        follow(placed)
    [promise] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert (promise.due_at, promise.told_due_at, pickup_of(placed).promised_at) == (READY_AT, LATER_AT, LATER_AT)
    assert letters() == [f"You can collect your order {placed.number} from Wednesday 20 May, 11:00"]
    assert "Collect it at Leeds from Wednesday 20 May, 11:00" in page(placed)
    inventory.cancel_inbound(inbound_id=inbound, by=BY, now=NOW)
    follow(placed)
    assert letters()[1:] == [f"We cannot say when you can collect your order {placed.number}"]
    assert "It has not come to Leeds yet" in page(placed)


def test_whose_delivery_is_late_is_told_that_nobody_knows_when_and_then_the_new_day() -> None:
    open_stocked_shop(leeds=(0, 3))
    with_collecting()
    inbound = expect()
    placed, late = order(to_collect()[0]), hour(24 * 9)
    assert (follow_late(by=BY, now=hour(24 * 8)), follow_late(by=BY, now=late), follow_late(by=BY, now=late)) == (
        0, 1, 0,
    )  # fmt: skip
    assert waits(placed) == [("leeds", 2, None)]
    inventory.move_inbound(inbound_id=inbound, due_on=LATER, by=BY, now=late)
    follow_what_comes(order_id=placed.id, by=BY, now=late)
    assert (waits(placed), pickup_of(placed).promised_at) == ([("leeds", 2, LATER)], LATER_AT)
    assert letters() == [
        f"We cannot say when you can collect your order {placed.number}",
        f"You can collect your order {placed.number} from Wednesday 20 May, 11:00",
    ]


def test_a_canceled_preorder_gives_back_what_was_kept() -> None:
    placed = preorder()
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=NOW)
    assert (waits(placed), by_date(), free("RUG")["leeds"]) == ([], [(COMES, 5)], 3)
    [promise] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert (promise.state, pickup_of(placed).state) == ("withdrawn", PickupState.CALLED_OFF)
    assert_stock_adds_up()


def test_fewer_pieces_are_kept_for_fewer_that_are_wanted() -> None:
    placed = preorder()
    lamp = get(placed.id).lines[0]
    change_order(order_id=placed.id, revision=OrderRevision(quantities=((lamp.id, 1),)), by=BY, now=NOW)
    assert (waits(placed), by_date()) == ([("leeds", 1, COMES)], [(COMES, 4)])
    assert_stock_adds_up()


def test_a_preorder_is_collected_elsewhere_or_sent_instead_and_gives_back_what_was_kept() -> None:
    placed = preorder()
    for sku in ("LAMP", "RUG"):
        inventory.count(sku=sku, location="york", counted=4, by=BY, now=NOW)
    Location.objects.filter(code="york").update(may_ship=False)
    york = next(one for one in _ways(placed) if one.offer.node == "york")
    change_order(order_id=placed.id, revision=OrderRevision(how=york.how), by=BY, now=NOW)
    assert (waits(placed), by_date(), free()["york"], pickup_of(placed).outlet) == ([], [(COMES, 5)], 2, "York")
    leeds = next(one for one in _ways(placed) if one.offer.comes_on)
    assert leeds.offer.node == "leeds"
    change_order(order_id=placed.id, revision=OrderRevision(how=leeds.how), by=BY, now=NOW)
    assert (waits(placed), by_date(), free()["york"]) == ([("leeds", 2, COMES)], [(COMES, 3)], 4)
    assert (pickup_of(placed).outlet, pickup_of(placed).promised_at) == ("Leeds", READY_AT)
    assert_stock_adds_up()


def _ways(placed: orders.Placed) -> list:
    made = wish()
    return list_ways(placed.id, made.lines, made.address, channel="web", now=NOW)


def test_a_store_that_lacks_pieces_may_keep_them_out_of_what_comes_to_it() -> None:
    open_stocked_shop(leeds=(2, 3))
    with_collecting()
    placed = order(to_collect()[0])
    lamp = get(placed.id).lines[0]
    refuse_pieces(line_id=lamp.id, location="leeds", quantity=1, reason="not_found", by=BY, now=NOW)
    expect()
    await_unfilled(order_id=placed.id, by=BY, now=NOW)
    [promise] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert (waits(placed), pickup_of(placed).promised_at) == ([("leeds", 1, COMES)], READY_AT)
    assert (promise.due_at < READY_AT, promise.told_due_at) == (True, READY_AT)
    assert letters() == [f"You can collect your order {placed.number} from Wednesday 13 May, 11:00"]
    assert_stock_adds_up()


def test_canceling_what_is_awaited_is_undone_while_what_comes_is_free() -> None:
    placed = preorder()
    lamp = get(placed.id).lines[0]
    orders.cancel_line(line_id=lamp.id, quantity=2, reason_code="", by=BY, now=NOW)
    [row] = Cancellation.objects.filter(line=lamp.id)
    undo_cancellation(cancellation_id=row.id, by=BY, now=NOW)
    assert (waits(placed), by_date(), pickup_of(placed).promised_at) == ([("leeds", 2, COMES)], [(COMES, 3)], READY_AT)
    assert letters() == []
    assert_stock_adds_up()


def test_canceling_what_is_awaited_stays_once_others_were_promised_what_comes() -> None:
    placed = preorder()
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=NOW)
    taken = inventory.Demand("other", 1, "LAMP", 4, "leeds")
    assert not inventory.reserve_when_it_comes(demand=taken, by=BY, now=NOW).is_queued
    row = Cancellation.objects.get(line__order=placed.id, line__position=1)
    with pytest.raises(CannotBeSourced), transaction.atomic():
        undo_cancellation(cancellation_id=row.id, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.undone_at, waits(placed), by_date()) == (None, [], [(COMES, 1)])
    assert_stock_adds_up()
