"""What was placed here leaves by the hands of a store, a warehouse or a supplier: seen, packed, handed over, tracked to
the door."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.core.agreeing import agree
from shopkeeper.core.signatures import sign
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.tracking import replay_held_scans
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.inventory.models import Location
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.letters_of_parcels import write_of_our_parcel
from shopkeeper.orders.actions.moving import record_delivery
from shopkeeper.orders.actions.sending import hand_over_to_carrier, tell_arrival
from shopkeeper.orders.contracts import ParcelNews, ToSend
from shopkeeper.orders.errors import NotOnItsWay, NotPaidYet, NumberTaken, OrderHeld
from shopkeeper.orders.models import OrderLine, Packing, ShortPick
from shopkeeper.orders.policies import PARCEL_NEWS
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.orders.sending_work import list_parcels_to_send
from shopkeeper.orders.stories import tell_order
from shopkeeper.organization.public import Role
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour, outlet
from tests.orders.shop import (
    assert_stock_adds_up,
    free,
    money,
    open_stocked_shop,
    open_supplier,
    pack_all,
    place,
    receive,
)  # fmt: skip
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db
MAY = frozenset({"orders.move_orders"})


def of_store(code: str) -> Actor:
    """Somebody who works in one store."""
    scopes = Scopes(values={"outlet_id": frozenset({str(outlet(code))})})
    return Actor(ActorKind.EMPLOYEE, code, code, MAY, scopes, (str(Role.STORE_ASSOCIATE),))


def to_send(by: Actor) -> list[tuple[str, int]]:
    return [(card.location, card.count) for card in list_to_send(by=by, now=hour(1))]


def only(placed: orders.Placed) -> ToSend:
    [card] = list_to_send(by=BY, now=hour(1), order_id=placed.id)
    return card


def hand_over(placed: orders.Placed, number: str, hours: int = 2) -> int:
    pack_all(placed.id, now=hour(hours))
    return hand_over_to_carrier(
        order_id=placed.id, parcel_id=only(placed).parcel_id, tracking_number=number, by=BY, now=hour(hours)
    )


def test_a_store_sees_what_it_has_to_send_and_no_other_does() -> None:
    open_stocked_shop(leeds=(2, 0), york=(0, 1))
    placed = place()
    assert (to_send(of_store("leeds")), to_send(of_store("york"))) == ([("leeds", 2)], [("york", 1)])
    [card] = list_to_send(by=of_store("leeds"), now=hour(1))
    assert (card.order_number, card.promised_on, [(p.pieces, p.name) for p in card.pieces]) == (
        placed.number, date(2026, 5, 6), [(2, "Brass lamp")],
    )  # fmt: skip
    collected = orders.How(kind=orders.HowKind.PICKUP, location="york", promised_at=hour(3))
    receive("LAMP", "york", 1)
    place(("LAMP", 1), key="web-2", how=collected)
    assert to_send(of_store("york")) == [("york", 1)]
    orders.cancel_order(order_id=placed.id, reason_code="", by=BY, now=hour(1))
    assert to_send(BY) == []


def test_handed_over_its_pieces_leave_and_its_money_is_taken_once() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    assert hand_over(placed, " sw100 ") == 3
    again = hand_over_to_carrier(
        order_id=placed.id, parcel_id=parcel, tracking_number="sw100", by=BY, now=hour(3)
    )  # fmt: skip
    assert (again, to_send(BY), free()["leeds"], get(placed.id).state) == (0, [], 3, "shipped")
    assert Parcel.objects.get().tracking_number == "sw100"
    assert_stock_adds_up()


def test_nothing_leaves_that_is_held_or_not_paid_or_under_the_label_of_another_order() -> None:
    open_stocked_shop(leeds=(9, 9))
    first, unpaid = place(), place(key="web-2", paid=False)
    hand_over(first, "SW1")
    with pytest.raises(NotPaidYet):
        hand_over(unpaid, "SW2")
    second = place(key="web-3")
    pack_all(second.id, now=hour(1))
    with pytest.raises(NumberTaken, match="sw1 is on a parcel of another order"):
        hand_over(second, "sw1")
    orders.hold_order(
        order_id=second.id, reason=orders.HoldReason.FRAUD, owner="it", why="", by=BY, now=hour(1)
    )  # fmt: skip
    assert only(second).is_held
    with pytest.raises(OrderHeld):
        hand_over(second, "SW3")
    assert sum(OrderLine.objects.filter(order__in=[unpaid.id, second.id]).values_list("shipped", flat=True)) == 0


def test_what_a_store_has_to_send_stands_in_its_morning_and_late_ones_in_that_of_the_supply_chain() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    store = of_store("leeds")
    minds = Actor(ActorKind.EMPLOYEE, "m", "m", MAY, Scopes(company_wide=True), (str(Role.SUPPLY_CHAIN_MANAGER),))
    assert list_parcels_to_send(people=[store, minds], now=hour(1)) == []
    [item] = list_parcels_to_send(people=[store, minds], now=hour(48))
    assert (item.title, item.why, item.url) == (
        f"Send {placed.number}: 2 × Brass lamp, 1 × Wool rug", "It has to leave today.",
        f"/sending/{placed.id}/{only(placed).parcel_id}/",
    )  # fmt: skip
    late = list_parcels_to_send(people=[store, minds], now=hour(72))
    assert [(one.person_id, one.title) for one in late] == [
        ("leeds", f"Send {placed.number}: 2 × Brass lamp, 1 × Wool rug"), ("m", "1 parcel should have left Leeds"),
    ]  # fmt: skip


def test_a_store_packs_hands_over_and_says_what_is_missing_on_the_page() -> None:
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    placed = place()
    browser, card = sign_in(), only(placed)
    assert placed.number in browser.get("/sending/").content.decode()
    path = f"/sending/{placed.id}/{card.parcel_id}/"
    page = browser.get(path).content.decode()
    assert ("2 × Brass lamp" in page, "Number on the label" in page) == (True, False)
    told = {"line": str(card.pieces[1].line_id), "quantity": "1"}
    said = browser.post(f"{path}missing/", told, follow=True).content.decode()
    assert "The record is put right, and another place sends them." in said
    assert ShortPick.objects.get().location.code == "leeds"
    wrong = browser.post(f"{path}missing/", {"line": "x", "quantity": "1"}, follow=True).content.decode()
    assert "Choose a line and say how many pieces." in wrong
    for _ in range(2):
        browser.post(f"{path}scans/", {"code": "LAMP"})
    browser.post(f"{path}packing/")
    said = browser.post(f"{path}handover/", {"tracking_number": "SW7"}, follow=True).content.decode()
    assert f"2 pieces of {placed.number} have left." in said
    late = browser.post(f"{path}handover/", {"tracking_number": "SW7"}, follow=True).content.decode()
    assert "it has left, or was called back" in late
    assert to_send(BY) == [("york", 1)]
    assert_stock_adds_up()


@pytest.mark.parametrize("page", ["", "label/"])
def test_whoever_opens_a_parcel_that_somebody_else_just_sent_is_led_to_its_order(page: str) -> None:
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    sent, canceled = place(), place(key="web-2")
    first, second = only(sent), only(canceled)
    hand_over(sent, "SW7")
    orders.cancel_order(order_id=canceled.id, reason_code="", by=BY, now=hour(1))
    browser = sign_in()
    gone = browser.get(f"/sending/{sent.id}/{first.parcel_id}/{page}", follow=True)
    assert gone.redirect_chain == [(f"/orders/{sent.id}/", 302)]
    assert f"This parcel has left: {first.carrier} has it." in gone.content.decode()
    back = browser.get(f"/sending/{canceled.id}/{second.parcel_id}/{page}", follow=True)
    assert "This parcel was called back: nothing of it is to be sent." in back.content.decode()
    assert browser.get(f"/sending/{sent.id}/{second.parcel_id}/{page}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_warehouse_system_hands_over_and_tells_the_arrival_by_rest() -> None:
    open_stocked_shop(dc=(5, 5))
    placed = place()
    machine = Till("orders.move_orders", "orders.view_orders")
    [card] = machine.get("/api/parcels-to-send?location=dc").json()
    path = f"/api/orders/{card['order_id']}/parcels/{card['parcel_id']}"
    assert machine.post(f"{path}/arrival", {}).status_code == 409
    early = machine.post(f"{path}/handover", {"tracking_number": "SW9"}).json()
    assert (early["type"], get(placed.id).state) == ("urn:shopkeeper:not_packed_yet", "placed")
    packed = machine.post(f"{path}/scans", {"everything": True}).json()
    assert [(piece["sku"], piece["found"]) for piece in packed["pieces"]] == [("LAMP", 2), ("RUG", 1)]
    still = machine.post(f"{path}/handover", {"tracking_number": "SW9"}).json()
    assert (still["type"], money(placed)[1]) == ("urn:shopkeeper:not_closed_yet", "0.00")
    assert machine.post(f"{path}/packing", {}).status_code == 200
    [sent] = machine.post(f"{path}/handover", {"tracking_number": "SW9"}).json()
    assert (sent["state"], sent["tracking_number"]) == ("on_its_way", "SW9")
    assert machine.post(f"{path}/handover", {"tracking_number": "SW9"}).status_code == 404
    ahead = (clock.now() + timedelta(hours=1)).isoformat()
    assert machine.post(f"{path}/arrival", {"at": ahead}).status_code == 409
    [came] = machine.post(f"{path}/arrival", {}).json()
    assert came["state"] == "delivered"
    record_delivery(order_id=placed.id, ref=f"parcel:{card['parcel_id']}", at=NOW, by=BY, now=clock.now())
    assert get(placed.id).state == "delivered"
    store = Till("orders.move_orders", scopes={"outlet_id": [str(outlet("leeds"))]})
    assert store.get("/api/parcels-to-send").json() == []
    assert store.post(f"{path}/handover", {}).status_code == 404


def test_what_has_not_left_has_not_arrived_and_nothing_arrives_before_it_left() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    told = {"order_id": placed.id, "parcel_id": parcel, "by": BY}
    with pytest.raises(NotOnItsWay):
        tell_arrival(at=hour(3), now=hour(3), **told)
    hand_over(placed, "SW1", hours=4)
    for at, now in ((3, 5), (6, 5)):
        with pytest.raises(NotOnItsWay):
            tell_arrival(at=hour(at), now=hour(now), **told)
    assert get(placed.id).state == "shipped"


def tell(number: str, code: str, at: Any, secret: str) -> int:
    """The carrier's webhook."""
    told, stamp = json.dumps({"events": [{"parcel": number, "code": code, "at": at.isoformat()}]}).encode(), clock.now()
    seconds = str(int(stamp.timestamp()))
    headers = {
        "webhook-id": "m1", "webhook-timestamp": seconds,
        "webhook-signature": sign(secret=secret, message_id="m1", timestamp=seconds, body=told),
    }  # fmt: skip
    path = "/hooks/carriers/swift/"
    return Client().post(path, told, content_type="application/json", headers=headers).status_code


