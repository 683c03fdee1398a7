"""Two people describe products at once: no circle of categories, no bundle in a bundle, nobody waits for ever."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from shopkeeper.catalog.actions import compose_bundle, describe_category, describe_product, name_substitutes
from shopkeeper.catalog.actions.products import lock_product
from shopkeeper.catalog.contracts import ProductFacts
from shopkeeper.catalog.errors import BundleInBundle, CategoryUnderItself
from shopkeeper.catalog.models import Category, Component, Product, Substitute
from shopkeeper.connectors.public import RunCard
from shopkeeper.core.actors import system_actor
from tests.connectors.importing import counts, import_rows
from tests.gates import crossing, one_after_the_other, while_open

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def product(sku: str, name: str = "") -> UUID:
    return describe_product(sku=sku, facts=ProductFacts(name=name or sku.title()), by=BY, now=NOW)


def category(name: str, under: UUID | None = None) -> UUID:
    return describe_category(name=name, parent_id=under, by=BY, now=NOW)


def put(name: str, one: UUID, under: UUID) -> UUID:
    return describe_category(name=name, parent_id=under, category_id=one, by=BY, now=NOW)


def test_two_moves_that_together_make_a_circle_are_not_both_done() -> None:
    garden, kitchen = category("garden"), category("kitchen")
    chairs, pans = category("chairs", garden), category("pans", kitchen)
    with pytest.raises(CategoryUnderItself):
        one_after_the_other(lambda: put("garden", garden, pans), lambda: put("kitchen", kitchen, chairs))
    assert dict(Category.objects.values_list("name", "parent__name")) == {
        "garden": "pans", "pans": "kitchen", "kitchen": None, "chairs": "garden",
    }  # fmt: skip


def test_two_products_that_are_put_into_each_other_at_once_are_one_bundle() -> None:
    product("PROBE")
    first, last = sorted([product("KETTLE"), product("MUG")])

    def compose(bundle: UUID, part: UUID) -> None:
        compose_bundle(product_id=bundle, parts={part: 1}, by=BY, now=NOW)

    with pytest.raises(BundleInBundle):
        crossing(lambda: lock_product(first), lambda: compose(last, first), lambda: compose(first, last))
    assert list(Component.objects.values_list("bundle", "component")) == [(first, last)]


def test_two_products_are_named_instead_of_each_other_at_once() -> None:
    one, other = product("KETTLE"), product("POT")

    def name(product_id: UUID, instead: UUID) -> None:
        name_substitutes(product_id=product_id, substitutes=[instead], by=BY, now=NOW)

    while_open(lambda: name(one, other), lambda: name(other, one))
    assert set(Substitute.objects.values_list("product", "substitute")) == {(one, other), (other, one)}


def test_of_two_who_describe_a_new_product_the_second_describes_it_again() -> None:
    product("PROBE")
    one_after_the_other(lambda: product("KETTLE", "Kettle"), lambda: product("KETTLE", "Blue kettle"))
    assert list(Product.objects.filter(sku="KETTLE").values_list("name", flat=True)) == ["Blue kettle"]


def test_a_bundle_by_file_waits_for_the_one_who_composes_it_by_hand(tmp_path: Path) -> None:
    kettle, mug, product_id = product("KETTLE"), product("MUG"), product("SET")
    row = {"source_key": "1", "bundle_key": "SET", "component_key": "MUG", "quantity": 2}
    run = one_after_the_other(
        lambda: compose_bundle(product_id=product_id, parts={kettle: 1, mug: 4}, by=BY, now=NOW),
        lambda: import_rows(tmp_path, components=[row]),
    )
    assert isinstance(run, RunCard)
    assert [refusal.code for refusal in run.parts[0].refusals] == ["component_taken"]
    assert set(Component.objects.values_list("component", "quantity")) == {(kettle, 1), (mug, 4)}


def test_a_move_by_hand_and_one_by_file_that_together_make_a_circle_are_not_both_done(tmp_path: Path) -> None:
    names = ("garden", "kitchen")
    import_rows(tmp_path, categories=[{"source_key": name, "name": name} for name in names])
    garden, kitchen = (Category.objects.get(name=name).id for name in names)
    row = {"source_key": "kitchen", "name": "kitchen", "parent_key": "garden"}
    run = one_after_the_other(
        lambda: put("garden", garden, kitchen), lambda: import_rows(tmp_path, categories=[row])
    )  # fmt: skip
    assert isinstance(run, RunCard)
    assert counts(run) == {"categories": (0, 0, 0, 1)}
    assert dict(Category.objects.values_list("name", "parent__name")) == {"garden": "kitchen", "kitchen": None}
