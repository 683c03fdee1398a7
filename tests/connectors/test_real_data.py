"""The example mappings on the sets that they were written for; skipped where those are absent."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Count, F, Q, Sum

from shopkeeper.catalog.models import Product, Supplier
from shopkeeper.customers.models import Customer
from shopkeeper.feedback.models import Feedback
from shopkeeper.orders.models import Order, OrderLine, Return
from shopkeeper.organization.models import Outlet
from shopkeeper.promises.models import Promise
from tests.connectors.importing import run_import

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


def test_the_marketplace_has_its_orders_promises_and_reviews() -> None:
    import_set("olist")
    assert (Order.objects.count(), OrderLine.objects.count(), Supplier.objects.count()) == (4000, 4519, 1125)
    assert Customer.objects.filter(merged_into=None).count() == 3998
    assert Feedback.objects.filter(scale="stars").count() == 3989
    promises = Promise.objects.filter(kind="delivery")
    kept = promises.filter(fulfilled_at__lte=F("due_at")).count()
    late = promises.filter(fulfilled_at__gt=F("due_at")).count()
    assert (promises.count(), promises.exclude(withdrawn_at=None).count(), kept + late) == (4000, 40, 3898)
    assert late == 279
    assert Order.objects.filter(sequence=2).count() == 2
    orphans = Feedback.objects.filter(Q(customer=None) | Q(outlet=None))
    assert orphans.count() == 0


def test_the_gift_shop_has_its_invoices_and_what_came_back() -> None:
    import_set("online_retail")
    totals = Order.objects.aggregate(n=Count("id"), goods=Sum("goods_total"), postage=Sum("shipping_total"))
    assert totals == {"n": 3494, "goods": Decimal("1237937.62"), "postage": Decimal("14343.97")}
    back = Return.objects.aggregate(n=Count("id"), pieces=Sum("quantity"), money=Sum("refund_amount"))
    assert back == {"n": 1415, "pieces": 11522, "money": Decimal("30694.50")}
    assert Customer.objects.count() == 823


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
