"""The catalog's pages and REST routes: who sees what, and how products are found."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from shopkeeper.catalog import public as catalog
from shopkeeper.catalog.models import Component, Offer, Product, Supplier
from shopkeeper.core.api_keys import create_api_key
from tests.cast import SYSTEM, with_cast
from tests.connectors.importing import import_rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
EAN = "4006381333931"


@pytest.fixture(autouse=True)
def shelves(tmp_path: Path) -> None:
    import_rows(
        tmp_path,
        categories=[
            {"source_key": "home", "name": "Home"}, {"source_key": "lamps", "name": "Lamps", "parent_key": "home"},
        ],
        suppliers=[{"source_key": "lux", "name": "Lux & Daughters", "region": "Kent"}],
        products=[
            {"source_key": "L/1", "name": "Brass desk lamp", "category_key": "lamps", "supplier_key": "lux",
             "list_price": "40", "unit_cost": "12.34", "currency": "GBP"},
            {"source_key": "S-2", "name": "Lamp set", "category_key": "home", "discontinued_on": "2026-01-01"},
        ],
        offers=[{"source_key": "1", "sku": "L/1", "supplier_key": "lux", "cost": "11.99", "currency": "GBP"}],
        barcodes=[{"source_key": "1", "sku": "L/1", "code": EAN}],
    )  # fmt: skip


def test_products_are_found_by_words_in_any_order_and_by_category_with_those_below() -> None:
    browser = with_cast().sign_in("associate")
    assert "1 product<" in browser.get("/products/?q=lamp+brass").content.decode()
    home = browser.get("/categories/").context["nodes"][0]
    assert (home.name, home.products) == ("Home", 2)
    page = browser.get(f"/products/?category={home.id}&state=discontinued")
    assert [row.cells["category"] for row in page.context["table"].rows] == ["Home"]


def test_costs_are_shown_to_buyers_and_not_to_the_shop_floor() -> None:
    cast = with_cast()
    buyer, associate = (
        cast.sign_in(who).get("/products/L/1/").content.decode() for who in ("buying_manager", "associate")
    )
    assert ("12.34" in buyer, "11.99" in buyer) == (True, True)
    assert ("12.34" in associate, "11.99" in associate) == (False, False)
    assert EAN in associate


def test_a_manager_assigns_a_code_and_an_associate_may_not() -> None:
    cast, lamp = with_cast(), Product.objects.get(sku="S-2")
    sent = {"code": "96385074", "quantity": "2"}
    assert cast.sign_in("associate").post(f"/barcodes/{lamp.id}/", sent).status_code == 403
    assert lamp.barcodes.count() == 0
    assert cast.sign_in("YRK").post(f"/barcodes/{lamp.id}/", sent).status_code == 302
    assert lamp.barcodes.get().quantity == 2


def test_the_search_of_the_house_finds_a_product_by_its_barcode() -> None:
    found = with_cast().sign_in("associate").get(f"/search/?q={EAN}")
    assert found.headers["Location"] == "/products/L/1/"


def test_the_suppliers_page_shows_terms_to_buyers() -> None:
    cast, lux = with_cast(), Supplier.objects.get()
    assert "11.99" in cast.sign_in("buying_manager").get(f"/suppliers/{lux.id}/").content.decode()
    assert "11.99" not in cast.sign_in("associate").get(f"/suppliers/{lux.id}/").content.decode()


def rest(*permissions: str) -> Client:
    key = create_api_key(name="test", permissions=permissions, by=SYSTEM, now=NOW)
    return Client(headers={"Authorization": f"Bearer {key}"})


def test_machines_describe_products_compose_bundles_and_agree_offers() -> None:
    client = rest("catalog.view_products", "catalog.manage_products", "catalog.assign_barcodes")
    as_json = {"content_type": "application/json"}
    made = client.put("/api/products/BOX", {"name": "Gift box", "list_price": "9.50", "currency": "GBP"}, **as_json)
    assert (made.status_code, made.json()["name"]) == (200, "Gift box")
    client.put("/api/products/BOX/components", [{"sku": "S-2", "quantity": 2}], **as_json)
    assert Component.objects.values_list("bundle__sku", "component__sku", "quantity").get() == ("BOX", "S-2", 2)
    lux = Supplier.objects.get()
    client.put(f"/api/products/BOX/offers/{lux.id}", {"cost": "3", "lead_time_days": 5}, **as_json)
    assert Offer.objects.get(product__sku="BOX").lead_time_days == 5
    wrong = client.post("/api/products/BOX/barcodes", {"code": "4006381333932"}, **as_json)
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:shopkeeper:wrong_check_digit")


def test_a_reader_without_costs_gets_none_and_changes_nothing() -> None:
    client = rest("catalog.view_products")
    assert client.get("/api/products").json()["total"] == 2
    found = client.get(f"/api/codes/{EAN}").json()
    assert (found["product"]["sku"], found["product"]["unit_cost"]) == ("L/1", None)
    assert client.get("/api/codes/none").status_code == 404
    assert client.put("/api/products/S-2", {"name": "X"}, content_type="application/json").status_code == 403
    assert Product.objects.get(sku="S-2").name == "Lamp set"


def test_machines_name_packs_substitutes_categories_and_suppliers_and_take_codes_away() -> None:
    client = rest("catalog.view_products", "catalog.manage_products", "catalog.assign_barcodes")
    as_json = {"content_type": "application/json"}
    packs = client.put("/api/products/S-2/packs", [{"name": "case", "quantity": 12}], **as_json)
    assert packs.json() == [{"name": "case", "quantity": 12}]
    assert client.put("/api/products/S-2/packs", [], **as_json).json() == []
    named = client.put("/api/products/S-2/substitutes", ["L/1"], **as_json)
    assert [each["sku"] for each in named.json()] == ["L/1"]
    itself = client.put("/api/products/S-2/substitutes", ["S-2"], **as_json)
    assert (itself.status_code, itself.json()["type"]) == (422, "urn:shopkeeper:substitute_of_itself")
    home = next(node["id"] for node in client.get("/api/categories").json() if node["name"] == "Home")
    garden = client.post("/api/categories", {"name": "Garden", "parent_id": home}, **as_json).json()["id"]
    wrong = client.put(f"/api/categories/{home}", {"name": "Home", "parent_id": garden}, **as_json)
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:shopkeeper:category_under_itself")
    made = client.post("/api/suppliers", {"name": "Wick & Co"}, **as_json).json()["id"]
    assert (
        client.put(f"/api/suppliers/{made}", {"name": "Wick", "region": "Kent"}, **as_json).json()["region"] == "Kent"
    )
    client.post("/api/products/S-2/barcodes", {"code": "96385074"}, **as_json)
    assert client.delete("/api/products/S-2/barcodes/96385074").json() == []


def test_what_is_offered_instead_is_what_was_named_then_other_variants(tmp_path: Path) -> None:
    import_rows(
        tmp_path,
        families=[{"source_key": "mug", "name": "Mug"}],
        products=[
            {"source_key": sku, "sku": sku, "name": sku, "family_key": "mug", "discontinued_on": ended}
            for sku, ended in (("M-RED", ""), ("M-BLUE", ""), ("M-OLD", "2026-01-01"))
        ],
        substitutes=[{"source_key": "1", "sku": "M-RED", "substitute_key": "L/1"},
                     {"source_key": "2", "sku": "M-RED", "substitute_key": "M-RED"}],
    )  # fmt: skip
    red = catalog.find_product_by_sku("M-RED")
    assert red is not None
    assert [card.sku for card in catalog.list_alternatives(red)] == ["L/1", "M-BLUE"]


def test_a_buyer_describes_a_product_with_its_packs_parts_and_what_stands_in_for_it() -> None:
    cast = with_cast()
    buyer, said = cast.sign_in("buying_manager"), {"sku": "BOX", "name": "Gift box", "base_unit": "piece"}
    lists = {"packs": "case 12\nouter 48", "parts": "L/1 1\nS-2 2", "substitutes": "S-2\n"}
    assert cast.sign_in("associate").post("/catalog/products/new/", said | lists).status_code == 403
    buyer.post("/catalog/products/new/", said | lists)
    box = catalog.find_product_by_sku("BOX")
    assert box is not None
    assert [(pack.name, pack.quantity) for pack in catalog.list_packs(box.id)] == [("case", 12), ("outer", 48)]
    assert [(part.sku, part.quantity) for part in catalog.list_components([box.id])[box.id]] == [("L/1", 1), ("S-2", 2)]
    assert [card.sku for card in catalog.list_alternatives(box)] == []  # what stands in is no longer sold
    page = buyer.get(f"/catalog/products/{box.id}/").content.decode()
    assert "L/1 1\nS-2 2" in page
    wrong = buyer.post(f"/catalog/products/{box.id}/", said | {"parts": "L/1"}).content.decode()
    assert "Write how many at the end of “L/1”." in wrong


def test_a_picture_is_kept_by_its_address_and_one_that_no_page_may_load_is_refused() -> None:
    buyer, good = with_cast().sign_in("buying_manager"), "https://pictures.example/lamp.jpg"
    said = {"sku": "L/1", "name": "Brass desk lamp", "base_unit": "piece"}
    lamp = Product.objects.get(sku="L/1")
    buyer.post(f"/catalog/products/{lamp.id}/", said | {"image_url": good})
    page = buyer.get("/products/L/1/")
    assert f'src="{good}" alt="Picture of Brass desk lamp"' in page.content.decode()
    assert "img-src 'self' data: https:" in page.headers["Content-Security-Policy"]
    for bad in ("http://pictures.example/lamp.jpg", "ftp://pictures.example/lamp.jpg"):
        wrong = buyer.post(f"/catalog/products/{lamp.id}/", said | {"image_url": bad}).content.decode()
        assert "Give an address that begins with https://" in wrong
    key = create_api_key(name="shop", permissions=["catalog.manage_products"], by=SYSTEM, now=NOW)
    machine = Client(headers={"Authorization": f"Bearer {key}"})
    for bad in ("lamp.jpg", "javascript:alert(1)"):
        refused = machine.put("/api/products/L/1", {"image_url": bad}, content_type="application/json")
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:shopkeeper:picture_not_reachable")
    assert Product.objects.get(sku="L/1").image_url == good


def test_a_picture_of_a_file_that_no_page_may_load_costs_no_row_and_whoever_describes_it_is_told(
    tmp_path: Path,
) -> None:
    rows = [{"source_key": "S-2", "name": "Lamp set", "category_key": "home", "image_url": "img/set.jpg"}]
    import_rows(tmp_path, products=rows)
    cast = with_cast()
    told = "Its picture is not shown: img/set.jpg does not begin with https://."
    assert told in cast.sign_in("buying_manager").get("/products/S-2/").content.decode()
    assert "img/set.jpg" not in cast.sign_in("associate").get("/products/S-2/").content.decode()


def test_a_buyer_notes_terms_and_puts_categories_and_suppliers_in_their_place() -> None:
    buyer, lamp, lux = with_cast().sign_in("buying_manager"), Product.objects.get(sku="S-2"), Supplier.objects.get()
    terms = {
        "supplier_id": str(lux.id),
        "cost": "3.5",
        "currency": "GBP",
        "minimum_quantity": "6",
        "cut_off_at": "14:30",
    }
    buyer.post(f"/catalog/products/{lamp.id}/offers/", terms)
    assert Offer.objects.values_list("minimum_quantity", "cut_off_at__hour").get(product=lamp) == (6, 14)
    home = buyer.get("/categories/").context["nodes"][0]
    buyer.post("/catalog/categories/", {"name": "Garden", "parent_id": str(home.id)})
    assert [(node.name, node.depth) for node in buyer.get("/categories/").context["nodes"]] == [
        ("Home", 0), ("Garden", 1), ("Lamps", 1),
    ]  # fmt: skip
    made = buyer.post("/catalog/suppliers/", {"name": "Wick & Co", "region": "Kent"})
    assert "Ships from Kent" in buyer.get(made.headers["Location"]).content.decode()


def test_a_code_is_taken_off_a_product_and_can_be_assigned_to_another() -> None:
    york, lamp, other = with_cast().sign_in("YRK"), Product.objects.get(sku="L/1"), Product.objects.get(sku="S-2")
    york.post(f"/barcodes/{lamp.id}/withdrawal/", {"code": EAN})
    york.post(f"/barcodes/{other.id}/", {"code": EAN, "quantity": "1"})
    assert (lamp.barcodes.count(), other.barcodes.get().code) == (0, f"0{EAN}")
