"""Codes, packs, bundles and offers as files bring them and as people change them."""

from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from shopkeeper.catalog import public as catalog
from shopkeeper.catalog.actions import agree_offer, assign_barcode, compose_bundle, describe_product
from shopkeeper.catalog.contracts import CodeKind, OfferTerms, ProductFacts
from shopkeeper.catalog.errors import BundleInBundle, CodeTaken, NothingInBundle, WrongCheckDigit
from shopkeeper.catalog.models import Barcode, Component, Offer, Pack, Supplier
from shopkeeper.catalog.queries import list_categories
from shopkeeper.catalog.rules import has_right_check_digit, kind_of_code, normalize_code
from shopkeeper.core.actors import system_actor
from shopkeeper.core.models import Event
from tests.connectors.importing import counts, import_rows

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
EAN = "4006381333931"


def product(sku: str) -> UUID:
    return describe_product(sku=sku, facts=ProductFacts(name=sku.title()), by=BY, now=NOW)


@pytest.mark.parametrize(
    ("code", "right"), [(EAN, True), ("4006381333932", False), ("96385074", True), ("036000291452", True)]
)
def test_the_check_digit_of_a_gtin_is_that_of_gs1(code: str, right: bool) -> None:
    assert has_right_check_digit(code) is right


def test_a_gtin_is_one_code_however_it_is_written() -> None:
    assert {normalize_code(code) for code in ("036000291452", "0036000291452", "0-36000-29145-2")} == {"00036000291452"}
    assert (kind_of_code("SHELF 12"), normalize_code("shelf 12")) == (CodeKind.INTERNAL, "SHELF12")


@pytest.mark.django_db
def test_a_product_is_found_by_its_barcodes_its_sku_and_its_suppliers_number(tmp_path: Path) -> None:
    run = import_rows(
        tmp_path,
        products=[{"source_key": "lamp", "name": "Desk lamp"}],
        suppliers=[{"source_key": "lux", "name": "Lux"}],
        barcodes=[
            {"source_key": "b1", "sku": "lamp", "code": EAN},
            {"source_key": "b2", "sku": "lamp", "code": "1400638133393 8", "quantity": 6},
            {"source_key": "b3", "sku": "lamp", "code": "12345670", "kind": "internal"},
        ],
        offers=[{"source_key": "o1", "sku": "lamp", "supplier_key": "lux", "supplier_sku": "LX-9"}],
    )
    assert counts(run)["barcodes"] == (3, 0, 0, 0)
    found = {code: catalog.find_by_code(code) for code in (EAN, "14006381333938", "LAMP", "lx-9", "nothing")}
    assert {code: match and (match.product.sku, match.kind, match.quantity) for code, match in found.items()} == {
        EAN: ("lamp", "gtin", 1),
        "14006381333938": ("lamp", "gtin", 6),
        "LAMP": ("lamp", "sku", 1),
        "lx-9": ("lamp", "supplier_sku", 1),
        "nothing": None,
    }


@pytest.mark.django_db
def test_a_suppliers_number_that_two_products_have_names_neither(tmp_path: Path) -> None:
    same = {"supplier_sku": "100", "supplier_key": "lux"}
    import_rows(tmp_path, offers=[{"source_key": "1", "sku": "a", **same}, {"source_key": "2", "sku": "b", **same}])
    assert catalog.find_by_code("100") is None


@pytest.mark.django_db
def test_codes_that_were_misread_or_stand_for_another_product_are_refused(tmp_path: Path) -> None:
    run = import_rows(
        tmp_path,
        barcodes=[
            {"source_key": "1", "sku": "a", "code": EAN},
            {"source_key": "2", "sku": "b", "code": f"0{EAN}"},
            {"source_key": "3", "sku": "b", "code": "4006381333932"},
            {"source_key": "4", "sku": "b", "code": "X1", "quantity": 0},
        ],
    )
    assert {refusal.code: refusal.rows for refusal in run.parts[0].refusals} == {
        "code_taken": 1, "wrong_check_digit": 1, "not_positive": 1,
    }  # fmt: skip
    assert list(Barcode.objects.values_list("code", "product__sku")) == [(f"0{EAN}", "a")]


@pytest.mark.django_db
def test_a_bundle_lists_its_components_and_holds_no_other_bundle(tmp_path: Path) -> None:
    run = import_rows(
        tmp_path,
        components=[
            {"source_key": "1", "bundle_key": "set", "component_key": "cup", "quantity": 4},
            {"source_key": "2", "bundle_key": "set", "component_key": "jug"},
            {"source_key": "3", "bundle_key": "hamper", "component_key": "set"},
            {"source_key": "4", "bundle_key": "loop", "component_key": "loop"},
            {"source_key": "5", "bundle_key": "box", "component_key": "tea", "quantity": 0},
        ],
    )
    assert run.parts[0].refused == 3
    bundles = [catalog.find_product_by_sku(sku) for sku in ("set", "box", "hamper")]
    found = catalog.list_components(bundle.id for bundle in bundles if bundle)
    assert [[(c.sku, c.quantity) for c in cards] for cards in found.values()] == [[("cup", 4), ("jug", 1)]]


