"""Packs: ordered from a supplier by the case, taken in by the case, kept and sold as single pieces."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from shopkeeper.catalog.models import Offer, Pack, Product, Supplier
from shopkeeper.inventory.models import Inbound, Location, Suggestion
from shopkeeper.inventory.rules.lead_times import counts_from
from tests.cast import NOW, Cast, with_cast
from tests.connectors.importing import counts, import_rows
from tests.inventory.shelves import position, tell, with_location, with_product
from tests.inventory.test_running_places import AS_JSON, machine

CASE = "5012345000008"


@pytest.mark.parametrize(
    ("asked_at", "first"),
    [(time(13, 59), date(2026, 3, 4)), (time(14), date(2026, 3, 5)), (None, date(2026, 3, 4))],
    ids=["before the cut-off", "at the cut-off", "only the day is known"],
)
def test_an_order_after_the_cut_off_counts_from_the_next_day(asked_at: time | None, first: date) -> None:
    assert counts_from(date(2026, 3, 4), asked_at, time(14)) == first


def test_without_a_cut_off_every_order_counts_at_once() -> None:
    assert counts_from(date(2026, 3, 4), time(23, 59), None) == date(2026, 3, 4)


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Kettles come in cases of 12, at 4 pounds each, 24 at least, five days after an order until eight o'clock."""
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    made = with_cast()
    with_product()
    with_location("YRK", outlet_id=made.outlets["YRK"], name="York")
    supplier = Supplier.objects.create(name="Brightwell", source_key="b", recorded_at=NOW)
    Product.objects.update(supplier=supplier, unit_cost=Decimal(4), currency="GBP")
    product = Product.objects.get()
    Offer.objects.create(
        product=product, supplier=supplier, cost=Decimal("4.00"), currency="GBP", lead_time_days=5,
        minimum_quantity=24, cut_off_at=time(8), source_key="o", recorded_at=NOW,
    )  # fmt: skip
    Pack.objects.create(product=product, name="Case", quantity=12, source_key="p", recorded_at=NOW)
    return made


def order(client: Client, **told: str) -> list[str]:
    """Note an order at York; gives what the page says to it."""
    answer = client.post("/stock/receiving/YRK/expected/", {"code": "KETTLE", "quantity": "10"} | told, follow=True)
    return [str(each) for each in answer.context["messages"]]


@pytest.mark.django_db
def test_ten_cases_are_ordered_taken_in_case_by_case_and_sold_one_by_one(cast: Cast) -> None:
    associate = cast.sign_in("associate")
    assert order(associate, pack="case", due_on="2026-03-09", ordered_on="2026-03-03") == [
        "120 of Kettle are expected on 9 March: 10 × 12."
    ]
    [line] = associate.get("/stock/receiving/").context["deliveries"]
    assert (line.quantity, line.left_in_packs[0], line.left_in_packs[1].name) == (120, 10, "Case")
    page = associate.get("/stock/receiving/").content.decode()
    shown = ("10 × Case of 12.", 'min="0" value="10"', '<option value="Case" selected>')
    assert [words in page for words in shown] == [True, True, True]
    associate.post(f"/stock/receiving/{line.id}/", {"quantity": "9", "pack": "Case"})
    associate.post(f"/stock/receiving/{line.id}/", {"quantity": "5"})
    assert (position(location="YRK").on_hand, Inbound.objects.get().received) == (113, 113)
    tell("sell", 1, location="YRK")
    assert position(location="YRK").on_hand == 112


@pytest.mark.django_db
def test_the_code_on_a_case_counts_cases(cast: Cast) -> None:
    buyer = cast.sign_in("supply_chain_manager")
    buyer.post(f"/barcodes/{Product.objects.get().id}/", {"code": CASE, "quantity": "12"})
    order(cast.sign_in("associate"), code=CASE, quantity="3", due_on="2026-03-09")
    assert Inbound.objects.get().quantity == 36


