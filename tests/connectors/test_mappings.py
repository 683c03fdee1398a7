"""A mapping is data: what it says is done, and what it cannot mean is said with file, line and column."""

from pathlib import Path

import pytest

from shopkeeper.connectors.errors import InvalidMapping
from shopkeeper.connectors.mappings import read_mapping
from shopkeeper.customers.models import SourceRecord
from shopkeeper.feedback.models import Feedback
from shopkeeper.orders.models import Order, Return
from shopkeeper.organization.models import Outlet
from tests.connectors.importing import counts, run_import, write_csv

RECEIPTS = """
name: Till
source: till
time_zone: Europe/London
decimal: ","
empty: [n/a]
files:
  receipts: receipts-*.csv
  shops: {path: shops.txt, delimiter: "|"}
tables:
  - table: outlets
    from: shops
    columns:
      source_key: Nr
      name: Name
      kind: {column: Art, codes: {F: store, W: web_shop}}
  - table: orders
    from: receipts
    join:
      shops: {on: {Shop: Nr}}
    where: TRY_CAST(Pieces AS INTEGER) > 0
    one_per: Receipt
    columns:
      source_key: Receipt
      channel: {column: shops.Art, codes: {W: web}, otherwise: store}
      outlet_key: Shop
      currency: {constant: EUR}
      placed_at: {column: Day, format: "%d.%m.%Y"}
      discount_total: {sql: "sum(TRY_CAST(Pieces AS INTEGER)) * 0.5"}
      city: Town
  - table: returns
    from: receipts
    where: TRY_CAST(Pieces AS INTEGER) < 0
    columns:
      source_key: {sql: "Receipt || '-' || Item"}
      sku: Item
      quantity: {sql: "-CAST(Pieces AS INTEGER)"}
      refund_amount: Paid
      outlet_key: Shop
      occurred_at: {column: Day, format: ["%d.%m.%Y", "%Y-%m-%d"]}
"""


@pytest.mark.django_db
def test_a_mapping_feeds_several_tables_from_one_file(tmp_path: Path) -> None:
    (tmp_path / "shops.txt").write_text("Nr|Name|Art\n1|Altstadt|F\n9|Netz|W\n")
    rows = [
        {"Receipt": "a", "Shop": 1, "Item": "lamp", "Pieces": 2, "Paid": "19,99", "Day": "03.04.2026", "Town": "n/a"},
        {"Receipt": "a", "Shop": 1, "Item": "rake", "Pieces": 1, "Paid": "1.007,5", "Day": "03.04.2026", "Town": "Ulm"},
        {"Receipt": "b", "Shop": 9, "Item": "rake", "Pieces": 1, "Paid": "7,5", "Day": "04.04.2026", "Town": None},
    ]
    back = {"Receipt": "c", "Shop": 1, "Item": "rake", "Pieces": -1, "Paid": "7,5", "Day": "2026-04-05", "Town": ""}
    write_csv(tmp_path, "receipts-1.csv", rows)
    write_csv(tmp_path, "receipts-2.csv", [back])
    run = run_import(tmp_path, mapping=RECEIPTS)
    assert run.source == "till"
    assert [(p.table, p.file, p.created) for p in run.parts] == [
        ("outlets", "shops.txt", 2),
        ("orders", "receipts-1.csv", 2),
        ("orders", "receipts-2.csv", 0),
        ("returns", "receipts-1.csv", 0),
        ("returns", "receipts-2.csv", 1),
    ]
    orders = Order.objects.order_by("source_key").values_list("source_key", "channel", "discount_total", "city")
    assert [(key, channel, float(total), city) for key, channel, total, city in orders] == [
        ("a", "store", 1.5, "Ulm"),
        ("b", "web", 0.5, ""),
    ]
    assert Order.objects.get(source_key="a").placed_at.isoformat() == "2026-04-02T23:00:00+00:00"
    taken_back = Return.objects.get()
    assert (taken_back.quantity, float(taken_back.refund_amount or 0), taken_back.outlet) == (
        1, 7.5, Outlet.objects.get(source_key="1"),
    )  # fmt: skip


@pytest.mark.django_db
def test_rows_may_stand_in_the_mapping_and_name_another_source(tmp_path: Path) -> None:
    write_csv(tmp_path, "people.csv", [{"id": "7", "mail": "ann@mail.test"}])
    mapping = """
source: shop
files: {people: people.csv}
tables:
  - table: outlets
    rows:
      - {source_key: web, name: Web shop, kind: web_shop}
      - {source_key: web, name: Market place, kind: marketplace, source: market, code: market}
  - table: customers
    from: people
    columns: {source_key: id, email: mail, source: {constant: club}}
"""
    assert counts(run_import(tmp_path, mapping=mapping)) == {"customers": (1, 0, 0, 0), "outlets": (2, 0, 0, 0)}
    assert set(Outlet.objects.values_list("source", "code")) == {("shop", "web"), ("market", "market")}
    assert SourceRecord.objects.get().source == "club"


