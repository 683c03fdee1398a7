"""An order tells its whole story in words: who did what, and why."""

from dataclasses import replace
from datetime import date

import pytest

from shopkeeper.core.components import StoryEntry
from shopkeeper.customers import public as customers
from shopkeeper.inventory import public as inventory
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.presale import await_unfilled
from shopkeeper.orders.models import Cancellation, Order
from shopkeeper.orders.stories import tell_order
from shopkeeper.promises import public as promises
from tests.orders.book import BY, clerk, get, hour, open_shop
from tests.orders.book import place as record
from tests.orders.shop import open_stocked_shop, place, run_errands

pytestmark = pytest.mark.django_db


def told(placed: orders.Placed) -> list[StoryEntry]:
    return tell_order(get(placed.id), now=hour(9))[::-1]


def line_of(placed: orders.Placed, sku: str) -> orders.LineCard:
    return next(line for line in get(placed.id).lines if line.sku == sku)


def test_a_missed_piece_a_hold_a_change_and_an_undone_cancellation_are_all_told() -> None:
    open_stocked_shop(leeds=(2, 1), york=(5, 0))
    placed, leeds = place(), clerk("leeds")
    orders.refuse_pieces(
        line_id=line_of(placed, "LAMP").id, location="leeds", quantity=2, reason="not_found", by=leeds, now=hour(1)
    )
    held = orders.hold_order(
        order_id=placed.id, reason=orders.HoldReason.FRAUD, owner="IT", why="two cards", by=leeds, now=hour(2)
    )
    decider = replace(leeds, permissions=frozenset({"orders.release_holds"}))
    orders.release_hold(order_id=placed.id, hold_id=held, by=decider, now=hour(3))
    orders.change_order(
        order_id=placed.id, revision=orders.OrderRevision(promised_on=date(2026, 5, 8), why="away"), by=leeds,
        now=hour(4),
    )  # fmt: skip
    orders.cancel_line(line_id=line_of(placed, "RUG").id, quantity=1, reason_code="changed_mind", by=leeds, now=hour(5))
    orders.undo_cancellation(cancellation_id=Cancellation.objects.get().id, by=leeds, now=hour(6))
    run_errands()
    story = [(entry.title, entry.detail) for entry in told(placed)]
    for entry in (
        ("Leeds has not got it", "2 × Brass lamp"),
        ("Another location was looked for", "York: 2 × Brass lamp, one parcel, for Wed 6 May, 22.2 km away"),
        ("Held: it may be a fraud", "two cards"),
        ("Let go", ""),
        ("Comes on another day", "Wed 6 May → Fri 8 May · away"),
        ("Promise moved: delivery by Fri 8 May", "as agreed with the customer"),
        ("Canceled: Wool rug", "1 piece · Changed my mind"),
        ("Wanted after all: Wool rug", "1 piece · Changed my mind"),
        ("£144.50 set aside", "card"),
    ):
        assert entry in story
    by_clerk = [entry.title for entry in told(placed) if entry.where == "clerk"]
    assert "Held: it may be a fraud" in by_clerk
    assert not [entry for entry in told(placed) if entry.where_icon == "signature"]


def test_a_place_is_told_by_its_name() -> None:
    open_stocked_shop(leeds=(2, 1), york=(2, 1))
    placed, how = place(), orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(3))
    orders.change_order(order_id=placed.id, revision=orders.OrderRevision(how=how), by=BY, now=hour(1))
    assert [one.detail for one in told(placed) if one.icon == "truck"] == ["Wed 6 May → collected at York"]


def test_a_customer_who_decides_by_their_link_is_named_so() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    themselves = replace(clerk("leeds"), kind="customer_link", id="order-link:1")
    orders.cancel_order(order_id=placed.id, reason_code="changed_mind", by=themselves, now=hour(1))
    assert {entry.where for entry in told(placed) if entry.icon == "ban"} == {"the customer"}


def test_a_promise_that_fell_due_is_told_as_broken_on_its_day() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    late = tell_order(get(placed.id), now=hour(24 * 9))
    assert [(entry.title, entry.promise) for entry in late if entry.promise] == [
        ("Not kept: delivery by Wed 6 May", "broken"),
    ]  # fmt: skip
    steps = promises.list_steps_for_ref(placed.ref, now=hour(1))
    assert [step.kind for step in steps] == [promises.StepKind.MADE]


def test_the_customers_own_timeline_has_what_was_changed_and_canceled() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    orders.cancel_line(line_id=line_of(placed, "RUG").id, quantity=1, reason_code="changed_mind", by=BY, now=hour(5))
    customer_id = get(placed.id).customer_id
    assert customer_id
    story = customers.compose_timeline([customer_id], by=BY, now=hour(9), limit=50)
    assert [entry.title for entry in story if entry.icon == "ban"] == ["Canceled: Wool rug"]


def test_a_store_that_lacks_what_is_to_be_collected_is_named_and_others_are_not_said_to_lack_it() -> None:
    open_stocked_shop(leeds=(5, 5), york=(2, 1))
    placed = place(how=orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(2)))
    [pickup] = orders.list_pickups(placed.id)
    lamp = line_of(placed, "LAMP").id
    orders.report_short(pickup_id=pickup.id, line_id=lamp, quantity=1, by=clerk("york"), now=hour(1))
    story = [(entry.title, entry.detail) for entry in told(placed)]
    assert ("It was looked for again", "York has not got 1 × Brass lamp") in story


def test_what_a_clerk_kept_out_of_what_comes_is_told() -> None:
    open_stocked_shop(leeds=(2, 0))
    placed = place(("LAMP", 2))
    lamp = line_of(placed, "LAMP").id
    orders.refuse_pieces(line_id=lamp, location="leeds", quantity=2, reason="not_found", by=BY, now=hour(1))
    inventory.expect(sku="LAMP", location="leeds", quantity=2, due_on=date(2026, 5, 12), by=BY, now=hour(1))
    await_unfilled(order_id=placed.id, by=BY, now=hour(2))
    found = [(entry.title, entry.detail) for entry in told(placed)]
    assert ("It was kept out of what comes", "Leeds: 2 × Brass lamp, kept out of what comes on Tue 12 May") in found


def test_what_another_system_says_was_canceled_is_told() -> None:
    open_shop()
    card = record()
    Order.objects.filter(pk=card.id).update(canceled_at=hour(5))
    assert next((one.title, one.at) for one in tell_order(get(card.id), now=hour(9))) == ("Canceled", hour(5))
