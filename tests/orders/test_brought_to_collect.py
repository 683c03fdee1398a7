"""What only a supplier has is collected in a store: offered from an honest day, brought there, told ready after a scan
there, asked back while it has not left, and told later when the supplier is late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from shopkeeper.catalog.models import Offer, Product, Supplier
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.overdue import put_off_overdue
from shopkeeper.inventory.models import Inbound, Location
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.awaiting import follow_what_comes
from shopkeeper.orders.actions.letters import READY, write_about_pickup
from shopkeeper.orders.actions.undoing import undo_cancellation
from shopkeeper.orders.errors import BroughtToStore, NotAllFound, StillToCome
from shopkeeper.orders.models import AskedCancellation, Cancellation
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.inventory.shelves import drifts
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour
from tests.orders.collecting_later import (
    follow,
    letters,
    order,
    page,
    pickup_of,
    to_collect,
    waits,
    with_collecting,
)
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, open_supplier, receive, run_errands
from tests.orders.test_rerouting import revise
from tests.orders.test_sent_to_collect import on_hand, transfer

pytestmark = pytest.mark.django_db
LEAVES, COMES = date(2026, 5, 7), date(2026, 5, 9)
READY_AT = datetime(2026, 5, 11, 11, tzinfo=UTC)
"""Bright & Co has it ready in two working days after the bank holiday; it is on the road for two days, by rule, and
looked for when Leeds opens after that day, on Monday."""


def open_shop_that_lacks_lamps(*, days: int | None = 2) -> None:
    open_stocked_shop(leeds=(0, 3))
    open_supplier(4)
    Offer.objects.create(
        product=Product.objects.get(sku="LAMP"), supplier=Supplier.objects.get(source_key="bright"),
        lead_time_days=days, source_key="LAMP", recorded_at=NOW,
    )  # fmt: skip
    with_collecting()


def from_bright() -> delivery.DeliveryOffer:
    [offer] = [one for one in to_collect() if one.node == "leeds"]
    return offer


def brought() -> orders.Placed:
    """Two lamps that Bright & Co brings, and a rug that is in Leeds."""
    open_shop_that_lacks_lamps()
    return order(from_bright())


def leave(*, days: int = 0, found: int | None = None) -> None:
    inventory.send_transfer(inbound_id=transfer().id, found=found, by=BY, now=NOW + timedelta(days=days))


def cancel_lamps(placed: orders.Placed, pieces: int = 2) -> orders.CancellationPlan:
    line = get(placed.id).lines[0].id
    done = orders.request_cancellation(line_id=line, quantity=pieces, reason_code="", by=BY, now=hour(1))
    run_errands()
    return done


def answer(*, agreed: bool) -> AskedCancellation:
    asked = AskedCancellation.objects.get()
    orders.answer_cancellation(asked_id=asked.id, agreed=agreed, why="", by=BY, now=hour(2))
    run_errands()
    asked.refresh_from_db()
    return asked


def test_what_only_a_supplier_has_is_offered_after_its_lead_time_and_the_way_to_the_store() -> None:
    open_shop_that_lacks_lamps()
    offer = from_bright()
    assert offer.sent_from == delivery.SentFrom("bright", "Bright & Co", LEAVES)
    assert (offer.comes_on, offer.ready_at) == (COMES, READY_AT)
    assert offer.order_by == datetime(2026, 5, 5, 23, 59, tzinfo=UTC)


def test_nobody_promises_what_a_supplier_takes_an_unknown_time_for() -> None:
    open_shop_that_lacks_lamps(days=None)
    assert to_collect() == []


def test_what_lies_on_a_shelf_of_ours_is_sent_first() -> None:
    open_shop_that_lacks_lamps()
    receive("LAMP", "york", 2)
    assert from_bright().sent_from.node == "york"


def test_placing_keeps_it_at_the_supplier_and_promises_it_from_when_the_store_has_it() -> None:
    placed = brought()
    row = transfer()
    assert (row.origin.code, row.location.code, row.quantity, row.leave_by, row.due_on) == (
        "bright", "leeds", 2, LEAVES, COMES,
    )  # fmt: skip
    assert (waits(placed), free()["bright"]) == ([("leeds", 2, COMES)], 2)
    assert placed.sources[1] == "Leeds: 2 × Brass lamp, sent there by Bright & Co by Sat 9 May, to be collected"
    [promise] = promises.list_promises_for_ref(placed.ref, now=NOW)
    assert (promise.kind, promise.due_at, pickup_of(placed).promised_at) == ("pickup", READY_AT, READY_AT)
    assert "Collect it at Leeds from Monday 11 May, 11:00" in page(placed)
    assert_stock_adds_up()


def test_the_customer_is_told_after_the_scan_in_the_store_and_not_before() -> None:
    placed = brought()
    pickup = pickup_of(placed)
    leave(days=2)
    with pytest.raises(StillToCome):
        orders.collect(pickup_id=pickup.id, at=hour(50), by=BY, now=hour(50))
    inventory.receive(inbound_id=transfer().id, quantity=2, by=BY, now=NOW + timedelta(days=4))
    follow(placed)
    assert (waits(placed), letters(), on_hand("leeds"), on_hand("bright")) == ([], [], 2, 2)
    with pytest.raises(NotAllFound):
        orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(99), by=BY, now=hour(99))
    orders.scan_all(pickup_id=pickup.id, by=BY, now=hour(99))
    orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(99), by=BY, now=hour(99))
    write_about_pickup(pickup_id=pickup.id, text=READY, by=BY, now=hour(99))
    assert letters() == [f"Your order {placed.number} is ready at Leeds"]
    assert drifts() == []


def test_canceled_before_it_left_the_supplier_is_asked_and_lets_it_go() -> None:
    placed = brought()
    done = cancel_lamps(placed)
    assert (done.at_once, done.of_supplier, waits(placed)) == (0, 2, [("leeds", 2, COMES)])
    assert answer(agreed=True).agreed is True
    assert (waits(placed), free()["bright"], transfer().quantity, get(placed.id).lines[0].counters.canceled) == (
        [], 4, 0, 2,
    )  # fmt: skip
    assert money(placed)[2] == "60.00"
    assert_stock_adds_up()
    undo_cancellation(cancellation_id=Cancellation.objects.get().id, order_id=placed.id, by=BY, now=hour(3))
    assert (waits(placed), free()["bright"]) == ([("leeds", 2, COMES)], 2)
    assert_stock_adds_up()


def test_a_supplier_who_says_no_brings_it_to_the_store() -> None:
    placed = brought()
    cancel_lamps(placed)
    assert answer(agreed=False).agreed is False
    assert (waits(placed), get(placed.id).lines[0].counters.canceled) == ([("leeds", 2, COMES)], 0)
    assert_stock_adds_up()


def test_what_the_supplier_sent_in_the_meantime_it_cannot_let_go() -> None:
    placed = brought()
    cancel_lamps(placed)
    leave()
    asked = answer(agreed=True)
    assert (asked.agreed, asked.why, waits(placed)) == (False, "sent already", [("leeds", 2, COMES)])


def test_canceled_after_it_left_it_is_stock_of_the_store_and_nobody_is_asked() -> None:
    placed = brought()
    leave()
    assert (cancel_lamps(placed).at_once, AskedCancellation.objects.count()) == (2, 0)
    inventory.receive(inbound_id=transfer().id, quantity=2, by=BY, now=hour(99))
    assert (free()["leeds"], free()["bright"], drifts()) == (2, 2, [])
    assert_stock_adds_up()


def test_of_a_line_that_is_partly_here_ours_is_canceled_before_a_supplier_is_asked() -> None:
    open_shop_that_lacks_lamps()
    receive("LAMP", "leeds", 1)
    placed = order(from_bright())
    assert waits(placed) == [("leeds", 1, COMES)]
    assert cancel_lamps(placed, 1).at_once == 1
    assert (waits(placed), free()["leeds"], AskedCancellation.objects.count()) == ([("leeds", 1, COMES)], 1, 0)
    assert_stock_adds_up()


def test_a_supplier_who_sends_late_is_foreseen_and_the_customer_told_once_for_each_new_day() -> None:
    placed = brought()
    before = NOW + timedelta(days=3)
    assert put_off_overdue(by=BY, now=before) == 0
    late = NOW + timedelta(days=4)
    assert (put_off_overdue(by=BY, now=late), put_off_overdue(by=BY, now=late)) == (1, 0)
    follow(placed)
    assert waits(placed) == [("leeds", 2, date(2026, 5, 11))]
    assert letters() == [f"You can collect your order {placed.number} from Tuesday 12 May, 11:00"]
    assert put_off_overdue(by=BY, now=late + timedelta(days=1)) == 0
    assert put_off_overdue(by=BY, now=late + timedelta(days=4)) == 1
    follow_what_comes(order_id=placed.id, by=BY, now=late + timedelta(days=4))
    assert waits(placed) == [("leeds", 2, date(2026, 5, 15))]
    [promise] = promises.list_promises_for_ref(placed.ref, now=late)
    later = datetime(2026, 5, 18, 11, tzinfo=UTC)
    assert (promise.due_at, promise.told_due_at, promise.late_chance) == (READY_AT, later, 1.0)
    assert letters()[1:] == [f"You can collect your order {placed.number} from Monday 18 May, 11:00"]


def test_what_the_supplier_lacks_leaves_its_record_and_the_customer_is_told() -> None:
    placed = brought()
    leave(found=1)
    follow(placed)
    assert (on_hand("bright"), transfer().quantity, [day for _, _, day in waits(placed)]) == (2, 1, [None])
    assert letters() == [f"We cannot say when you can collect your order {placed.number}"]
    assert_stock_adds_up()


def test_what_a_supplier_was_told_to_bring_does_not_come_another_way() -> None:
    placed = brought()
    home = orders.How(carrier_key="swift", service="standard", promised_on=date(2026, 5, 12))
    with pytest.raises(BroughtToStore, match="Bright & Co brings 2 × Brass lamp to the store"):
        revise(placed, how=home)
    assert (waits(placed), free()["bright"], get(placed.id).state) == ([("leeds", 2, COMES)], 2, "placed")
    assert_stock_adds_up()


def test_a_suppliers_system_sees_what_it_brings_and_says_that_it_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    brought()
    machine = Till("inventory.view_stock", "inventory.record_movements")
    [told] = machine.get("/api/inventory/transfers?location=bright").json()
    assert (told["sku"], told["destination"], told["quantity"], told["leave_by"]) == ("LAMP", "leeds", 2, "2026-05-07")
    assert machine.post(f"/api/inventory/transfers/{told['id']}/departure", {}).json() == {"sent": 2}
    assert (transfer().left_at, on_hand("bright")) == (NOW, 2)


def test_the_store_takes_it_in_on_the_page_where_it_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    placed, cast = brought(), with_cast()
    shown = cast.sign_in("chief_customer_officer").get(f"/orders/{placed.id}/").content.decode()
    assert "sent there by Bright &amp; Co by Sat 9 May" in shown
    Location.objects.filter(code="leeds").update(outlet_id=cast.outlets["LDS"])
    store = cast.sign_in("LDS")
    scanned = store.get("/stock/scan/?code=LAMP&location=leeds").content.decode()
    assert "2 from Bright &amp; Co, due 9 May" in scanned
    store.post(reverse("inventory:receive", args=[transfer().id]), {"quantity": "2", "back": "scan"})
    assert (Inbound.objects.filter(closed_at=None).count(), on_hand("leeds"), on_hand("bright")) == (0, 2, 2)
