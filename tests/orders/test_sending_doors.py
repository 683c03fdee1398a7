"""What stores and warehouses send goes through every door: a store's pages, a warehouse's REST, a clerk's order."""

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.core import clock
from shopkeeper.delivery.models import Parcel
from shopkeeper.inventory.models import Location
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.moving import record_delivery
from shopkeeper.orders.models import ShortPick
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour, outlet
from tests.orders.sending import hand_over, only, to_send
from tests.orders.shop import (
    assert_stock_adds_up,
    money,
    open_stocked_shop,
    place,
)  # fmt: skip
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db


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