def test_a_suppliers_parcel_is_tracked_to_the_door_and_moves_its_scorecard() -> None:
    open_stocked_shop()
    open_supplier(5)
    placed = place()
    supplier = Location.objects.get(code="bright").supplier_id
    assert supplier
    before = get_parcel_time(supplier, now=hour(30)).deliveries
    secret = delivery.open_line(carrier="swift", adapter="events", time_zone="UTC", by=BY, now=NOW)
    assert tell("BR1", "HUB", hour(25), secret) == 202  # the carrier is quicker than the supplier
    hand_over(placed, "BR1", hours=24)
    replay_held_scans(by=BY, now=hour(26))
    for code, at in (("OFD", hour(28)), ("OFD", hour(28)), ("DEL", hour(30))):
        assert tell("BR1", code, at, secret) == 202
    parcel = Parcel.objects.get()
    record_delivery(order_id=placed.id, ref=f"parcel:{parcel.id}", at=hour(30), by=BY, now=hour(30))
    [promise] = promises.list_promises_for_ref(placed.ref, now=hour(31))
    assert (promise.state, get(placed.id).state, money(placed)[1]) == ("kept", "delivered", "144.50")
    assert (parcel.delivered_at, parcel.scan_status) == (hour(30), "delivered")
    told = [entry.title for entry in tell_order(get(placed.id), now=hour(31))]
    assert told[0] == "Delivered"
    assert {"Handed over to the carrier", "On its way", "Out for delivery"} <= set(told)
    assert get_parcel_time(supplier, now=hour(31)).deliveries == before + 1


