"""Customers change their order by its link: they see what it costs, it is settled, and they are written to."""

import re
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from shopkeeper.core.events import Announcement
from shopkeeper.core.ids import new_id
from shopkeeper.delivery import public as delivery
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.events import OrderRevised
from shopkeeper.orders.handlers import write_what_was_changed
from shopkeeper.orders.models import Change, LinkUse, Order
from shopkeeper.payments import public as payments
from tests.orders.book import BY, NOW, get
from tests.orders.shop import assert_stock_adds_up, free, open_stocked_shop, place, run_errands
from tests.orders.test_fulfilling import ship
from tests.orders.test_offered import with_services

pytestmark = pytest.mark.django_db
THERE = {"street": "2 Low Street", "postcode": "YO1 7HH", "city": "York"}


def ordered(**facts: object) -> orders.Placed:
    """From Leeds; York has enough too, and both let customers collect."""
    open_stocked_shop(leeds=(3, 1), york=(5, 5))
    with_services()
    collect = delivery.ServiceSpec(code="collect", carrier="", name="Collect", kind=delivery.ServiceKind.COLLECT)
    delivery.set_service(spec=collect, by=BY, now=NOW)
    return place(**facts)  # type: ignore[arg-type]


def page(client: Client, placed: orders.Placed, **said: object) -> str:
    at = reverse("orders:own_change", args=[sign_order(placed.id)])
    return client.post(at, said).content.decode() if said else client.get(at).content.decode()


def confirm(client: Client, placed: orders.Placed, shown: str) -> str:
    """Press the button of the page that said what it costs."""
    form = shown.split('id="changes"')[0].rsplit("<form", 1)[1]
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    at = reverse("orders:own_changing", args=[sign_order(placed.id)])
    said = client.post(at, sent, follow=True).content.decode()
    run_errands()
    return said


def way(shown: str, start: str) -> str:
    return next(name for name in re.findall(r'name="way" value="([^"]+)"', shown) if name.startswith(start))


def write(order_id: UUID, difference: str) -> Message:
    """What the worker does after commit."""
    at = Change.objects.latest("occurred_at").occurred_at
    revised = OrderRevised(order_id=order_id, customer_id=None, difference=difference)
    write_what_was_changed(Announcement(new_id(), revised, "customer_link", "1", at, history=False))
    return Message.objects.get(template__code="order_changed")


def test_a_guest_is_not_told_of_a_letter_that_nobody_can_send(client: Client) -> None:
    placed = ordered(customer_id=None, record_id=None)
    shown = page(client, placed, **{f"pieces:{get(placed.id).lines[0].id}": 1})
    assert ("We write to you" in shown, "This page says what it is then." in shown) == (False, True)
    assert "Changed. This page says what it is now." in confirm(client, placed, shown)
    assert get(placed.id).lines[0].counters.canceled == 1


def test_a_delivery_becomes_a_pickup_with_more_pieces_and_the_difference_is_settled(client: Client) -> None:
    placed = ordered()
    lamp = get(placed.id).lines[0].id
    shown = page(client, placed)
    assert ("High Street" in shown, "Ann" in shown, "Collect at York" in shown) == (False, False, True)
    wanted = {f"pieces:{lamp}": 4}
    shown = page(client, placed, way=way(page(client, placed, **wanted), "|collect|york"), **wanted)
    assert ("£55.50" in shown, "2 pieces more" in shown, Change.objects.exists()) == (True, True, False)
    assert "Changed. We have written to you what it is now." in confirm(client, placed, shown)
    [pickup] = orders.list_pickups(placed.id)
    assert (pickup.outlet, free(), payments.get_balance(placed.ref).capturable) == (
        "York", {"leeds": 3, "york": 1}, Decimal("200.00"),
    )  # fmt: skip
    assert (LinkUse.objects.get().what, Order.objects.get().shipping_total) == ("change", 0)
    assert_stock_adds_up()


def test_another_address_needs_a_way_and_is_told_to_the_contact_of_before(client: Client) -> None:
    placed = ordered()
    assert "Write down street, postcode and town" in page(client, placed, street="2 Low Street")
    shown = page(client, placed, **THERE)
    assert ("Goes to 2 Low Street, York" in shown, "nothing to pay" in shown) == (True, True)
    confirm(client, placed, shown)
    row = Order.objects.get()
    assert (row.ship_street, row.postcode_area, row.ship_name) == ("2 Low Street", "YO1", "Ann Lee")
    letter = write(placed.id, "0.00")
    assert letter.contact_point == "ann@mail.test"
    assert "1 High Street, LS1 4AB, Leeds → 2 Low Street, YO1 7HH, York" in letter.body
    assert "Was this not you?" in letter.body


def test_a_confirmation_without_a_way_or_a_difference_changes_nothing(client: Client) -> None:
    placed = ordered()
    at = reverse("orders:own_changing", args=[sign_order(placed.id)])
    assert "Choose how it gets to the new address" in client.post(at, THERE, follow=True).content.decode()
    assert "Nothing is different from before." in client.post(at, {}, follow=True).content.decode()
    assert (Change.objects.exists(), Order.objects.get().city) == (False, "Leeds")


def test_what_has_left_cannot_be_changed_by_the_link_any_more(client: Client) -> None:
    placed = ordered()
    own = reverse("orders:own", args=[sign_order(placed.id)])
    assert "Change your order" in client.get(own).content.decode()
    shown = page(client, placed, **THERE)
    ship(placed, "leeds")
    assert "pieces of the order have left already" in confirm(client, placed, shown)
    assert "Change your order" not in client.get(own).content.decode()
    at = reverse("orders:own_change", args=[sign_order(placed.id)])
    assert client.get(at).status_code == 302
    assert Order.objects.get().city == "Leeds"


def test_fewer_pieces_bring_money_back_and_the_receipt_says_so(client: Client) -> None:
    placed = ordered()
    lamp = get(placed.id).lines[0].id
    shown = page(client, placed, **{f"pieces:{lamp}": 1, **THERE})
    assert ("1 piece fewer" in shown, "£30.00" in shown) == (True, True)
    confirm(client, placed, shown)
    assert (get(placed.id).lines[0].counters.canceled, payments.get_balance(placed.ref).capturable) == (
        1, Decimal("114.50"),
    )  # fmt: skip
    letter = write(placed.id, "-30.00")
    assert "1 × Brass lamp canceled" in letter.body
    assert "It costs £30.00 less; that goes back to you by itself." in letter.body