@pytest.mark.django_db
def test_a_bundle_is_composed_anew_as_a_whole_and_announced_once() -> None:
    bundle, cup, jug = product("set"), product("cup"), product("jug")
    for parts in ({cup: 4, jug: 1}, {cup: 4, jug: 1}, {cup: 6}):
        compose_bundle(product_id=bundle, parts=parts, by=BY, now=NOW)
    [card] = catalog.list_components([bundle, cup])[bundle]
    assert (card.sku, card.quantity) == ("cup", 6)
    assert Event.objects.filter(name="catalog.bundle_composed").count() == 2


@pytest.mark.django_db
def test_a_bundle_of_nothing_or_of_bundles_is_refused() -> None:
    bundle, cup, hamper = product("set"), product("cup"), product("hamper")
    compose_bundle(product_id=bundle, parts={cup: 4}, by=BY, now=NOW)
    with pytest.raises(NothingInBundle):
        compose_bundle(product_id=bundle, parts={cup: 0}, by=BY, now=NOW)
    for outer, inner in ((hamper, bundle), (cup, hamper), (bundle, bundle)):
        with pytest.raises(BundleInBundle):
            compose_bundle(product_id=outer, parts={inner: 1}, by=BY, now=NOW)
    assert list(Component.objects.values_list("bundle__sku", "component__sku", "quantity")) == [("set", "cup", 4)]


@pytest.mark.django_db
def test_a_code_is_assigned_once_and_to_one_product_only() -> None:
    lamp, rake = product("lamp"), product("rake")
    for _again in range(2):
        assign_barcode(product_id=lamp, code=EAN, quantity=1, by=BY, now=NOW)
    with pytest.raises(CodeTaken):
        assign_barcode(product_id=rake, code=f"0{EAN}", quantity=1, by=BY, now=NOW)
    with pytest.raises(WrongCheckDigit):
        assign_barcode(product_id=rake, code="4006381333932", quantity=1, by=BY, now=NOW)
    assert list(Barcode.objects.values_list("product__sku", "code")) == [("lamp", f"0{EAN}")]
    assert Event.objects.filter(name="catalog.barcode_assigned").count() == 1


@pytest.mark.django_db
def test_suppliers_terms_are_kept_one_row_a_supplier(tmp_path: Path) -> None:
    offer = {
        "source_key": "1", "sku": "lamp", "supplier_key": "lux", "supplier_sku": "LX-9", "cost": "7.20",
        "lead_time_days": 3, "minimum_quantity": 12, "cut_off_at": "14:30",
    }  # fmt: skip
    run = import_rows(
        tmp_path,
        offers=[offer, {**offer, "source_key": "2"}, {**offer, "source_key": "3", "sku": "b", "cut_off_at": "25:00"}],
    )
    assert {refusal.code for refusal in run.parts[0].refusals} == {"offer_taken", "no_time"}
    stored = Offer.objects.get()
    assert (stored.cost, stored.lead_time_days, stored.cut_off_at) == (Decimal("7.2000"), 3, time(14, 30))
    terms = OfferTerms(supplier_sku="LX-9", cost=Decimal(8), lead_time_days=8, minimum_quantity=12)
    lux = Supplier.objects.get()
    agree_offer(product_id=stored.product_id, supplier_id=lux.id, terms=terms, by=BY, now=NOW)
    [card] = catalog.list_offers_for(stored.product_id)
    assert (card.supplier_id, card.cost, card.lead_time_days, card.cut_off_at) == (lux.id, 8, 8, None)


@pytest.mark.django_db
def test_variants_belong_to_a_family_and_packs_hold_base_units(tmp_path: Path) -> None:
    run = import_rows(
        tmp_path,
        families=[{"source_key": "f", "name": "Wool sweater"}],
        products=[
            {"source_key": "s1", "name": "Wool sweater", "family_key": "f", "variant": "Blue, M"},
            {"source_key": "s2", "name": "Wool sweater", "family_key": "f", "variant": "Blue, L", "base_unit": "piece"},
            {"source_key": "oil", "name": "Lamp oil", "base_unit": "milliliter"},
        ],
        packs=[{"source_key": "p", "sku": "oil", "name": "Can", "quantity": 500}],
    )
    assert counts(run)["products"] == (3, 0, 0, 0)
    sweater, oil = catalog.find_product_by_sku("s1"), catalog.find_product_by_sku("oil")
    assert sweater is not None
    assert oil is not None
    assert (sweater.family, sweater.variant, oil.base_unit) == ("Wool sweater", "Blue, M", "milliliter")
    assert Pack.objects.values_list("product__sku", "quantity").get() == ("oil", 500)


@pytest.mark.django_db
def test_the_tree_counts_products_of_a_category_and_of_those_below(tmp_path: Path) -> None:
    import_rows(
        tmp_path,
        categories=[
            {"source_key": "home", "name": "Home"},
            {"source_key": "lamps", "name": "Lamps", "parent_key": "home"},
        ],
        products=[{"source_key": "a", "category_key": "lamps"}, {"source_key": "b", "category_key": "home"}],
    )
    assert [(node.name, node.depth, node.products) for node in list_categories()] == [("Home", 0, 2), ("Lamps", 1, 1)]