@pytest.mark.django_db
def test_json_lines_are_mapped_by_the_path_of_their_fields(tmp_path: Path) -> None:
    said = ['{"id": 1, "by": {"stars": 4}, "said": "fine", "at": 1767225600}', '{"id": 2, "by": {"stars": 9}, "at": 0}']
    (tmp_path / "reviews.jsonl").write_text("\n".join(said))
    mapping = """
files: {reviews: reviews.jsonl}
tables:
  - table: feedback
    from: reviews
    columns:
      source_key: id
      kind: {constant: review}
      scale: {constant: stars}
      score: by.stars
      text: said
      occurred_at: {column: at, format: epoch}
"""
    run = run_import(tmp_path, mapping=mapping)
    assert counts(run) == {"feedback": (1, 0, 0, 1)}
    assert run.parts[0].refusals[0].words == "The score is not on its scale."
    kept = Feedback.objects.get()
    assert (kept.text, kept.occurred_at.isoformat()) == ("fine", "2026-01-01T00:00:00+00:00")


WRONG = """name: wrong
time_zone: Mars/Olympus
file: {}
files:
  people: people.csv
tables:
  - table: custmers
    from: people
  - table: customers
    from: peple
    columns:
      source_key: id
      emial: mail
      city: {colum: town}
  - table: orders
    from: people
    columns:
      source_key: id
"""


def test_everything_that_is_wrong_is_said_at_once_with_its_line() -> None:
    with pytest.raises(InvalidMapping) as refused:
        read_mapping(WRONG, name="wrong.yaml")
    assert refused.value.sentence().splitlines() == [
        "wrong.yaml, line 3, file: there is no setting “file”. Did you mean “files”?",
        "wrong.yaml, line 2, time_zone: there is no time zone “Mars/Olympus”.",
        "wrong.yaml, line 7, tables.table: there is no table “custmers”. Did you mean “customers”?",
        "wrong.yaml, line 10, tables.from: there is no file “peple”. Did you mean “people”?",
        "wrong.yaml, line 13, tables.columns.emial: there is no column “emial”. Did you mean “email”?",
        "wrong.yaml, line 14, tables.columns.city.colum: “colum” is none of codes, column, constant, decimal, empty, "
        "format, otherwise, sql.",
        "wrong.yaml, line 14, tables.columns.city: say exactly one of column, constant, sql.",
        "wrong.yaml, line 17, tables.columns: orders needs “channel”.",
        "wrong.yaml, line 17, tables.columns: orders needs “currency”.",
        "wrong.yaml, line 17, tables.columns: orders needs “placed_at”.",
    ]


@pytest.mark.django_db
def test_a_foreign_column_or_file_that_is_not_there_is_named_before_anything_is_read(tmp_path: Path) -> None:
    write_csv(tmp_path, "people.csv", [{"id": "7", "mail": "ann@mail.test"}])
    mapping = """
files: {people: people.csv, shops: shops.csv}
tables:
  - table: customers
    from: people
    columns:
      source_key: id
      email: male
      city: {sql: "upper(main.town)"}
"""
    with pytest.raises(InvalidMapping) as refused:
        run_import(tmp_path, mapping=mapping)
    assert [line.split(": ")[0] for line in refused.value.sentence().splitlines()] == [
        "mapping.yaml, line 8, customers.email (people.csv)",
        "mapping.yaml, line 9, customers.city (people.csv)",
    ]
    wrong_filter = mapping.replace("    columns:", "    where: town = 1\n    columns:")
    with pytest.raises(InvalidMapping, match=r"^mapping.yaml, line 4, customers \(people.csv\): .*town"):
        run_import(tmp_path, mapping=wrong_filter)
    with pytest.raises(InvalidMapping, match=r"mapping.yaml, line 2: there is no file “shops.csv”"):
        run_import(tmp_path, mapping=mapping.replace("from: people", "from: shops"))
    assert not SourceRecord.objects.exists()


def test_what_is_no_yaml_is_said_with_its_line() -> None:
    with pytest.raises(InvalidMapping, match=r"^odd.yaml, line 3: this is no YAML: "):
        read_mapping("tables:\n  - [\n", name="odd.yaml")
