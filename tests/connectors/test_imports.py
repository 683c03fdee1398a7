"""An import is a run: it can be repeated, corrected, interrupted and taken up again, and it says what it refused."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from shopkeeper.connectors import public as connectors
from shopkeeper.connectors.errors import InvalidMapping, NothingToImport, PackedFile, UnreadableImport
from shopkeeper.connectors.models import ImportPart, ImportRun
from shopkeeper.core import intake
from shopkeeper.core.models import Event
from shopkeeper.customers.models import SourceRecord
from shopkeeper.orders.models import Order, OrderLine
from shopkeeper.organization.models import Outlet
from tests.connectors.importing import NOW, counts, import_rows, run_import, write_csv

pytestmark = pytest.mark.django_db

OUTLETS = [{"source_key": "web", "name": "Web shop", "kind": "web_shop"}]
ORDER = {"channel": "web", "outlet_key": "web", "currency": "GBP", "placed_at": "2026-03-01 10:00:00"}
ORDERS = [{"source_key": key, **ORDER} for key in ("o1", "o2", "o3")]
LINES = [
    {"source_key": "l1", "order_key": "o1", "sku": "lamp", "unit_price": "19.99", "quantity": 2},
    {"source_key": "l2", "order_key": "o2", "sku": "rake", "unit_price": "7.5", "quantity": 1},
]


def test_a_folder_is_imported_by_the_names_of_its_files(tmp_path: Path) -> None:
    run = import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS, order_lines=LINES)
    assert counts(run) == {"outlets": (1, 0, 0, 0), "orders": (3, 0, 0, 0), "order_lines": (2, 0, 0, 0)}
    assert run.state is connectors.RunState.FINISHED
    assert Order.objects.get(source_key="o1").goods_total == Decimal("39.98")


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS, order_lines=LINES)
    before = list(Order.objects.order_by("id").values()), list(OrderLine.objects.order_by("id").values())
    run = import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS, order_lines=LINES)
    assert counts(run) == {"outlets": (0, 0, 1, 0), "orders": (0, 0, 3, 0), "order_lines": (0, 0, 2, 0)}
    assert (list(Order.objects.order_by("id").values()), list(OrderLine.objects.order_by("id").values())) == before


def test_a_corrected_file_updates_and_a_column_it_lacks_is_left_alone(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=[{**row, "city": "Leeds"} for row in ORDERS])
    corrected = [{**row, "placed_at": "2026-03-02 10:00:00"} if row["source_key"] == "o2" else row for row in ORDERS]
    run = import_rows(tmp_path, orders=corrected)
    assert counts(run) == {"orders": (0, 1, 2, 0)}
    assert Order.objects.get(source_key="o2").placed_at.day == 2
    assert set(Order.objects.values_list("city", flat=True)) == {"Leeds"}


def test_an_outlet_that_nobody_knows_is_refused_with_the_row_as_it_came(tmp_path: Path) -> None:
    orders = [*ORDERS[:2], {**ORDERS[2], "outlet_key": "moon"}]
    run = import_rows(tmp_path, outlets=OUTLETS, orders=orders)
    assert counts(run)["orders"] == (2, 0, 0, 1)
    [part] = [part for part in run.parts if part.table == "orders"]
    [refusal] = part.refusals
    assert (refusal.code, refusal.column, refusal.rows) == ("unknown_outlet", "outlet_key", 1)
    header, row = Path(part.refused_file).read_text().splitlines()
    assert header == '"source_key","channel","outlet_key","currency","placed_at","line","refused_because"'
    assert row.startswith('"o3","web","moon","GBP","2026-03-01 10:00:00",3,"There is no such outlet.')


def test_what_arrives_before_its_parent_makes_a_stub_that_a_later_import_fills(tmp_path: Path) -> None:
    import_rows(tmp_path, order_lines=LINES)
    stub = Order.objects.get(source_key="o1")
    assert not stub.described
    run = import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS)
    assert counts(run)["orders"] == (3, 0, 0, 0)
    described = Order.objects.get(source_key="o1")
    assert (described.id, described.described, described.placed_at.month) == (stub.id, True, 3)


def test_of_rows_with_one_key_the_last_one_counts(tmp_path: Path) -> None:
    run = import_rows(tmp_path, outlets=OUTLETS, orders=[ORDERS[0], {**ORDERS[0], "city": "York"}])
    assert counts(run)["orders"] == (1, 0, 1, 0)
    assert Order.objects.get().city == "York"


def test_values_that_do_not_fit_are_refused_and_stop_nobody_else(tmp_path: Path) -> None:
    orders = [
        {**ORDERS[0], "number": "9" * 81},
        {**ORDERS[1], "placed_at": "2026-02-30"},
        {**ORDERS[2], "shipping_total": "99999999999999"},
        {"source_key": "o4", **ORDER, "channel": "pigeon"},
        {"source_key": "o5", **ORDER, "currency": None},
        {"source_key": "o6", **ORDER},
    ]
    run = import_rows(tmp_path, outlets=OUTLETS, orders=orders)
    [part] = [part for part in run.parts if part.table == "orders"]
    assert {(r.code, r.column) for r in part.refusals} == {
        ("too_long", "number"),
        ("unreadable", "placed_at"),
        ("too_large", "shipping_total"),
        ("unknown_code", "channel"),
        ("missing", "currency"),
    }
    assert list(Order.objects.values_list("source_key", flat=True)) == ["o6"]


def test_a_file_as_tills_write_them_keeps_what_is_good_and_gives_back_what_is_not(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS)
    head = "\ufeffsource_key,order_key,sku,batch,unit_price,quantity\r\n"
    good = 'l1,o1,lamp,"first\nhalf",19.99,2\r\nl1,o1,lamp,"first\nhalf",19.99,2\r\n'
    bad = "l2,o2,rake,,7.50,-1\r\nl3,o2,rake,,seven,1\r\nl4,o2,rake\r\n"
    (tmp_path / "order_lines.csv").write_bytes(head.encode() + (good + bad).encode() + b"l5,o3,caf\xe9,,1.00,1\r\n")
    for left in ("outlets.csv", "orders.csv"):
        (tmp_path / left).unlink()
    run = run_import(tmp_path, source="shop")
    assert counts(run) == {"order_lines": (2, 0, 1, 3)}
    lines = OrderLine.objects.order_by("source_key").values_list("source_key", "product__sku", "batch", "ordered")
    assert list(lines) == [("l1", "lamp", "first\nhalf", 2), ("l5", "café", "", 1)]
    with Path(run.parts[0].refused_file).open(newline="") as refused:
        assert [(row[0], row[-2], row[-1]) for row in csv.reader(refused)][1:] == [
            ("l2", "3", "“quantity” is below zero."),
            ("l3", "4", "“unit_price” cannot be read as a number."),
            ("l4,o2,rake", "5", "The row has more or fewer columns than the header."),
        ]


def test_a_killed_run_goes_on_with_the_batch_it_was_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(tmp_path, "outlets.csv", OUTLETS)
    write_csv(tmp_path, "orders.csv", [{"source_key": f"o{n}", **ORDER} for n in range(7)])
    monkeypatch.setattr("shopkeeper.connectors.mappings.plans.BATCH_ROWS", 2)

    def kill(part: ImportPart) -> None:
        if part.table == "orders" and part.rows == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(tmp_path, source="shop", progress=kill)
    assert Order.objects.count() == 4
    seen: list[int] = []
    run = run_import(tmp_path, source="shop", progress=lambda part: seen.append(part.rows))
    assert ImportRun.objects.count() == 1
    assert counts(run)["orders"] == (7, 0, 0, 0)
    assert seen == [1, 6, 7, 7]


def test_a_run_does_not_go_on_with_another_file_but_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(tmp_path, "outlets.csv", OUTLETS)

    def kill(part: ImportPart) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(tmp_path, source="shop", progress=kill)
    write_csv(tmp_path, "outlets.csv", [*OUTLETS, {"source_key": "s1", "name": "Leeds", "kind": "store"}])
    assert counts(run_import(tmp_path, source="shop")) == {"outlets": (1, 0, 1, 0)}
    first, second = ImportRun.objects.order_by("number")
    assert (
        first.failure
        == "outlets.csv has changed since this import began. A new import takes the files as they are now."
    )
    assert second.finished_at == NOW


@pytest.mark.django_db(transaction=True)
def test_two_cannot_work_on_one_run(tmp_path: Path) -> None:
    write_csv(tmp_path, "outlets.csv", OUTLETS)
    other = connection.copy()

    def hold(part: ImportPart) -> None:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"import:{part.run_id}"])
            assert cursor.fetchone() == (False,)

    run_import(tmp_path, source="shop", progress=hold)
    other.close()


def test_a_file_that_cannot_be_read_fails_the_run_and_keeps_what_is_in(tmp_path: Path) -> None:
    write_csv(tmp_path, "outlets.csv", OUTLETS)
    (tmp_path / "orders.parquet").write_bytes(b"no parquet")
    with pytest.raises(UnreadableImport, match=r"orders.parquet is not a whole Parquet file."):
        run_import(tmp_path, source="shop")
    run = ImportRun.objects.get()
    assert run.failed_at == NOW
    assert run.failure == "orders.parquet is not a whole Parquet file."


def test_a_folder_without_a_file_that_fits_says_which_would(tmp_path: Path) -> None:
    write_csv(tmp_path, "kunden.csv", OUTLETS)
    with pytest.raises(NothingToImport, match=r"no file is named after a table that can be imported \(.*customers"):
        run_import(tmp_path, source="shop")


def test_a_column_that_a_file_lacks_is_said_once_before_any_row_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    write_csv(tmp_path, "outlets.csv", OUTLETS)
    lacking = [{"source_key": "o1", "Sales channel": "web", "placed": "2026-05-01"}] * 3
    write_csv(tmp_path, "orders.csv", lacking)
    with pytest.raises(InvalidMapping) as refused:
        run_import(tmp_path, source="shop")
    assert refused.value.sentence() == (
        "orders.csv lacks what orders needs: “channel” (“Sales channel” may be it), “currency”, “placed_at” (“placed” "
        "may be it). Its columns are “source_key”, “Sales channel”, “placed”. Rename them or give a mapping."
    )
    assert not Outlet.objects.exists()
    assert not Order.objects.exists()
    assert not ImportPart.objects.exists()


def test_every_dataset_names_all_that_a_file_without_its_columns_lacks(tmp_path: Path) -> None:
    tables = intake.list_tables()
    for table in tables:
        (tmp_path / f"{table.name}.csv").write_text("remark\nnothing\n")
    with pytest.raises(InvalidMapping) as refused:
        run_import(tmp_path, source="shop")
    told = {line.split(".csv ")[0]: line for line in refused.value.sentence().splitlines()}
    assert set(told) == {table.name for table in tables}
    for table in tables:
        for column in (column for column in table.all_columns if column.required):
            assert f"“{column.name}”" in told[table.name]


def test_a_nul_in_a_text_is_left_out_and_the_rest_of_the_text_is_kept(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS)
    (tmp_path / "outlets.csv").unlink()
    order = {"source_key": "o1", **ORDER, "number": "A\x001"}
    write_csv(tmp_path, "orders.csv", [order])
    assert counts(run_import(tmp_path, source="shop")) == {"orders": (1, 0, 0, 0)}
    (tmp_path / "orders.csv").unlink()
    (tmp_path / "orders.jsonl").write_text(json.dumps(order | {"source_key": "o2"}) + "\n")
    assert counts(run_import(tmp_path, source="shop")) == {"orders": (1, 0, 0, 0)}
    assert list(Order.objects.order_by("source_key").values_list("number", flat=True)) == ["A1", "A1"]


def test_a_workbook_is_named_as_what_it_is_and_what_to_do_with_it(tmp_path: Path) -> None:
    (tmp_path / "products.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(PackedFile, match=r"products.xlsx is a workbook or an archive. Save each sheet as CSV"):
        run_import(tmp_path, source="shop")
    assert not ImportPart.objects.exists()


def test_history_comes_in_quietly_with_one_event_for_each_batch(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS)
    heard = Event.objects.filter(name="core.rows_imported").order_by("recorded_at", "id")
    assert [(e.payload["table"], e.payload["created"], e.history) for e in heard] == [
        ("outlets", 1, True),
        ("orders", 3, True),
    ]
    assert not Event.objects.filter(name__startswith="orders.").exists()


def test_nothing_of_the_staging_is_left(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS, order_lines=LINES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'import\\_%'")
        assert cursor.fetchone() == (0,)


def test_a_person_whose_date_of_birth_is_no_day_is_taken_without_it(tmp_path: Path) -> None:
    people = [
        {"source_key": "1", "full_name": "Ann Reed", "born_on": "1961-02-30"},
        {"source_key": "2", "full_name": "Ben Lee", "born_on": "1788-01-22"},
    ]
    run = import_rows(tmp_path, customers=people)
    assert counts(run) == {"customers": (2, 0, 0, 0)}
    assert list(SourceRecord.objects.order_by("source_key").values_list("born_on", flat=True)) == [
        None,
        date(1788, 1, 22),
    ]
