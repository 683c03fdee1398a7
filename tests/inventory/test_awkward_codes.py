"""Codes are what a retailer's systems made of them: with slashes, spaces, percent signs, in any script."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.html import escape

from shopkeeper.catalog.models import Product
from shopkeeper.core.api_keys import create_api_key
from tests.cast import NOW, SYSTEM, with_cast
from tests.inventory.shelves import tell, with_location, with_product

pytestmark = pytest.mark.django_db
SKUS = ["CUP/12 RED", "100% WOOL", "A?B#C&D+E", "ÄRMEL-日本", "A//B/", "x/components/y", 'QUO"TE<B>']
PLACE = "UK/LDS 1%"
READS = ("catalog.view_products", "catalog.manage_products", "pricing.view_prices", "inventory.view_stock")


def address(code: str) -> str:
    return quote(code, safe="")


@pytest.fixture(autouse=True)
def shelf() -> None:
    """Four pieces of each lie in a place whose code has a slash as well."""
    with_location(PLACE, name="Leeds")
    for sku in SKUS:
        with_product(sku)
        tell("receive", 4, sku=sku, location=PLACE)


@pytest.fixture
def chief() -> Client:
    return with_cast().sign_in("supply_chain_manager")


def test_every_page_of_a_product_opens_under_its_address_and_lists_lead_there(chief: Client) -> None:
    rows = chief.get("/products/").context["table"].rows
    assert sorted(chief.get(row.url).context["card"].sku for row in rows) == sorted(SKUS)
    for sku in SKUS:
        at = address(sku)
        assert escape(sku) in chief.get(f"/products/{at}/").content.decode()
        assert chief.get(f"/stock/scan/?code={at}").context["match"].product.sku == sku
        assert Client().get(f"/in-stock/{at}/").context["product"].sku == sku
        assert Client().get(f"/api/public/availability/{at}").json()["sku"] == sku


def test_every_page_of_a_place_opens_under_its_address(chief: Client) -> None:
    at, sku = address(PLACE), SKUS[0]
    assert f'href="/locations/{quote(PLACE)}/"' in chief.get("/locations/").content.decode()
    pages = [f"/locations/{at}/", f"/locations/{at}/truth/", f"/stock/counts/?location={at}"]
    assert [chief.get(page).status_code for page in pages] == [200, 200, 200]
    chief.post(f"/stock/counts/{at}/", {"sku": sku, "counted": "3"})
    lines = chief.get(f"/stock/ledger/{address(sku)}/?location={at}").context["lines"]
    assert [(line.kind, line.there_after) for line in lines] == [("count", 3), ("receive", 4)]


def test_machines_read_and_describe_it_under_its_address() -> None:
    key = create_api_key(name="shop", permissions=READS, by=SYSTEM, now=NOW)
    client, as_json = Client(headers={"Authorization": f"Bearer {key}"}), {"content_type": "application/json"}
    for sku in SKUS:
        at = address(sku)
        assert client.get(f"/api/products/{at}").json()["product"]["sku"] == sku
        assert client.get(f"/api/codes/{at}").json()["product"]["sku"] == sku
        assert client.get(f"/api/prices/{at}").json() == []
        assert client.get(f"/api/availability/{at}").json()["available"] == 4
        assert client.put(f"/api/products/{at}", {"name": f"New {sku}"}, **as_json).json()["sku"] == sku
        packs = client.put(f"/api/products/{at}/packs", [{"name": "case", "quantity": 6}], **as_json)
        assert packs.json() == [{"name": "case", "quantity": 6}]
        lines = client.get(f"/api/inventory/ledger?sku={at}&location={address(PLACE)}").json()
        assert [line["there_after"] for line in lines] == [4]
    assert sorted(Product.objects.values_list("name", flat=True)) == sorted(f"New {sku}" for sku in SKUS)