@pytest.mark.django_db
def test_without_a_day_it_comes_when_the_suppliers_days_are_over_and_its_terms_are_said(cast: Cast) -> None:
    associate = cast.sign_in("associate")
    assert order(associate, quantity="20") == [
        "20 of Kettle are expected on 10 March.",
        "Brightwell sells 24 at least. After 08:00 Brightwell counts an order from the next day, 5 March.",
    ]
    assert Inbound.objects.get().due_on == date(2026, 3, 10)


@pytest.mark.django_db
def test_what_it_costs_is_said_to_those_who_may_see_costs(cast: Cast) -> None:
    said = order(cast.sign_in("supply_chain_manager"), pack="Case", due_on="2026-03-09", ordered_on="2026-03-03")
    assert said == ["120 of Kettle are expected on 9 March: 10 × 12. They cost £480.00."]


@pytest.mark.django_db
def test_a_pack_in_which_it_does_not_come_is_refused_and_nothing_is_expected(cast: Cast) -> None:
    associate = cast.sign_in("associate")
    assert order(associate, pack="pallet", due_on="2026-03-09") == [
        "Kettle comes in no pack “pallet”. Choose one of: Case (12). Or count single pieces."
    ]
    Offer.objects.update(lead_time_days=None)
    assert order(associate) == ["Say on which day it comes: nobody has noted how long its supplier takes."]
    assert not Inbound.objects.exists()


@pytest.mark.django_db
def test_machines_order_and_receive_in_packs(cast: Cast) -> None:
    client = machine("inventory.record_movements", "inventory.view_stock")
    line = {"sku": "KETTLE", "location": "YRK", "quantity": 2, "pack": "case", "due_on": "2026-12-01"}
    made = client.post("/api/inventory/deliveries", line, **AS_JSON).json()["id"]
    [told] = client.get("/api/inventory/deliveries?location=YRK").json()
    assert (told["quantity"], told["packs"]) == (24, [{"name": "Case", "quantity": 12}])
    receipt = f"/api/inventory/deliveries/{made}/receipt"
    assert client.post(receipt, {"quantity": 1, "pack": "Case"}, **AS_JSON).json() == {"left": 12}
    refused = client.post(receipt, {"quantity": 1, "pack": "pallet"}, **AS_JSON)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:shopkeeper:pack_not_found")
    assert position(location="YRK").on_hand == 12


@pytest.mark.django_db
def test_purchase_orders_come_in_packs_by_file(cast: Cast, tmp_path: Path) -> None:
    line = {"sku": "KETTLE", "location_code": "YRK", "due_on": "2026-03-09"}
    rows = [
        {"source_key": "PO-1/1", "quantity": 10, "pack": "case", **line},
        {"source_key": "PO-1/2", "quantity": 7, **line},
        {"source_key": "PO-1/3", "quantity": 1, "pack": "pallet", **line},
    ]  # fmt: skip
    run = import_rows(tmp_path, inbounds=rows)
    assert counts(run)["inbounds"] == (2, 0, 0, 1)
    assert sorted(Inbound.objects.values_list("quantity", flat=True)) == [7, 120]
    again = import_rows(tmp_path, inbounds=rows[:2])
    assert counts(again)["inbounds"] == (0, 0, 2, 0)
    assert position(location="YRK").incoming == 127


@pytest.mark.django_db
def test_what_is_ordered_after_the_cut_off_is_due_a_day_later(cast: Cast) -> None:
    buyer, product = cast.sign_in("supply_chain_manager"), Product.objects.get()
    for late, day in ((time(9), date(2026, 3, 9)), (time(8), date(2026, 3, 10))):
        Offer.objects.update(cut_off_at=late)
        row = Suggestion.objects.create(
            id=UUID(int=day.day), kind="purchase", product=product, destination=Location.objects.get(),
            supplier=product.supplier, quantity=24, suggested_at=NOW - timedelta(hours=3), accepted_at=NOW,
            lead_days=5, sold=0, empty_days=0.0, lost=0.0, have=0,
        )  # fmt: skip
        buyer.post(f"/stock/suggestions/{row.id}/", {"to": "carry_out"})
        assert Inbound.objects.latest("recorded_at", "id").due_on == day
