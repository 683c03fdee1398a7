"""Customers see their order by a signed link, decide about it themselves, and book a call."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.delivery import public as delivery
from shopkeeper.interactions.models import Interaction
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions import own_links
from shopkeeper.orders.actions.calling import book_call, settle_call
from shopkeeper.orders.actions.letters import send_own_link
from shopkeeper.orders.actions.own_links import open_order, sign_order
from shopkeeper.orders.contracts import CallOutcome
from shopkeeper.orders.errors import NoCallBooked, NoPhone, NoSuchSlot, OrderLinkClosed
from shopkeeper.orders.models import CallBack, Pickup
from shopkeeper.orders.queries import find_call, list_slots
from shopkeeper.orders.rules.calling import cut_slots
from shopkeeper.orders.to_do import list_calls_to_make
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour, put_on_shelf
from tests.orders.shop import open_stocked_shop, place, wish

pytestmark = pytest.mark.django_db


def address(placed: orders.Placed, name: str = "own") -> str:
    return reverse(f"orders:{name}", args=[sign_order(placed.id)])


def collected_order() -> orders.Placed:
    open_stocked_shop(leeds=(5, 5))
    return place(how=orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2)))


def call_promise(placed: orders.Placed, now: datetime) -> list[str]:
    cards = promises.list_promises_for_ref(placed.ref, now=now)
    return [card.state for card in cards if card.kind == "call_back"]


def test_the_page_shows_the_order_and_nothing_about_its_customer(client: Client) -> None:
    placed = collected_order()
    [pickup] = orders.list_pickups(placed.id)
    put_on_shelf(pickup.id, "7", at=hour(1))
    page = client.get(address(placed))
    shown = page.content.decode()
    assert "Ready for you at Leeds until" in shown
    assert Pickup.objects.get().code in shown
    assert "Ann" not in shown
    assert "High Street" not in shown
    assert page["Cache-Control"] == "private, no-store"


def test_the_page_says_by_when_it_comes(client: Client) -> None:
    open_stocked_shop(leeds=(5, 0), york=(0, 5))
    placed = place(how=replace(wish().how, promised_on=date(2999, 1, 8)))
    assert "It comes by Tuesday 8 January." in client.get(address(placed)).content.decode()
    parcel = delivery.list_parcels_for_ref(placed.ref, now=NOW)[0]
    delivery.move_parcel(parcel_id=parcel.id, promised_on=date(2999, 1, 10), why="changed", by=BY, now=NOW)
    shown = client.get(address(placed)).content.decode()
    assert "It comes in parcels, the first by Tuesday 8 January, the last by Thursday 10 January." in shown


def test_who_has_canceled_is_not_sent_to_look_for_a_parcel(client: Client) -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    assert "Where is my parcel?" in client.get(address(placed)).content.decode()
    client.post(address(placed, "own_cancel"))
    shown = client.get(address(placed)).content.decode()
    assert ("This order is canceled" in shown, "Where is my parcel?" in shown) == (True, False)


def test_a_link_that_is_not_ours_or_too_old_opens_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = collected_order()
    assert client.get(reverse("orders:own", args=["made-up"])).status_code == 410
    monkeypatch.setattr(own_links, "WORKS_FOR", timedelta(seconds=-1))
    with pytest.raises(OrderLinkClosed):
        open_order(sign_order(placed.id))


def test_customers_keep_it_longer_name_somebody_and_cancel(client: Client) -> None:
    placed = collected_order()
    [pickup] = orders.list_pickups(placed.id)
    put_on_shelf(pickup.id, "7", at=hour(1))
    before = Pickup.objects.get().keep_until
    assert before
    client.post(address(placed, "own_longer"))
    client.post(address(placed, "own_collector"), {"name": "Ben Lee"})
    row = Pickup.objects.get()
    assert row.keep_until
    assert (row.keep_until > before, row.collector) == (True, "Ben Lee")
    said = client.post(address(placed, "own_cancel"), {"reason": "changed_mind"}, follow=True).content.decode()
    assert "Canceled. What you paid goes back to you by itself." in said
    assert get(placed.id).state == "canceled"
    assert "have not left yet" in client.post(address(placed, "own_cancel"), follow=True).content.decode()


def test_too_much_by_one_link_has_to_wait(client: Client) -> None:
    placed = collected_order()
    for _ in range(own_links.MOST):
        client.post(address(placed, "own_collector"), {"name": ""})
    said = client.post(address(placed, "own_cancel"), follow=True).content.decode()
    assert "That was a lot in a short time" in said
    assert get(placed.id).state == "placed"


def test_a_customer_books_a_call_and_moves_it(client: Client) -> None:
    placed = collected_order()
    first, second = list_slots(now=clock.now())[:2]
    client.post(address(placed, "own_call"), {"starts_at": first.starts_at.isoformat(), "phone": "0113 496 0000"})
    client.post(address(placed, "own_call"), {"starts_at": second.starts_at.isoformat(), "phone": "0113 496 0000"})
    call = find_call(placed.id)
    assert call
    assert (call.slot, call_promise(placed, clock.now())) == (second, ["withdrawn", "open"])


def test_a_call_in_time_keeps_the_promise_and_is_a_contact() -> None:
    placed = collected_order()
    slot = list_slots(now=NOW)[0]
    made = book_call(order_id=placed.id, starts_at=slot.starts_at, phone="0113 496 0000", about="color", by=BY, now=NOW)
    facts = {"order_id": placed.id, "call_id": made, "by": BY, "now": slot.ends_at}
    settle_call(outcome=CallOutcome.NOT_REACHED, **facts)  # type: ignore[arg-type]
    assert call_promise(placed, slot.ends_at) == ["kept", "open"]
    contact = Interaction.objects.get()
    assert (contact.kind, contact.outcome, contact.text) == ("call", "abandoned", "color")
    with pytest.raises(NoCallBooked):
        settle_call(outcome=CallOutcome.REACHED, **facts)  # type: ignore[arg-type]


def test_who_was_not_reached_is_tried_again_and_written_to_after_the_last_time() -> None:
    placed = collected_order()
    slot = list_slots(now=NOW)[0]
    book_call(order_id=placed.id, starts_at=slot.starts_at, phone="0113 496 0000", about="color", by=BY, now=NOW)
    tries, agent = [], Actor(ActorKind.EMPLOYEE, "a", "Amy", roles=("contact_center_agent",))
    while call := find_call(placed.id):
        at = call.slot.starts_at + timedelta(minutes=20)
        [item] = list_calls_to_make(people=[agent], now=at)
        tries.append((call.attempt, call.slot.starts_at >= slot.starts_at, item.why))
        settle_call(order_id=placed.id, call_id=call.id, outcome=CallOutcome.NOT_REACHED, by=BY, now=at)
    assert tries == [
        (1, True, "color"),
        (2, True, "color Try 2: nobody answered before."),
        (3, True, "color Try 3: nobody answered before."),
    ]
    assert call_promise(placed, hour(999)) == ["kept", "kept", "kept"]
    assert "We tried, and nobody answered." in Message.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_calls_are_booked_and_settled_by_rest() -> None:
    placed, machine = collected_order(), Till("orders.change_orders", "orders.view_orders")
    path = f"/api/orders/{placed.id}/call-back"
    slot = machine.get(path).json()["slots"][0]["starts_at"]
    made = machine.post(path, {"starts_at": slot, "phone": "0113 496 0000"})
    assert (made.status_code, made.json()["call"]["attempt"]) == (201, 1)
    done = f"{path}/{made.json()['call']['id']}/outcome"
    assert machine.post(done, {"outcome": "reached"}).json()["call"] is None
    assert machine.post(done, {"outcome": "not_reached"}).status_code == 404
    assert CallBack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_shop_asks_by_rest_for_the_link_to_which_it_sends_whom_it_knows(client: Client) -> None:
    placed, shop = collected_order(), Till("orders.change_orders", "orders.view_orders")
    path = f"/api/orders/{placed.number}/own-link"
    assert Till("orders.place_orders", "orders.view_orders").post(path, {}).status_code == 403
    assert shop.post("/api/orders/none/own-link", {}).status_code == 404
    made = shop.post(path, {})
    link, until = made.json()["link"], datetime.fromisoformat(made.json()["expires_at"])
    assert (made.status_code, made["Cache-Control"], Message.objects.count()) == (201, "no-store", 0)
    assert timedelta(days=59) < until - clock.now() <= timedelta(days=60)
    assert placed.number in client.get(urlsplit(link).path).content.decode()


def test_a_call_that_nobody_makes_is_a_broken_promise() -> None:
    placed = collected_order()
    slot = list_slots(now=NOW)[0]
    book_call(order_id=placed.id, starts_at=slot.starts_at, phone="0113 496 0000", by=BY, now=NOW)
    assert call_promise(placed, slot.ends_at + timedelta(seconds=1)) == ["broken"]


def test_a_call_needs_an_offered_time_and_a_number() -> None:
    placed = collected_order()
    slot = list_slots(now=NOW)[0]
    with pytest.raises(NoSuchSlot):
        book_call(order_id=placed.id, starts_at=NOW, phone="0113 496 0000", by=BY, now=NOW)
    with pytest.raises(NoPhone):
        book_call(order_id=placed.id, starts_at=slot.starts_at, phone="me", by=BY, now=NOW)
    assert not CallBack.objects.exists()


def test_spans_lie_within_opening_hours_and_not_before_half_an_hour() -> None:
    day = datetime(2026, 5, 4, tzinfo=UTC)
    opening = (day + timedelta(hours=9), day + timedelta(hours=17))
    starts = [slot.starts_at.hour for slot in cut_slots([opening], now=day + timedelta(hours=10, minutes=40))]
    assert starts == [12, 14]


def test_the_clerk_sends_the_link() -> None:
    placed = collected_order()
    assert send_own_link(order_id=placed.id, by=BY, now=NOW) == send_own_link(order_id=placed.id, by=BY, now=NOW)


def test_clerk_and_customer_read_what_it_comes_to_once_some_of_it_is_canceled(client: Client) -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    clerk = with_cast().sign_in("chief_customer_officer")
    assert "As it stands now" not in clerk.get(f"/orders/{placed.id}/").content.decode()
    orders.cancel_line(line_id=get(placed.id).lines[0].id, quantity=1, reason_code="", by=BY, now=hour(1))
    there = clerk.get(f"/orders/{placed.id}/").content.decode().partition("As it stands now")[2][:200]
    assert ("£114.50" in there, "£114.50" in client.get(address(placed)).content.decode()) == (True, True)
    client.post(address(placed, "own_cancel"))
    assert "£0.00" in client.get(address(placed)).content.decode()
