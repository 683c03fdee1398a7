"""What is kept back by rules reaches every position: at once, within a minute for what is new, and in slices."""

import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from shopkeeper.catalog.models import Category, Product
from shopkeeper.inventory import commands
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions import buffers
from shopkeeper.inventory.errors import PlaceTwice
from shopkeeper.inventory.models import BufferRule, Location, Position
from shopkeeper.inventory.queries.reckoning import Reckoning, find_reckoning
from tests.cast import with_cast
from tests.connectors.importing import counts, import_rows
from tests.inventory.shelves import BY, NOW, demand, keep, with_location, with_product, with_stock
from tests.inventory.test_running_places import machine

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


def with_kinds() -> None:
    """Ten kettles each in a store, in a warehouse and at a supplier."""
    for code, kind in (("LDS", "store"), ("DC", "warehouse"), ("ACME", "supplier")):
        with_location(code, kind=kind)
        with_stock(10, location=code)


def kept_at() -> dict[str, int]:
    return {code: pieces for (_, code), pieces in kept().items()}


def test_a_rule_for_a_kind_of_locations_holds_at_each_of_them() -> None:
    with_kinds()
    keep_back(3, place_kind="supplier")
    assert kept_at() == {"LDS": 0, "DC": 0, "ACME": 3}
    assert inventory.get_availability(["KETTLE"], by=BY, now=NOW)["KETTLE"].available == 27


def test_a_location_says_more_than_its_kind_and_that_more_than_a_category() -> None:
    with_kinds()
    kitchen = with_category("kitchen")
    Product.objects.update(category=kitchen)
    steps = [
        ({}, 1), ({"category_id": kitchen.id}, 2), ({"place_kind": "supplier"}, 3),
        ({"place_kind": "supplier", "category_id": kitchen.id}, 4), ({"location": "ACME"}, 5),
        ({"location": "ACME", "category_id": kitchen.id}, 6),
    ]  # fmt: skip
    for where, pieces in steps:
        keep_back(pieces, **where)
        assert (kept_at()["ACME"], told_at("ACME")) == (pieces, pieces)
    assert (kept_at()["LDS"], kept_at()["DC"]) == (2, 2)
    for pieces in (6, 5, 4, 3, 2, 1):
        buffers.drop_buffer(rule_id=BufferRule.objects.get(pieces=pieces).id, by=BY, now=NOW)
        assert (kept_at()["ACME"], told_at("ACME")) == (pieces - 1, pieces - 1)


def told_at(code: str) -> int:
    """What the explanation says is kept back."""
    found = reckon(code)
    return sum(each.pieces for each in found.kept_back)


def reckon(code: str, channel: str = "") -> Reckoning:
    product, place = Product.objects.get().id, Location.objects.get(code=code).id
    found = find_reckoning(product, place, now=NOW, channel=channel)
    assert found is not None
    return found


def test_a_channel_leaves_more_at_all_stores_than_elsewhere() -> None:
    with_kinds()
    keep_back(4, place_kind="store", channel="web")
    keep_back(1, channel="web")
    found = inventory.get_availability(["KETTLE"], by=BY, now=NOW, channel="web")["KETTLE"]
    assert {place.location: place.available for place in found.locations} == {"LDS": 6, "DC": 9, "ACME": 9}
    assert not keep(demand(quantity=7), channel="web").complete
    assert [reckon(code, "web").available for code in ("LDS", "DC", "ACME")] == [6, 9, 9]


def test_a_location_that_becomes_of_another_kind_follows_the_rules_of_that_one() -> None:
    with_kinds()
    keep_back(3, place_kind="supplier")
    Location.objects.filter(code="ACME").update(kind="warehouse")
    assert (inventory.apply_buffers(by=BY, now=NOW), kept_at()["ACME"]) == (1, 0)


def test_a_rule_names_a_location_or_a_kind_not_both() -> None:
    with_kinds()
    with pytest.raises(PlaceTwice):
        keep_back(3, place_kind="store", location="LDS")
    assert (BufferRule.objects.count(), set(kept_at().values())) == (0, {0})


