"""A store has not got all of an order to be collected: its customer is told, and chooses another store, has it sent at
no extra cost, or takes less; the store's promise is broken, and whoever fulfills it now has one of their own."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from shopkeeper.core.events import Announcement
from shopkeeper.core.ids import new_id
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.events import OrderUnfillable
from shopkeeper.orders.handlers import write_what_a_store_lacks
from shopkeeper.orders.models import Order
from shopkeeper.orders.queries import get_pick
from shopkeeper.orders.queries.lacking import could_not_write, list_lacking
from shopkeeper.orders.queries.unfilled import list_unfilled
from shopkeeper.orders.to_do import list_pickups_to_do
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, clerk, get, hour
from tests.orders.shop import assert_stock_adds_up, free, place, receive, run_errands
from tests.orders.test_own_changes import confirm, ordered, page, way

pytestmark = pytest.mark.django_db


def short_pick() -> orders.Placed:
    """Two lamps and a rug to be collected in York, where one lamp is not to be found."""
    ordered()
    placed = place(
        key="web-2", how=orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(2))
    )  # fmt: skip
    [pickup] = orders.list_pickups(placed.id)
    lamp = next(line for line in get_pick(pickup.id).lines if line.sku == "LAMP")
    orders.report_short(pickup_id=pickup.id, line_id=lamp.line_id, quantity=1, by=BY, now=hour(1))
    orders.scan_all(pickup_id=pickup.id, by=BY, now=hour(1))
    return placed


def promised(placed: orders.Placed) -> list[tuple[str, str]]:
    return sorted((p.node, p.state.value) for p in promises.list_promises_for_ref(placed.ref, now=hour(2)))


def test_the_customer_is_told_what_is_missing_and_what_they_can_choose(client: Client) -> None:
    placed = short_pick()
    heard = OrderUnfillable(order_id=placed.id, line_id=get(placed.id).lines[0].id)
    for _ in range(2):
        write_what_a_store_lacks(Announcement(new_id(), heard, "employee", "1", hour(1), history=False))
    letter = Message.objects.get(template__code="pickup_short")
    assert "at York, and this is not there: 1 × Brass lamp." in letter.body
    own = client.get(reverse("orders:own", args=[sign_order(placed.id)])).content.decode()
    assert ("York has not got all of it" in own, "Choose what suits you" in own) == (True, True)
    shown = page(client, placed)
    assert "Collect at York" not in shown


def test_the_store_hears_that_nobody_could_write_to_the_customer() -> None:
    placed = short_pick()
    [pickup] = orders.list_pickups(placed.id)
    heard = OrderUnfillable(order_id=placed.id, line_id=get(placed.id).lines[0].id)
    write_what_a_store_lacks(Announcement(new_id(), heard, "employee", "1", hour(1), history=False))
    assert could_not_write(pickup) is False
    Message.objects.filter(template__code="pickup_short").update(held_back="no_contact_point")
    assert could_not_write(pickup) is True


def test_it_is_sent_from_elsewhere_at_no_extra_cost_and_the_store_has_broken_its_promise(client: Client) -> None:
    placed = short_pick()
    receive("LAMP", "dc", 9)
    receive("RUG", "dc", 9)
    shown = page(client, placed)
    shown = page(client, placed, way=way(shown, "swift|express"))
    assert "nothing to pay, nothing to give back" in shown
    confirm(client, placed, shown)
    assert [(row.location, row.open) for row in orders.list_allocations(placed.id) if row.open] == [
        ("dc", 2), ("dc", 1),
    ]  # fmt: skip
    assert (Order.objects.get(pk=placed.id).shipping_total, list_lacking(placed.id), list_unfilled(by=BY, now=NOW)) == (
        0, [], [],
    )  # fmt: skip
    assert promised(placed) == [("swift", "open"), ("york", "broken")]
    assert [item.title for item in list_pickups_to_do(people=[clerk("york")], now=hour(2))] == [
        "Put the order of Ann Lee back"
    ]
    assert payments.get_balance(placed.ref).capturable == Decimal("140.00")
    assert_stock_adds_up()


def test_who_takes_less_gets_the_money_of_the_rest_back_and_what_was_found(client: Client) -> None:
    placed = short_pick()
    lamp = get(placed.id).lines[0].id
    confirm(client, placed, page(client, placed, **{f"pieces:{lamp}": 1}))
    run_errands()
    assert (list_lacking(placed.id), payments.get_balance(placed.ref).capturable) == ([], Decimal("110.00"))
    [pickup] = orders.list_pickups(placed.id)
    orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(2), by=BY, now=hour(2))
    assert promised(placed) == [("york", "kept")]
    assert free()["york"] == 3
    assert_stock_adds_up()