def test_what_a_supplier_packs_nobody_here_scans() -> None:
    open_stocked_shop()
    open_supplier(5)
    placed = place()
    browser, card = sign_in(), only(placed)
    page = browser.get(f"/sending/{placed.id}/{card.parcel_id}/").content.decode()
    assert "Bright &amp; Co packs it" in page
    assert ("have to be scanned" in page, "Put it in" in page) == (False, False)
    told = {"tracking_number": "BR7"}
    said = browser.post(f"/sending/{placed.id}/{card.parcel_id}/handover/", told, follow=True).content.decode()
    assert f"3 pieces of {placed.number} have left." in said
    assert Parcel.objects.get().tracking_number == "BR7"


def test_nobody_packs_what_is_held() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1))
    card = only(placed)
    held = orders.hold_order(
        order_id=placed.id, reason=orders.HoldReason.FRAUD, owner="it", why="", by=BY, now=hour(1)
    )  # fmt: skip
    told = {"order_id": placed.id, "parcel_id": card.parcel_id, "by": BY, "now": hour(1)}
    for refused in (orders.scan_all_into_parcel, orders.pack_parcel):
        with pytest.raises(OrderHeld):
            refused(**told)
    with pytest.raises(OrderHeld):
        orders.scan_into_parcel(code="LAMP", **told)
    assert (only(placed).found, Packing.objects.count()) == (0, 0)
    orders.release_hold(order_id=placed.id, hold_id=held, by=BY, now=hour(1))
    assert orders.scan_all_into_parcel(**told) == 1
    assert orders.scan_all_into_parcel(**told) == 0


