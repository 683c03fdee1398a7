"""What is kept back by rules reaches every position: at once, within a minute for what is new, and in slices."""

import random

import pytest

from shopkeeper.catalog.models import Category, Product
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions import buffers
from shopkeeper.inventory.models import BufferRule, Location, Position
from tests.inventory.shelves import BY, NOW, with_location, with_product, with_stock

pytestmark = pytest.mark.django_db


def keep_back(pieces: int, **where: object) -> None:
    """A rule against a wrong record, set by hand."""
    inventory.set_buffer(kind="buffer", pieces=pieces, percent=0, why="test", by=BY, now=NOW, **where)


def with_category(name: str) -> Category:
    return Category.objects.create(name=name, source_key=name, recorded_at=NOW)


def kept() -> dict[tuple[str, str], int]:
    """Pieces kept back by SKU and location."""
    rows = Position.objects.values_list("product__sku", "location__code", "buffer")
    return {(sku, code): pieces for sku, code, pieces in rows}


def test_a_position_that_is_new_keeps_back_what_the_rules_say_within_a_minute() -> None:
    keep_back(2)
    with_stock(10)
    assert kept() == {("KETTLE", "LDS"): 0}
    assert inventory.apply_buffers(by=BY, now=NOW) == 1
    assert kept() == {("KETTLE", "LDS"): 2}
    assert inventory.apply_buffers(by=BY, now=NOW) == 0


def test_a_product_that_moves_to_another_category_follows_the_rule_of_that_one() -> None:
    with_stock(10)
    keep_back(1)
    kitchen = with_category("kitchen")
    keep_back(3, category_id=kitchen.id)
    Product.objects.update(category=kitchen)
    assert (kept()[("KETTLE", "LDS")], inventory.apply_buffers(by=BY, now=NOW)) == (1, 1)
    assert kept()[("KETTLE", "LDS")] == 3


def test_when_the_last_rule_goes_nothing_is_kept_back_any_more() -> None:
    with_stock(10)
    keep_back(3)
    buffers.drop_buffer(rule_id=BufferRule.objects.get().id, by=BY, now=NOW)
    assert kept() == {("KETTLE", "LDS"): 0}


def test_while_nothing_is_new_nobody_looks_at_the_positions(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with_stock(10)
    assert inventory.apply_buffers(by=BY, now=NOW) == 0
    keep_back(1)
    with django_assert_num_queries(1):
        assert inventory.apply_buffers(by=BY, now=NOW) == 0


def test_slices_end_where_one_statement_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random rules, and what the most specific one says of each position, looked up alone."""
    monkeypatch.setattr(buffers, "PRODUCTS_AT_ONCE", 2)
    numbers = random.Random(4)
    categories = [with_category(name) for name in "ab"]
    for sku in "STUVW":
        product = with_product(sku)
        Product.objects.filter(id=product).update(category=numbers.choice([None, *categories]))
    for code in ("L1", "L2", "L3"):
        with_location(code)
    for category in [None, *categories]:
        for code in ("", "L1", "L2"):
            if numbers.random() < 0.7:
                keep_back(numbers.randrange(9), location=code, category_id=category.id if category else None)
    for sku in "STUVW":
        for code in ("L1", "L2", "L3"):
            with_stock(5, sku=sku, location=code)
    inventory.apply_buffers(by=BY, now=NOW)
    assert kept() == {
        (row.sku, place.code): most_specific(row, place)
        for row in Product.objects.all() for place in Location.objects.all()
    }  # fmt: skip


def most_specific(product: Product, place: Location) -> int:
    """Pieces by the rule that names the location, else the category, else nothing."""
    rules = {(row.location_id, row.category_id): row.pieces for row in BufferRule.objects.all()}
    meant = ((place.id, product.category_id), (place.id, None), (None, product.category_id), (None, None))
    return next((rules[key] for key in meant if key in rules), 0)
