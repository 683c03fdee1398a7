"""Parcels as files bring them, with what was promised."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopkeeper.delivery.models import Parcel
from shopkeeper.orders.models import Order
from shopkeeper.promises.models import Promise
from tests.connectors.importing import NOW, counts, import_rows, run_import, write_csv

pytestmark = pytest.mark.django_db

ORDERS = [
    {
        "source_key": "o1", "channel": "web", "currency": "GBP", "customer_key": "ann", "region": "North",
        "placed_at": "2026-03-01 10:00",
    },
    {"source_key": "o2", "channel": "web", "currency": "GBP", "placed_at": "2026-03-01", "canceled_at": "2026-03-02"},
]  # fmt: skip
PARCEL = {"order_key": "o1", "carrier_key": "royal", "promised_on": "2026-03-05"}


def test_a_promised_day_lasts_until_midnight_where_the_retailer_is(tmp_path: Path) -> None:
    write_csv(tmp_path, "parcels.csv", [{"id": "d1", "order": "o1", "day": "2026-07-05"}])
    mapping = """
source: shop
time_zone: Europe/Berlin
files: {parcels: parcels.csv}
tables:
  - {table: deliveries, from: parcels, columns: {source_key: id, order_key: order, promised_on: day}}
"""
    run_import(tmp_path, mapping=mapping)
    assert Promise.objects.get().due_at == datetime(2026, 7, 5, 21, 59, 59, 999999, tzinfo=UTC)


def test_a_parcel_goes_to_the_customer_and_region_of_its_order(tmp_path: Path) -> None:
    import_rows(
        tmp_path, orders=ORDERS, deliveries=[{"source_key": "d1", **PARCEL, "delivered_at": "2026-03-06 09:00"}]
    )
    order, parcel, promise = Order.objects.get(source_key="o1"), Parcel.objects.get(), Promise.objects.get()
    assert (parcel.ref, parcel.customer_id, parcel.region, parcel.carrier.name) == (
        f"order:{order.id}", order.customer_id, "North", "royal",
    )  # fmt: skip
    assert (promise.made_at, promise.customer_id, promise.node) == (order.placed_at, order.customer_id, "royal")
    assert promise.fulfilled_at == parcel.delivered_at > promise.due_at


def test_the_promise_of_a_canceled_order_is_withdrawn(tmp_path: Path) -> None:
    import_rows(tmp_path, orders=ORDERS, deliveries=[{"source_key": "d2", **PARCEL, "order_key": "o2"}])
    assert Promise.objects.get().withdrawn_at == datetime(2026, 3, 2, tzinfo=UTC)


def test_nobody_is_alarmed_about_what_was_overdue_before_it_came_in(tmp_path: Path) -> None:
    rows = [{"source_key": "d1", **PARCEL}, {"source_key": "d2", **PARCEL, "promised_on": "2026-05-30"}]
    import_rows(tmp_path, orders=ORDERS, deliveries=rows)
    announced = dict(Promise.objects.values_list("source_key", "breach_announced_at"))
    assert announced == {"delivery:d1": NOW, "delivery:d2": None}


def test_another_date_moves_the_promise_and_the_first_one_is_kept(tmp_path: Path) -> None:
    import_rows(tmp_path, orders=ORDERS, deliveries=[{"source_key": "d1", **PARCEL}])
    run = import_rows(tmp_path, deliveries=[{"source_key": "d1", **PARCEL, "promised_on": "2026-03-08"}])
    assert counts(run) == {"deliveries": (0, 1, 0, 0)}
    promise = Promise.objects.get()
    assert (promise.original_due_at.day, promise.due_at.day) == (5, 8)
