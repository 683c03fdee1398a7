"""Services come from REST and from files, and are changed by those who may."""

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from shopkeeper.core.refusals import InvalidInput
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Capacity, Closure, CutOff, Rate, Service, Zone
from tests.connectors.importing import counts, import_rows
from tests.delivery.offering import BY, NOW, offers, with_carrier, with_service
from tests.inventory.shelves import with_stock
from tests.inventory.test_rest import Till

SPEC = {
    "code": "next", "carrier": "swift", "name": "Tomorrow", "kind": "next_day", "brochure_days": 1,
    "rates": [{"price": "6.50", "currency": "GBP"}], "cut_offs": [{"at": "17:00:00"}],
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_service_is_set_up_by_rest_and_a_basket_asks_for_it() -> None:
    with_stock(1)
    with_carrier()
    boss, shop = Till("delivery.manage_services", "delivery.view_delivery"), Till("delivery.ask_offers")
    assert boss.put("/api/delivery/services", SPEC).status_code == 200
    assert boss.put("/api/delivery/services", {**SPEC, "name": "By tomorrow"}).status_code == 200
    assert [s["name"] for s in boss.get("/api/delivery/services").json()] == ["By tomorrow"]
    question = {"lines": [{"sku": "KETTLE", "quantity": 1}], "address": {"country": "GB", "postcode": "LS1 4AP"}}
    [offer] = shop.post("/api/delivery/offers", question).json()["offers"]
    assert (offer["kind"], offer["price"], offer["node"]) == ("next_day", "6.50", "LDS")
    assert shop.put("/api/delivery/services", SPEC).status_code == 403
    assert shop.post("/api/delivery/offers", {"lines": []}).status_code == 422
    assert boss.delete("/api/delivery/services/swift/next").status_code == 204
    assert shop.post("/api/delivery/offers", question).json() == {"offers": []}
    unknown = question | {"lines": [{"sku": "MOON", "quantity": 1}]}
    refused = shop.post("/api/delivery/offers", unknown)
    assert (refused.status_code, refused.json()["type"]) == (404, "urn:shopkeeper:product_not_found")
    assert "“MOON”" in refused.content.decode()
    assert boss.delete("/api/delivery/services/swift/nothing").status_code == 404


@pytest.mark.django_db
def test_files_bring_services_and_the_same_again_changes_nothing(tmp_path: Path) -> None:
    tables = {
        "carriers": [{"source_key": "swift", "name": "Swift"}],
        "delivery_services": [
            {"source_key": "s1", "carrier_key": "swift", "code": "standard", "name": "Standard", "kind": "standard",
             "delivers_on": "0,1,2,3,4", "nodes": "LDS,YRK"},
            {"source_key": "s2", "code": "collect", "name": "Collect", "kind": "collect"},
            {"source_key": "s3", "code": "odd", "name": "Odd", "kind": "standard", "delivers_on": "Monday"},
        ],
        "delivery_zones": [{"source_key": "z", "code": "north", "name": "North", "country": "gb", "areas": "LS, YO"}],
        "delivery_rates": [
            {"source_key": "r1", "service_key": "s1", "zone_key": "z", "price": "4.95", "currency": "GBP"},
            {"source_key": "r2", "service_key": "nobody", "price": "4.95", "currency": "GBP"},
        ],
        "delivery_cut_offs": [
            {"source_key": "c1", "service_key": "s1", "at": "16:30", "leaves_after_days": "1"},
            {"source_key": "c2", "service_key": "s1", "at": "half past four"},
        ],
        "delivery_closures": [{"source_key": "d1", "carrier_key": "swift", "day": "2026-12-28"}],
        "delivery_capacities": [{"source_key": "k1", "node": "LDS", "parcels": "40"}],
    }  # fmt: skip
    got = counts(import_rows(tmp_path, **tables))
    assert {name: numbers for name, numbers in got.items() if name != "carriers"} == {
        "delivery_services": (2, 0, 0, 1), "delivery_zones": (1, 0, 0, 0), "delivery_rates": (1, 0, 0, 1),
        "delivery_cut_offs": (1, 0, 0, 1), "delivery_closures": (1, 0, 0, 0), "delivery_capacities": (1, 0, 0, 0),
    }  # fmt: skip
    service = Service.objects.get(code="standard")
    assert (service.delivers_on, service.nodes, service.promise_percent) == ([0, 1, 2, 3, 4], ["LDS", "YRK"], 90)
    assert Service.objects.get(code="collect").carrier is None
    assert (Zone.objects.get().areas, Zone.objects.get().country) == (["LS", "YO"], "GB")
    assert (Rate.objects.get().price, CutOff.objects.get().at) == (Decimal("4.95"), time(16, 30))
    assert (Closure.objects.get().day, Capacity.objects.get().parcels) == (date(2026, 12, 28), 40)
    again = counts(import_rows(tmp_path, **tables))
    assert [again[name][:3] for name in ("delivery_services", "delivery_rates")] == [(0, 0, 2), (0, 0, 1)]


@pytest.mark.django_db
def test_what_makes_no_sense_is_refused_and_changes_nothing() -> None:
    with_stock(1)
    with_service()
    before = offers()
    for wrong in ({"delivers_on": (7,)}, {"promise_percent": 100}, {"name": ""}):
        with pytest.raises(InvalidInput):
            with_service(**wrong)
    with pytest.raises(delivery.ServiceNotFound):
        delivery.set_capacity(capacity=delivery.CapacitySpec(1, "swift", "none"), by=BY, now=NOW)
    assert offers() == before
