"""What clerks do on pages, machines do over REST: keep, hand over with a proof, let go, undo; with their names."""

from uuid import UUID

import pytest

from shopkeeper.accounts.models import Company
from shopkeeper.catalog.models import Product
from shopkeeper.core import clock
from shopkeeper.delivery.actions.labels import write_label
from shopkeeper.delivery.models import Label
from shopkeeper.orders import public as orders
from shopkeeper.orders.models import Order, Pickup
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import YORK, free, open_stocked_shop, pack_all, place, run_errands
from tests.orders.test_return_doors import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TO_COLLECT = orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2))


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: hour(3))


def on_the_shelf(machine: Till) -> tuple[orders.Placed, str]:
    """An order that was found and lies ready; gives the address of its pick-up."""
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    placed = place(("LAMP", 1), how=TO_COLLECT)
    path = f"/api/pickups/{Pickup.objects.get().id}"
    machine.post(f"{path}/scans", {"code": "LAMP"})
    machine.post(f"{path}/readiness", {"shelf": "A1"})
    return placed, path


def clerk() -> Till:
    return Till("orders.serve_pickups", "orders.view_orders", "orders.change_orders", "orders.refund_little")


def test_an_order_is_handed_over_against_its_code_or_a_paper_with_a_name() -> None:
    machine = clerk()
    _placed, path = on_the_shelf(machine)
    wrong = machine.post(f"{path}/collection", {"proof": "code", "code": "0000"})
    unnamed = machine.post(f"{path}/collection", {"proof": "signature"})
    refused = [one.json()["type"].rpartition(":")[2] for one in (wrong, unnamed)]
    assert refused == ["wrong_code", "nobody_named"]
    assert [machine.post(f"{path}/collection", body).status_code for body in ({}, None)] == [422, 422]
    assert Pickup.objects.get().collected_at is None
    code = Pickup.objects.get().code
    assert machine.post(f"{path}/collection", {"proof": "code", "code": code}).json()["state"] == "collected"
    assert Pickup.objects.get().proof == "code"


def test_an_order_is_kept_longer_named_to_another_let_go_and_put_back() -> None:
    machine = clerk()
    placed, path = on_the_shelf(machine)
    until = Pickup.objects.get().keep_until
    later = machine.post(f"{path}/extension", {"why": "away till Friday"}).json()
    assert (until is not None, Pickup.objects.get().keep_until > until, later["state"]) == (True, True, "ready")
    assert machine.post(f"{path}/collector", {"name": "Sam Lee"}).json()["collector"] == "Sam Lee"
    assert machine.post(f"{path}/release", {}).json()["state"] == "released"
    assert (get(placed.id).state, free()["leeds"]) == ("canceled", 5)
    assert machine.post(f"{path}/put-back", {}).json()["put_back_at"] is not None
    assert machine.post(f"{path}/extension", {"why": ""}).json()["type"] == "urn:shopkeeper:not_waiting"


def test_a_store_that_has_not_got_it_says_so() -> None:
    machine = clerk()
    open_stocked_shop(leeds=(1, 0))
    placed = place(("LAMP", 1), how=TO_COLLECT)
    path = f"/api/pickups/{Pickup.objects.get().id}"
    line = str(get(placed.id).lines[0].id)
    assert machine.post(f"{path}/shortage", {"line_id": line, "quantity": 1}).json() == {"sourced": False}
    assert free()["leeds"] == 0
    assert machine.post(f"{path}/shortage", {"line_id": line, "quantity": 1}).status_code == 404


def test_what_was_changed_or_canceled_is_undone_by_what_the_order_tells() -> None:
    machine = clerk()
    open_stocked_shop(leeds=(5, 5), york=(5, 5))
    placed = place(("LAMP", 2))
    path = f"/api/orders/{placed.number}"
    address = {"street": YORK.street, "postcode": YORK.postcode, "city": YORK.city, "country": "GB"}
    assert machine.post(f"{path}/revision", {"address": address, "why": "moved"}).status_code == 200
    run_errands()
    [change] = machine.get(f"{path}/fulfillment").json()["changes"]
    assert (change["title"], change["why"]) == ("Goes to another address", "moved")
    assert machine.delete(f"{path}/changes/{change['id']}").status_code == 200
    assert Order.objects.get().city == "Leeds"
    story = machine.get(path).json()["story"]
    assert "till" in [entry["where"] for entry in story if entry["title"] == "Goes to another address"]
    assert machine.delete(f"{path}/changes/{change['id']}").status_code == 409
    line = str(get(placed.id).lines[0].id)
    machine.post(f"{path}/cancellation", {"line_id": line, "quantity": 1})
    [canceled] = machine.get(f"{path}/fulfillment").json()["canceled"]
    assert (canceled["pieces"], canceled["name"]) == (1, "Brass lamp")
    machine.delete(f"{path}/cancellations/{canceled['id']}")
    assert (get(placed.id).lines[0].counters.canceled, machine.get(f"{path}/fulfillment").json()["canceled"]) == (0, [])


