"""Products, categories and suppliers as files bring them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from shopkeeper.catalog.models import Category, Product, Supplier, UnitCost
from tests.connectors.importing import counts, import_rows

pytestmark = pytest.mark.django_db

LAMP = {"source_key": "77", "sku": "lamp", "name": "Desk lamp", "unit_cost": "8.40", "currency": "GBP"}


def test_a_sku_that_was_only_on_a_receipt_is_described_by_the_product_file(tmp_path: Path) -> None:
    line = {"source_key": "l1", "order_key": "o1", "sku": "lamp", "unit_price": 20, "quantity": 1}
    import_rows(tmp_path, source="till", order_lines=[line])
    seen = Product.objects.get()
    assert (seen.source, seen.described) == ("till", False)
    assert counts(import_rows(tmp_path, source="pim", products=[LAMP])) == {"products": (1, 0, 0, 0)}
    described = Product.objects.get()
    assert (described.id, described.source, described.source_key, described.name) == (seen.id, "pim", "77", "Desk lamp")


def test_two_sources_cannot_describe_one_sku(tmp_path: Path) -> None:
    import_rows(tmp_path, source="pim", products=[LAMP])
    run = import_rows(tmp_path, source="shop", products=[LAMP, {**LAMP, "source_key": "78"}, {**LAMP, "sku": "rake"}])
    assert counts(run) == {"products": (1, 0, 1, 1)}
    assert [refusal.code for refusal in run.parts[0].refusals] == ["sku_taken"]


def test_a_cost_that_changes_counts_from_the_day_of_the_import(tmp_path: Path) -> None:
    import_rows(tmp_path, products=[LAMP])
    import_rows(tmp_path, products=[LAMP])
    import_rows(tmp_path, products=[{**LAMP, "unit_cost": "9.10"}])
    assert list(UnitCost.objects.order_by("starts_on").values_list("starts_on", "amount")) == [
        (date(1900, 1, 1), Decimal("8.4000")),
        (date(2026, 5, 4), Decimal("9.1000")),
    ]


def test_a_category_may_come_before_the_one_above_it(tmp_path: Path) -> None:
    rows = [{"source_key": "lamps", "name": "Lamps", "parent_key": "home"}, {"source_key": "home", "name": "Home"}]
    assert counts(import_rows(tmp_path, categories=rows)) == {"categories": (2, 0, 0, 0)}
    assert Category.objects.get(source_key="lamps").parent == Category.objects.get(name="Home", described=True)


def test_of_categories_that_a_file_puts_below_each_other_the_last_stays_where_it_was(tmp_path: Path) -> None:
    import_rows(tmp_path, categories=[{"source_key": key, "name": key} for key in ("home", "lamps", "rugs")])
    moved = [("home", "lamps"), ("rugs", "rugs"), ("lamps", "bulbs"), ("bulbs", "home")]
    rows = [{"source_key": key, "name": key, "parent_key": above} for key, above in moved]
    run = import_rows(tmp_path, categories=rows)
    assert counts(run) == {"categories": (0, 2, 0, 2)}
    assert [(refusal.code, refusal.rows) for refusal in run.parts[0].refusals] == [("under_itself", 2)]
    assert dict(Category.objects.values_list("source_key", "parent__source_key")) == {
        "home": "lamps", "lamps": "bulbs", "bulbs": None, "rugs": None,
    }  # fmt: skip


def test_a_row_that_is_refused_leaves_its_category_where_it_was_and_closes_no_other_circle(tmp_path: Path) -> None:
    tree = [{"source_key": "y", "name": "y"}, {"source_key": "x", "name": "x", "parent_key": "y"}]
    import_rows(tmp_path, categories=[*tree, {"source_key": "z", "name": "z"}])
    moved = [("y", "x"), ("z", "x"), ("x", "z")]
    run = import_rows(tmp_path, categories=[{"source_key": a, "name": a, "parent_key": b} for a, b in moved])
    assert counts(run) == {"categories": (0, 1, 0, 2)}
    assert dict(Category.objects.values_list("name", "parent__name")) == {"y": None, "x": "y", "z": "x"}


def test_a_supplier_that_one_other_source_describes_is_meant_by_its_key(tmp_path: Path) -> None:
    import_rows(tmp_path, source="buying", suppliers=[{"source_key": "bw", "name": "Brightwell"}])
    import_rows(tmp_path, source="pim", products=[{**LAMP, "supplier_key": "bw"}])
    assert [(row.source, row.name) for row in Supplier.objects.all()] == [("buying", "Brightwell")]
