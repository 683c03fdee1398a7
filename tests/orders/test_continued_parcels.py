"""A warehouse's file, or a carrier's scan, goes on with the parcel that was got ready here."""

from pathlib import Path

import pytest

from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Parcel
from shopkeeper.orders.actions.moving import follow_hand_over, record_delivery
from shopkeeper.orders.models import Order, OrderLine
from shopkeeper.promises.models import Promise
from tests.connectors.importing import counts, import_rows
from tests.orders.book import BY, get, hour
from tests.orders.sending import only, to_send
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, place, run_errands

pytestmark = pytest.mark.django_db


def row(placed, **told: str) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {"source_key": "wms-1", "order_key": Order.objects.get(pk=placed.id).source_key, **told}


def test_a_file_goes_on_with_the_parcel_that_was_got_ready_here(tmp_path: Path) -> None:
    open_stocked_shop(dc=(5, 5))
    placed = place()
    ready = only(placed)
    Order.objects.update(source="shop")
    left = row(placed, ship_from="dc", tracking_number="SW77", handed_over_at="2026-05-04 14:00")
    assert counts(import_rows(tmp_path, deliveries=[left]))["deliveries"] == (0, 1, 0, 0)
    parcel = Parcel.objects.get()
    assert (parcel.id, parcel.tracking_number, parcel.handed_over_at) == (ready.parcel_id, "SW77", hour(5))
    assert parcel.promised_on == ready.promised_on
    assert follow_hand_over(order_id=placed.id, parcel_id=parcel.id, at=hour(5), by=BY, now=hour(5)) == 3
    assert follow_hand_over(order_id=placed.id, parcel_id=parcel.id, at=hour(5), by=BY, now=hour(5)) == 0
    run_errands()
    assert (to_send(BY), free()["dc"], get(placed.id).state, money(placed)[1]) == ([], 3, "shipped", "144.50")
    import_rows(tmp_path, deliveries=[left | {"delivered_at": "2026-05-05 10:00"}])
    record_delivery(order_id=placed.id, ref=f"parcel:{parcel.id}", at=hour(25), by=BY, now=hour(25))
    [promise] = Promise.objects.filter(ref=placed.ref)
    assert (promise.fulfilled_at, get(placed.id).state) == (hour(25), "delivered")
    assert_stock_adds_up()


def test_a_parcel_from_elsewhere_is_another_one(tmp_path: Path) -> None:
    open_stocked_shop(dc=(5, 5))
    placed = place()
    Order.objects.update(source="shop")
    import_rows(tmp_path, deliveries=[row(placed, ship_from="hull", tracking_number="X1")])
    assert sorted(Parcel.objects.values_list("ship_from", flat=True)) == ["dc", "hull"]
    assert to_send(BY) == [("dc", 3)]


def test_a_carriers_scan_takes_the_pieces_along() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    parcel = only(placed).parcel_id
    Parcel.objects.update(tracking_number="RT1")
    scan = delivery.CarrierScan("RT1", delivery.TrackingStatus.IN_TRANSIT, "HUB", hour(4))
    delivery.hear_carrier(carrier="swift", scans=[scan], by=BY, now=hour(4))
    assert follow_hand_over(order_id=placed.id, parcel_id=parcel, at=hour(4), by=BY, now=hour(4)) == 3
    assert list(OrderLine.objects.order_by("position").values_list("allocated", "shipped")) == [(0, 2), (0, 1)]
    assert_stock_adds_up()
