"""The demo's stock tells the same troubles as its orders."""

from decimal import Decimal
from uuid import UUID

from shopkeeper.catalog.public import ProductCard
from shopkeeper.catalog.rules import CodeKind, has_right_check_digit, kind_of_code
from shopkeeper.demo.ordering import plan_bundles
from shopkeeper.demo.scenario import read_scenario
from shopkeeper.demo.stocking import _barcodes, _locations


def test_every_product_has_a_code_of_its_own_with_the_right_check_digit() -> None:
    cards = [ProductCard(UUID(int=number), f"SKU-{number}", "Lamp") for number in range(300)]
    codes = [row["code"] for row in _barcodes(cards)]
    assert len(set(codes)) == 300
    assert {kind_of_code(code) for code in codes} == {CodeKind.GTIN}
    assert all(has_right_check_digit(code) for code in codes)


def test_a_set_of_three_costs_a_tenth_less_than_its_parts() -> None:
    cards = [
        ProductCard(UUID(int=n), f"KIT-10{n}", "Mug", list_price=Decimal(20 * n), currency="GBP") for n in range(1, 5)
    ]
    [kitchen], parts = plan_bundles(cards)
    assert (kitchen["sku"], kitchen["list_price"]) == ("SET-KIT", "108")
    assert [row["component_key"] for row in parts] == ["KIT-101", "KIT-102", "KIT-103"]


def test_the_late_tills_and_the_suppliers_may_be_silent_only_so_long() -> None:
    limits = {row["code"]: row["stale_after_minutes"] for row in _locations(read_scenario())}
    assert {code: limit for code, limit in limits.items() if limit} == {
        "BHM": 45, "NOT": 45, "BRS": 45, "brightwell": 360, "calder": 360,
    }  # fmt: skip
    assert len(limits) == 16