def company(name: str) -> UUID:
    return Company.objects.create(source_key=name, recorded_at=NOW, number=f"C-{name[0]}", name=name).id


def test_an_order_says_for_which_company_it_is_and_which_one_pays() -> None:
    open_stocked_shop(leeds=(5, 5))
    hotel, group = company("Moor Hotel"), company("Dales Group")
    placed = place(("LAMP", 1), account_id=hotel, payer_id=group)
    told = clerk().get(f"/api/orders/{placed.number}").json()["company"]
    assert (told["account"], told["payer"]["name"]) == (
        {"id": str(hotel), "number": "C-M", "name": "Moor Hotel"}, "Dales Group",
    )  # fmt: skip
    page = sign_in().get(f"/orders/{placed.id}/").content.decode()
    assert ("Moor Hotel" in page, "paid by Dales Group" in page) == (True, True)
    own = place(("LAMP", 1), key="web-2")
    assert clerk().get(f"/api/orders/{own.number}").json()["company"] is None


def test_goodwill_above_what_was_taken_is_refused_in_words() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1))
    given = clerk().post(f"/api/orders/{placed.number}/goodwill", {"amount": "5.00", "why": "came late"})
    assert (given.status_code, given.json()["title"]) == (
        409, "Only 0 can be given back: that much was taken, and not given back or promised yet.",
    )  # fmt: skip
    assert clerk().get(f"/api/orders/{placed.number}/money").json()["refunds"] == []


def test_pieces_without_a_receipt_come_back_and_a_return_tells_its_label() -> None:
    machine = Till("orders.take_returns", "orders.decide_returns", "orders.view_orders", "inventory.view_stock")
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1))
    brought = {"sku": "LAMP", "quantity": 1, "customer_id": str(get(placed.id).customer_id)}
    back = machine.post("/api/returns/no-receipt?location=leeds", brought)
    assert (back.status_code, back.json()["kind"]) == (201, "no_receipt")
    line = str(get(placed.id).lines[0].id)
    orders.hand_over(order_id=placed.id, ref="till:1", by=BY, now=hour(1))
    wish = {"order_id": str(placed.id), "lines": [{"line_id": line, "quantity": 1}]}
    asked = machine.post("/api/returns", wish).json()
    label = Label.objects.get(ref=f"return:{asked['id']}")
    write_label(label_id=label.id, tracking_number="RT7", by=BY, now=hour(2))
    assert machine.get(f"/api/returns/{asked['number']}").json()["label"] == "RT7"


def test_the_story_names_who_placed_handed_over_and_had_a_parcel_stopped() -> None:
    machine = Till("orders.move_orders", "orders.view_orders", "orders.change_orders")
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 1))
    [card] = machine.get("/api/parcels-to-send").json()
    path = f"/api/orders/{placed.id}/parcels/{card['parcel_id']}"
    pack_all(placed.id, now=hour(1))
    assert machine.post(f"{path}/handover", {"tracking_number": "SW9"}).status_code == 200
    assert machine.post(f"{path}/stop", {}).status_code == 200
    told = {entry["title"]: entry["where"] for entry in machine.get(f"/api/orders/{placed.number}").json()["story"]}
    assert (told["Handed over to the carrier"], told["The carrier was asked to stop a parcel"]) == ("till", "till")
    assert told["Placed"] == ""


def test_an_order_of_another_system_is_handed_over_with_its_taxes_and_what_it_calls_its_lines() -> None:
    open_stocked_shop()
    Product.objects.filter(sku="RUG").update(name="RUG", described=False)
    lines = [
        {"sku": sku, "quantity": 1, "unit_price": "30.00", "described_as": f"Our {sku}"} for sku in ("LAMP", "RUG")
    ]
    told = {"source": "till", "source_key": "1", "number": "T-1", "channel": "web", "currency": "GBP", "lines": lines,
            "shipping_total": "4.50", "tax_total": "12.90"}  # fmt: skip
    machine = Till("orders.place_orders", "orders.view_orders")
    order = machine.get(f"/api/orders/{machine.post('/api/orders', told).json()['id']}").json()["order"]
    assert (order["total"], order["tax"], order["shipping"]) == ("77.40", "12.90", "4.50")
    assert [line["name"] for line in order["lines"]] == ["Brass lamp", "Our RUG"]
