"""How long suppliers take is measured by their deliveries, shown beside what is agreed, and promised by."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from shopkeeper.catalog import public as catalog
from shopkeeper.catalog.models import Category, Offer, Product, Supplier
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Movement
from shopkeeper.inventory.queries.lead_times import get_lead_time
from shopkeeper.inventory.rules.lead_times import LeadTime, measure_lead_time
from tests.cast import with_cast
from tests.connectors.importing import counts, import_rows
from tests.inventory.shelves import NOW, deliver, with_location, with_product


@pytest.mark.parametrize(
    ("days", "measured"),
    [
        ([3] * 9, LeadTime(5, 9)),
        ([3, 3, 4, 4, 5, 5, 6, 7, 8, 30], LeadTime(5, 10, 5, 8)),
        ([2] * 10, LeadTime(5, 10, 2, 2)),
    ],
    ids=["too few", "slower", "faster"],
)
def test_nine_in_ten_deliveries_decide_once_there_are_ten(days: list[int], measured: LeadTime) -> None:
    assert measure_lead_time(days, agreed=5) == measured


def test_a_promise_counts_on_the_slower_of_what_is_agreed_and_what_is_measured() -> None:
    assert [LeadTime(5, 10, 5, 8).to_count_on, LeadTime(5, 10, 2, 2).to_count_on, LeadTime(None, 0).to_count_on] == [
        8, 5, None,
    ]  # fmt: skip


@pytest.fixture
def brightwell() -> UUID:
    supplier = Supplier.objects.create(name="Brightwell", source_key="b", recorded_at=NOW)
    with_product()
    Product.objects.update(supplier=supplier)
    product = Product.objects.get()
    Offer.objects.create(product=product, supplier=supplier, lead_time_days=5, source_key="o", recorded_at=NOW)
    return supplier.id


@pytest.mark.django_db
def test_the_page_of_a_supplier_says_what_was_agreed_and_what_its_deliveries_took(
    brightwell: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    cast = with_cast()
    with_location("LDS", outlet_id=cast.outlets["LDS"])
    for days in (4, 4, 5, 5, 6, 6, 7, 7, 8):
        deliver(days)
    browser = cast.sign_in("supply_chain_manager")
    assert "9 of 10 deliveries needed" in browser.get(f"/suppliers/{brightwell}/").content.decode()
    deliver(12)
    page = browser.get(f"/suppliers/{brightwell}/").content.decode()
    assert ("5 days agreed" in page, "8 days measured" in page, "slower than agreed" in page) == (True, True, True)
    assert get_lead_time(brightwell, now=NOW) == LeadTime(5, 10, 6, 8)


@pytest.mark.django_db
def test_days_count_from_the_order_and_for_the_supplier_from_whom_it_came(brightwell: UUID) -> None:
    with_location("LDS")
    other = Supplier.objects.create(name="Calder", source_key="c", recorded_at=NOW).id
    placed = inventory.Ordered(on=(NOW - timedelta(days=43)).date())
    for days in range(1, 11):
        deliver(days, ordered=placed)
        deliver(days, ordered=inventory.Ordered(supplier_id=other))
    assert get_lead_time(brightwell, now=NOW) == LeadTime(5, 10, 8, 12)
    assert get_lead_time(other, now=NOW) == LeadTime(None, 10, 5, 9)


@pytest.mark.django_db
def test_what_is_expected_names_its_supplier_and_the_day_of_the_order(brightwell: UUID) -> None:
    cast = with_cast()
    with_location("YRK", outlet_id=cast.outlets["YRK"])
    associate = cast.sign_in("associate")
    said = {"code": "KETTLE", "quantity": "6", "due_on": "2026-03-09", "supplier": str(brightwell)}
    associate.post("/stock/receiving/YRK/expected/", said | {"ordered_on": "2026-03-10"})
    assert "cannot come before" in associate.get("/stock/receiving/").content.decode()
    associate.post("/stock/receiving/YRK/expected/", said | {"ordered_on": "2026-03-02"})
    [line] = associate.get("/stock/receiving/").context["deliveries"]
    assert (line.supplier, line.ordered_on) == ("Brightwell", date(2026, 3, 2))


@pytest.mark.django_db
def test_deliveries_of_the_past_measure_their_supplier_and_add_no_pieces(brightwell: UUID, tmp_path: Path) -> None:
    with_location("LDS")
    order = {"number": "PO-1", "sku": "KETTLE", "location_code": "LDS", "quantity": 3, "due_on": "2026-02-05",
             "ordered_on": "2026-02-01"}  # fmt: skip
    rows = [{"source_key": f"po/{day}", "received_on": f"2026-02-{day:02}", **order} for day in range(3, 13)]
    run = import_rows(tmp_path, inbounds=[*rows, {**rows[0], "source_key": "no", "ordered_on": "2026-02-06"}])
    assert counts(run)["inbounds"] == (10, 0, 0, 1)
    assert get_lead_time(brightwell, now=NOW) == LeadTime(5, 10, 6, 10)
    assert not Movement.objects.exists()


@pytest.mark.django_db
def test_a_product_is_measured_by_itself_else_by_its_category_else_by_its_supplier(brightwell: UUID) -> None:
    with_location("LDS")
    with_product("LAMP")
    lights = Category.objects.create(name="lights", source_key="lights", recorded_at=NOW)
    Product.objects.filter(sku="LAMP").update(supplier=brightwell, category=lights)
    for _ in range(10):
        deliver(4)
        deliver(20, sku="LAMP")
    torch = with_product("TORCH")
    cards = catalog.get_product_cards(Product.objects.values_list("id", flat=True)).values()
    slow = {card.sku: get_lead_time(brightwell, now=NOW, agreed=5, product=card).slow for card in cards}
    assert slow == {"KETTLE": 4, "LAMP": 20, "TORCH": 20}
    Product.objects.filter(sku="TORCH").update(category=lights)
    Product.objects.filter(sku="KETTLE").update(category=lights)
    card = catalog.get_product_cards([torch])[torch]
    assert get_lead_time(brightwell, now=NOW, agreed=5, product=card) == LeadTime(5, 20, 4, 20)
