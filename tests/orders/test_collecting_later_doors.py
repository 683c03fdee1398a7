"""What comes to a store is ordered through every door: by REST, on the phone, and read on the customer's own page."""

import pytest
from django.urls import reverse

from shopkeeper.inventory.models import Location
from shopkeeper.orders.models import Order
from tests.inventory.test_rest import Till
from tests.orders.book import NOW
from tests.orders.collecting_later import expect, page, preorder, with_collecting
from tests.orders.shop import open_stocked_shop
from tests.orders.test_placed_pages import sign_in

pytestmark = pytest.mark.django_db


def test_shops_order_what_comes_by_rest_with_the_key_of_the_offer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    open_stocked_shop()
    with_collecting()
    expect(1)
    shop = Till("delivery.ask_offers", "orders.place_orders", "orders.view_orders")
    asked = {"lines": [{"sku": "LAMP", "quantity": 1}], "address": {"country": "GB", "postcode": "LS1 4AB"}}
    [offer] = shop.post("/api/delivery/offers", asked).json()["offers"]
    assert (offer["kind"], offer["comes_on"], offer["ready_at"]) == ("collect", "2026-05-12", "2026-05-13T11:00:00Z")
    body = {
        "channel": "web", "lines": asked["lines"], "how": {"offer": offer["key"]}, "means": [{"method": "invoice"}],
        "address": asked["address"],
    }  # fmt: skip
    placed = shop.post("/api/placements", {"key": "w1"} | body)
    assert (placed.status_code, placed.json()["sources"]) == (
        201, ["Leeds: 1 × Brass lamp, kept out of what comes there on Tue 12 May, to be collected"],
    )  # fmt: skip
    gone = shop.post("/api/placements", {"key": "w2"} | body)
    assert (gone.status_code, Order.objects.count()) == (409, 1)


def test_a_clerk_says_on_the_phone_from_when_it_can_be_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    open_stocked_shop()
    with_collecting()
    expect()
    Location.objects.update(may_ship=False)
    client = sign_in()
    assert "comes on 12 May" in client.get("/orders/new/?q=lamp").content.decode()
    form = client.get("/orders/new/?pieces:LAMP=2&postcode=LS1 4AB").content.decode()
    assert "ready at Leeds from Wed 13 May, 11:00; what lacks comes there on 12 May and is kept for them" in form
    offer = form.split('name="offer" value="')[1].split('"')[0]
    basket = {"key": "k1", "pieces:LAMP": "2", "postcode": "LS1 4AB"}
    client.post("/orders/new/", basket | {"offer": offer, "method": "invoice"})
    row = Order.objects.get()
    assert "2 come to Leeds on Tue 12 May" in client.get(f"/orders/{row.id}/").content.decode()
    shelf = client.get(reverse("orders:pickups"), {"show": "coming"}).content.decode()
    assert (row.number in shelf, "on its way to the store" in shelf, "to be found" in shelf) == (True, True, False)


def test_customers_read_when_it_comes_and_from_when_on_they_can_collect_it() -> None:
    told = page(preorder())
    assert "Collect it at Leeds from Wednesday 13 May, 11:00" in told
    assert "2 come to Leeds on Tuesday 12 May and are kept for you" in told