def test_a_kind_is_chosen_on_the_page_and_by_machines_for_the_whole_company_alone() -> None:
    cast = with_cast()
    with_location("ACME", kind="supplier")
    with_stock(10, location="ACME")
    rule = {"pieces": "2", "percent": "10", "kind": "safety", "location": "kind:supplier", "why": "Old files."}
    manager = cast.sign_in("supply_chain_manager")
    assert manager.post("/stock/kept-back/", rule).status_code == 302
    row = BufferRule.objects.get()
    assert (row.place_kind, row.location, row.pieces, row.percent) == ("supplier", None, 2, 10)
    assert "all suppliers" in manager.get("/stock/kept-back/").content.decode()
    page = manager.get("/stock/ledger/KETTLE/?location=ACME").content.decode()
    assert "3 are kept back for the shop (all suppliers, everything): Old files." in page
    assert "So 7 can be promised." in page
    assert "all suppliers" not in str(cast.sign_in("YRK").get("/stock/kept-back/").context["form"])
    client = machine("inventory.manage_locations", "inventory.view_stock", "catalog.view_products")
    both = {"kind": "buffer", "pieces": 1, "place_kind": "supplier", "location": "ACME"}
    refused = client.put("/api/inventory/buffers", both, content_type="application/json")
    assert (refused.status_code, BufferRule.objects.count()) == (422, 1)
    made = client.put("/api/inventory/buffers", both | {"location": ""}, content_type="application/json")
    assert (made.status_code, BufferRule.objects.filter(place_kind="supplier").count()) == (200, 2)
    found = client.get("/api/inventory/reckoning?sku=KETTLE&location=ACME").json()
    assert (found["available"], [each["pieces"] for each in found["kept_back"]]) == (6, [3, 1])
    assert found["words"][0] == "10 are on the record."


def test_the_command_line_says_why_so_many_can_be_promised() -> None:
    with_kinds()
    keep_back(3, place_kind="supplier")
    keep(demand(quantity=2, location="ACME"))
    said = CliRunner().invoke(commands.inventory, ["why", "KETTLE", "ACME"])
    assert said.output.splitlines() == [
        "10 are on the record.", "2 are kept for customers.",
        "3 are kept back against a wrong record (all suppliers, everything): test", "So 5 can be promised.",
    ]  # fmt: skip


def rule_row(key: str, **told: Any) -> dict[str, Any]:
    return {"source_key": key, "kind": "buffer", "why": "A day old.", **told}


def test_rules_come_in_files_hold_at_once_and_a_later_file_changes_them(tmp_path: Path) -> None:
    with_kinds()
    with_category("kitchen")
    Product.objects.update(category=Category.objects.get())
    rows = [
        rule_row("1", pieces=3, place_kind="supplier"), rule_row("2", percent=20, location_code="DC"),
        rule_row("3", pieces=1, category_key="kitchen", kind="safety"),
    ]  # fmt: skip
    assert counts(import_rows(tmp_path, kept_back=rows))["kept_back"] == (3, 0, 0, 0)
    assert [reckon(code).available for code in ("LDS", "DC", "ACME")] == [9, 7, 6]
    assert counts(import_rows(tmp_path, kept_back=rows))["kept_back"] == (0, 0, 3, 0)
    assert counts(import_rows(tmp_path, kept_back=[rows[0] | {"pieces": 0}]))["kept_back"] == (0, 1, 0, 0)
    assert [reckon(code).available for code in ("LDS", "DC", "ACME")] == [9, 7, 9]


def test_rows_of_a_file_of_rules_are_refused_that_say_two_things_or_none(tmp_path: Path) -> None:
    with_kinds()
    rows = [
        rule_row("1", pieces=3, place_kind="supplier", location_code="ACME"), rule_row("2", pieces=-1),
        rule_row("3", percent=101), rule_row("4", pieces=1, location_code="X"), rule_row("5", pieces=1),
        rule_row("6", pieces=2), rule_row("7", pieces=1, place_kind="moon"),
    ]  # fmt: skip
    [part] = import_rows(tmp_path, kept_back=rows).parts
    assert {refusal.code for refusal in part.refusals} == {
        "place_twice", "negative", "too_large", "unknown_location", "rule_twice", "unknown_code",
    }  # fmt: skip
    assert [(row.pieces, row.place_kind) for row in BufferRule.objects.all()] == [(1, "")]


def test_a_rule_is_set_listed_and_ended_on_the_command_line() -> None:
    with_kinds()
    with_category("kitchen")
    run = CliRunner()
    asked = ["kept-back", "set", "buffer", "A day old.", "--pieces", "3", "--place-kind", "supplier"]
    assert run.invoke(commands.inventory, asked).output == "It holds from now on.\n"
    assert kept_at() == {"LDS": 0, "DC": 0, "ACME": 3}
    row = BufferRule.objects.get()
    listed = run.invoke(commands.inventory, ["kept-back", "list"]).output
    assert listed == f"{row.id}  3 (buffer) at all suppliers, of everything: A day old.\n"
    wrong = run.invoke(commands.inventory, [*asked, "--category", "garden"])
    assert (wrong.exit_code, "No category has this name." in wrong.output) == (2, True)
    assert run.invoke(commands.inventory, [*asked, "--location", "ACME"]).exit_code != 0
    assert BufferRule.objects.count() == 1
    assert run.invoke(commands.inventory, ["kept-back", "end", str(row.id)]).exit_code == 0
    assert set(kept_at().values()) == {0}