def test_whoever_waits_for_it_is_written_to_once_that_a_parcel_has_left() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    hand_over(placed, "SW5")
    for _ in range(2):
        assert write_of_our_parcel(order_id=placed.id, parcel_id=parcel, by=BY, now=hour(2)) == 1
    message = Message.objects.get()
    assert message.subject == f"A parcel of your order {placed.number} is on its way"
    assert "Brought by: Swift. Parcel number: SW5. Promised for: Wednesday 6 May." in message.body
    agree(policy=PARCEL_NEWS, values=ParcelNews(ours=False), why="the carrier writes", by=BY, now=hour(3))
    assert write_of_our_parcel(order_id=placed.id, parcel_id=parcel, by=BY, now=hour(3)) == 0


def test_a_clerk_comes_from_the_order_to_its_parcel_and_notes_that_it_arrived() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    browser, path, card = sign_in(), f"/orders/{placed.id}/", only(placed)
    assert f"/sending/{placed.id}/{card.parcel_id}/" in browser.get(path).content.decode()
    arrival = f"/sending/{placed.id}/{card.parcel_id}/arrival/"
    early = browser.post(arrival, {}, follow=True).content.decode()
    assert "Say of a parcel that has left when it arrived" in early
    hand_over(placed, "SW6")
    assert arrival in browser.get(path).content.decode()
    wrong = browser.post(arrival, {"at": "yesterday"}, follow=True).content.decode()
    assert "Say when it arrived: a day and a time." in wrong
    assert Parcel.objects.get().delivered_at is None
    browser.post(arrival, {"at": "2026-05-05T10:00"})
    assert Parcel.objects.get().delivered_at == datetime(2026, 5, 5, 9, tzinfo=UTC)
    [promise] = promises.list_promises_for_ref(placed.ref, now=hour(48))
    assert promise.state == "kept"


def test_a_store_that_sends_anothers_order_sees_what_it_needs_and_no_more() -> None:
    open_stocked_shop(leeds=(5, 0), york=(0, 5))
    cast = with_cast()
    Location.objects.filter(code="york").update(outlet=cast.outlets["LDS"])
    placed = place()
    browser = cast.sign_in("LDS")
    for key in (placed.id, placed.number):
        page = browser.get(f"/orders/{key}/").content.decode()
        assert ("1 × Wool rug" in page, "1 High Street" in page) == (True, True)
        assert ("Brass lamp" in page, "144.50" in page, "80.00" in page) == (False, False, False)
    other = place(("LAMP", 1), key="web-2")
    assert browser.get(f"/orders/{other.id}/").status_code == 404
    store = Till("orders.move_orders", scopes={"outlet_id": [str(cast.outlets["LDS"])]})
    told = store.get(f"/api/orders/{placed.id}/sent-from-here").json()
    assert ([piece["sku"] for piece in told["pieces"]], told["address"]["postcode"]) == (["RUG"], "LS1 4AB")
    assert store.get(f"/api/orders/{other.id}/sent-from-here").status_code == 404
