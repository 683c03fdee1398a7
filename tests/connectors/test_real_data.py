"""The example mappings on the sets that they were written for; skipped where those are absent."""

import os
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from django.db.models import Count, F, Q, Sum

from shopkeeper.catalog.models import Product, Supplier
from shopkeeper.customers.models import Customer
from shopkeeper.delivery.actions.lanes import measure_lanes
from shopkeeper.delivery.models import LaneTime
from shopkeeper.feedback.models import Feedback
from shopkeeper.orders.models import Order, OrderLine, Return
from shopkeeper.orders.queries.told_returns import list_told_returns
from shopkeeper.organization.models import Outlet
from shopkeeper.promises.models import Promise
from tests.connectors.importing import BY, run_import

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("SHOPKEEPER_DATA") or ROOT.parent / "shared" / "data")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real_data,
    pytest.mark.skipif(
        not DATA.exists(), reason=f"no sets of real data in {DATA}; SHOPKEEPER_DATA names another folder"
    ),
]


def import_set(name: str, *, twice: bool = True) -> None:
    """Import a set by its mapping, see that nothing is refused, and that doing it again changes nothing."""
    mapping = (ROOT / "examples" / "mappings" / f"{name}.yaml").read_text()
    run = run_import(DATA / name, mapping=mapping)
    assert run.refused == 0, [(p.table, p.refusals) for p in run.parts if p.refused]
    if not twice:
        return
    again = run_import(DATA / name, mapping=mapping)
    assert [(p.table, p.created, p.updated) for p in again.parts] == [(p.table, 0, 0) for p in run.parts]


def count_by_hand(name: str, question: str) -> tuple[int, ...]:
    """What bare DuckDB counts in the files of a set."""
    with duckdb.connect(config={"file_search_path": str(DATA / name)}) as files:
        [counted] = files.sql(question).fetchall()
        return tuple(counted)


def measured_in_august() -> int:
    """Parcels of the eight weeks before 30 August 2018, as the lane of the whole service counts them."""
    day = datetime(2018, 8, 30, tzinfo=ZoneInfo("America/Sao_Paulo"))
    measure_lanes(by=BY, now=day)
    whole = LaneTime.objects.get(node="", area="", region="", allowed=None)
    assert LaneTime.objects.exclude(node="").exclude(area="").filter(allowed=None).count() > 100
    return whole.arrived + whole.waiting


def test_the_marketplace_has_its_orders_promises_and_reviews() -> None:
    import_set("olist")
    assert (Order.objects.count(), OrderLine.objects.count(), Supplier.objects.count()) == (4000, 4519, 1125)
    assert Customer.objects.filter(merged_into=None).count() == 3998
    assert Feedback.objects.filter(scale="stars").count() == 3989
    promises = Promise.objects.filter(kind="delivery")
    kept = promises.filter(fulfilled_at__lte=F("due_at")).count()
    late = promises.filter(fulfilled_at__gt=F("due_at")).count()
    assert (promises.count(), promises.exclude(withdrawn_at=None).count(), kept + late) == (4000, 40, 3898)
    assert (kept, late) == count_by_hand("olist", """
        SELECT count(*) FILTER (day <= promised), count(*) FILTER (day > promised)
        FROM (SELECT order_delivered_customer_date::date AS day, order_estimated_delivery_date::date AS promised
              FROM read_csv('olist_orders_dataset.csv'))
        WHERE day IS NOT NULL""")  # fmt: skip
    assert Order.objects.filter(sequence=2).count() == 2
    assert (measured_in_august(),) == count_by_hand(
        "olist",
        """
        SELECT count(*) FROM read_csv('olist_orders_dataset.csv') WHERE order_status <> 'canceled'
        AND order_delivered_carrier_date >= '2018-07-05' AND order_delivered_carrier_date < '2018-08-30'""",
    )
    orphans = Feedback.objects.filter(Q(customer=None) | Q(outlet=None))
    assert orphans.count() == 0


def test_the_gift_shop_has_its_invoices_and_what_came_back() -> None:
    import_set("online_retail")
    totals = Order.objects.aggregate(goods=Sum("goods_total"), postage=Sum("shipping_total"), charges=Sum("tax_total"))
    assert totals == {"goods": Decimal("1237937.62"), "postage": Decimal("14343.97"), "charges": Decimal("60.00")}
    assert (Order.objects.count(), f"{sum(totals.values()):.2f}") == count_by_hand(
        "online_retail",
        """
        SELECT count(DISTINCT InvoiceNo), printf('%.2f', sum(Quantity * UnitPrice::DECIMAL(12, 4)))
        FROM read_csv('online_retail.csv.gz', types={'InvoiceNo': 'VARCHAR'})
        WHERE InvoiceNo NOT LIKE 'C%' AND Quantity > 0""",
    )
    back = Return.objects.aggregate(n=Count("id"), pieces=Sum("quantity"), money=Sum("refund_amount"))
    assert back == {"n": 1437, "pieces": 10615, "money": Decimal("33145.14")}
    assert Customer.objects.count() == 823
    assert Return.objects.exclude(line=None).count() == 0
    assert (back["n"], back["pieces"]) == count_by_hand(
        "online_retail",
        """
        SELECT count(*), -sum(Quantity) FILTER (
            StockCode NOT IN ('POST', 'DOT', 'C2', 'D', 'M', 'S', 'B', 'BANK CHARGES', 'AMAZONFEE', 'CRUK'))::BIGINT
        FROM read_csv('online_retail.csv.gz', types={'InvoiceNo': 'VARCHAR'}) WHERE InvoiceNo LIKE 'C%'""",
    )
    fees = Return.objects.filter(product=None)
    assert (fees.count(), fees.aggregate(money=Sum("refund_amount"))["money"]) == (43, Decimal("6980.98"))
    [discount] = list_told_returns("C549452", by=BY)
    assert (discount.count, str(discount.refund)) == (0, "1867.86")


def test_the_grocer_has_its_receipts_by_store_and_household() -> None:
    import_set("completejourney", twice=False)
    assert (Order.objects.count(), OrderLine.objects.count()) == (24289, 221923)
    assert (Outlet.objects.count(), Customer.objects.count()) == (182, 379)
    assert (Product.objects.filter(described=True).count(), Product.objects.get(described=False).sku) == (
        92331,
        "1093587",
    )
    assert OrderLine.objects.exclude(delivered=F("ordered")).count() == 0


def test_the_clothing_reviews_have_their_departments_and_items() -> None:
    import_set("womens_clothing")
    said = Feedback.objects.filter(kind="review", scale="stars")
    assert (said.count(), said.exclude(department_code="").count(), Product.objects.count()) == (5652, 5643, 333)
