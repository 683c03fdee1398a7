"""Orders as shop systems write them: read into the book without loss, and given back."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from shopkeeper.connectors.bodies import give_back, read_bodies, request_bodies, shape_named, write_files
from shopkeeper.connectors.commands import import_orders
from shopkeeper.connectors.errors import NoOrderInIt, UnknownShape
from shopkeeper.connectors.models import ImportRun
from shopkeeper.connectors.runs import carry_out
from shopkeeper.connectors.shapes import same
from shopkeeper.orders.models import Order, OrderDetails, OrderLine, Return
from shopkeeper.payments.models import Payment
from tests.cast import with_cast
from tests.connectors.importing import BY, NOW, run_import
from tests.connectors.test_real_data import DATA
from tests.inventory.test_rest import Till

pytestmark = pytest.mark.django_db
FOLDERS = {"shopify": ("shopify_ruby_2026_07", "shopify_python"), "woocommerce": ("woocommerce_docs",)}
MISCOUNTED = "450789469"
"""Its lines come to 199.00 more than its own total says."""
LINE = {"id": 11, "sku": "LAMP", "quantity": 3, "price": "30.00", "title": "Lamp", "discount_allocations": []}
SENT = {
    "id": 71, "status": "success", "created_at": "2026-05-02T09:00:00+01:00", "tracking_company": "Swift",
    "tracking_number": "TN1", "line_items": [{"id": 11, "quantity": 2}],
}  # fmt: skip
BACK = {
    "created_at": "2026-05-09T10:00:00Z",
    "refund_line_items": [
        {"id": 91, "line_item_id": 11, "quantity": 1, "restock_type": "return", "subtotal": 30.0},
        {"id": 92, "line_item_id": 11, "quantity": 1, "restock_type": "cancel", "subtotal": 30.0},
    ],
    "transactions": [
        {"id": 93, "kind": "refund", "status": "success", "amount": "60.00", "created_at": "2026-05-09T10:00:00Z"}
    ],
}
ORDER = {
    "id": 5, "name": "#1005", "currency": "GBP", "source_name": "pos", "created_at": "2026-05-01T12:00:00+01:00",
    "total_price": "94.50", "financial_status": "partially_refunded", "payment_gateway_names": ["card"],
    "email": "ann@mail.test", "note": "Ring twice", "line_items": [LINE], "fulfillments": [SENT], "refunds": [BACK],
    "shipping_lines": [{"price": "4.50"}], "shipping_address": {"name": "Ann Lee", "zip": "LS1 4AB", "city": "Leeds"},
}  # fmt: skip


def take(document: Any, shape: str, folder: Path, *, source: str = "shop") -> None:
    """Import orders, and see that nothing of them is refused."""
    write_files(read_bodies(document, shape_named(shape)), folder)
    run = run_import(folder, source=source)
    assert run.refused == 0, [(part.table, part.refusals) for part in run.parts if part.refused]


def test_an_order_is_in_the_book_with_what_left_what_came_back_and_its_money(tmp_path: Path) -> None:
    take({"order": ORDER}, "shopify", tmp_path)
    order, line = Order.objects.get(), OrderLine.objects.get()
    assert (order.number, order.channel, order.ship_name, order.ship_postcode) == (
        "#1005",
        "store",
        "Ann Lee",
        "LS1 4AB",
    )
    assert order.placed_at.isoformat() == "2026-05-01T11:00:00+00:00"
    assert (line.ordered, line.shipped, line.delivered, line.canceled, line.returned) == (3, 2, 2, 1, 1)
    assert (order.goods_total, order.shipping_total) == (Decimal(90), Decimal("4.50"))
    moved = Payment.objects.order_by("kind").values_list("kind", "method", "amount")
    assert list(moved) == [("captured", "card", Decimal("94.50")), ("refunded", "card", Decimal(60))]
    assert Return.objects.get().refund_amount == 30
    assert order.customer_id is not None


def test_a_clerk_reads_on_its_page_what_its_own_system_said_besides(tmp_path: Path) -> None:
    take(ORDER | {"checkout_token": "abc123"}, "shopify", tmp_path)
    clerk = with_cast().sign_in("chief_customer_officer")
    page = clerk.get(f"/orders/{Order.objects.get().id}/").content.decode()
    told = page.partition("What its own system said besides")[2]
    assert ("Ring twice" in told, "line_items › 0 › title" in told, "abc123" in page) == (True, True, False)


WOO = {
    "id": 727, "order_key": "k", "number": "727", "status": "completed", "currency": "GBP", "total": "31.85",
    "total_tax": "1.35", "date_created_gmt": "2026-05-01T12:00:00", "date_modified_gmt": "2026-05-01T12:00:00",
    "shipping_total": "10.00", "fee_lines": [{"total": "2.50"}], "customer_id": 0, "billing": {}, "shipping": {},
    "line_items": [{
        "id": 315, "name": "Woo &ndash; Single #1", "sku": "", "product_id": 93, "quantity": 2, "subtotal": "18.00",
        "total": "18.00",
    }],
}  # fmt: skip


def test_what_its_customer_paid_holds_tax_and_fees_and_a_line_bears_the_name_of_its_shop(tmp_path: Path) -> None:
    take(WOO, "woocommerce", tmp_path)
    order = Order.objects.get()
    assert (order.goods_total, order.tax_total, order.total) == (Decimal(18), Decimal("3.85"), Decimal("31.85"))
    page = with_cast().sign_in("chief_customer_officer").get(f"/orders/{order.id}/").content.decode()
    besides = page.partition("Taxes and fees")[2][:200]
    assert ("£10.00" in page, "£3.85" in besides) == (True, True)
    above = page.partition("What its own system said besides")[0]
    assert ("£31.85" in above, "Woo – Single #1" in above) == (True, True)


def test_prices_that_hold_their_tax_are_not_taxed_twice(tmp_path: Path) -> None:
    take(ORDER | {"taxes_included": True, "total_tax": "15.00"}, "shopify", tmp_path)
    assert Order.objects.get().total == Decimal("94.50")


def test_a_clerk_reads_on_its_page_where_it_goes(tmp_path: Path) -> None:
    take(ORDER, "shopify", tmp_path)
    clerk = with_cast().sign_in("chief_customer_officer")
    address = clerk.get(f"/orders/{Order.objects.get().id}/").content.decode().partition("<address")[2]
    assert "LS1 4AB" in address.partition("</address>")[0].replace("\u00a0", " ")
    Order.objects.update(ship_name="", ship_street="", ship_postcode="")
    assert "<address" not in clerk.get(f"/orders/{Order.objects.get().id}/").content.decode()


def test_it_is_given_back_as_it_came_with_what_the_book_says_of_it_now(tmp_path: Path) -> None:
    take(ORDER, "shopify", tmp_path)
    order = Order.objects.get()
    assert differences(give_back(order.id), ORDER) == []
    Order.objects.update(ship_name="Ben Lee", city="York")
    body = give_back(order.id)
    assert body is not None
    assert body["shipping_address"] == {"name": "Ben Lee", "zip": "LS1 4AB", "city": "York"}
    assert body["note"] == "Ring twice"


def test_what_has_a_column_is_not_kept_twice(tmp_path: Path) -> None:
    take(ORDER, "shopify", tmp_path)
    kept = {tuple(path) for path, _leaf in OrderDetails.objects.get().details["kept"]}
    homes = {("id",), ("name",), ("currency",), ("created_at",), ("line_items", 0, "sku"), ("line_items", 0, "price")}
    assert not kept & homes
    assert {("note",), ("line_items", 0, "title")} <= kept


def test_other_systems_hand_bodies_over_and_fetch_them_by_rest() -> None:
    till = Till("connectors.run_imports", "connectors.view_imports", "orders.view_orders")
    answer = till.post("/api/order-bodies?shape=shopify&source=my-shop", ORDER)
    assert answer.status_code == 202
    carry_out(ImportRun.objects.get(number=answer.json()["number"]).id, by=BY, clock=lambda: NOW)
    assert Order.objects.get().source == "my-shop"
    assert till.get("/api/order-bodies/%231005").json()["note"] == "Ring twice"
    assert till.get("/api/order-bodies/W-9").status_code == 404


def test_the_command_line_takes_a_file_of_them(tmp_path: Path) -> None:
    file = tmp_path / "orders.json"
    file.write_text(
        json.dumps({"orders": [ORDER, ORDER | {"id": 6, "line_items": [LINE | {"id": 12}], "refunds": []}]})
    )
    told = CliRunner().invoke(import_orders, [str(file), "--shape", "shopify"])
    assert told.exit_code == 0, told.output
    assert sorted(Order.objects.values_list("source", "source_key")) == [("shopify", "5"), ("shopify", "6")]
    file.write_text("no JSON")
    told = CliRunner().invoke(import_orders, [str(file), "--shape", "shopify"])
    assert (told.exit_code, "There is no order in it" in told.output) == (1, True)


def test_what_is_no_order_is_refused() -> None:
    with pytest.raises(UnknownShape):
        request_bodies(document=ORDER, shape="shoplazza", source="", by=BY, now=NOW)
    for document in ({}, [], "order", {"id": 5}, {"orders": []}):
        with pytest.raises(NoOrderInIt):
            request_bodies(document=document, shape="shopify", source="", by=BY, now=NOW)
    assert ImportRun.objects.exclude(confirmed_at=None).count() == 0


@pytest.mark.real_data
@pytest.mark.skipif(not DATA.exists(), reason=f"no sets of real data in {DATA}; SHOPKEEPER_DATA names another folder")
@pytest.mark.parametrize(("shape", "orders"), [("shopify", 32), ("woocommerce", 9)])
def test_every_order_in_the_documents_of_shop_systems_is_held_without_loss(
    shape: str, orders: int, tmp_path: Path
) -> None:
    bodies = list(published(shape))
    assert len(bodies) == orders
    together: dict[str, list[dict[str, Any]]] = {}
    for place, body in enumerate(bodies):  # they are one order again and again, as it changed: each as of its own shop
        for table, rows in read_bodies(body, shape_named(shape)).items():
            together.setdefault(table, []).extend(row | {"source": f"shop-{place}"} for row in rows)
    write_files(together, tmp_path)
    run = run_import(tmp_path, source="shop")
    assert run.refused == 0, [(part.table, part.refusals) for part in run.parts if part.refused]
    for place, body in enumerate(bodies):
        found = give_back(Order.objects.get(source=f"shop-{place}").id)
        assert differences(found, body) == [], place
        order = Order.objects.get(source=f"shop-{place}")
        asked = Decimal(str(body.get("total_price", body.get("total"))))
        assert order.total == asked or (shape, order.source_key) == ("shopify", MISCOUNTED), place


def published(shape: str) -> Iterator[dict[str, Any]]:
    """Every order of the published documents, as often as it stands there."""
    for folder in FOLDERS[shape]:
        for file in sorted((DATA / "payloads" / folder).rglob("*.json")):
            document = json.loads(file.read_text())
            yield from (dict(body) for body in shape_named(shape).find_orders(document))


def differences(left: Any, right: Any, path: str = "") -> list[str]:
    """Where two bodies do not mean the same."""
    if isinstance(left, dict) and isinstance(right, dict):
        names = sorted({*left, *right})
        return [
            found
            for name in names
            for found in differences(left.get(name, ...), right.get(name, ...), f"{path}/{name}")
        ]
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = enumerate(zip(left, right, strict=True))
        return [found for place, (one, two) in pairs for found in differences(one, two, f"{path}/{place}")]
    return [] if same(left, right) else [f"{path}: {left!r} is not {right!r}"]
