"""Delivery offers for a basket of five SKUs and an address, by REST: CPU of application and database together.

The promise: 8 ms. Five locations send and collect, three carriers offer six services with prices by zone and cut-offs,
and the lanes of 120 postcode areas have been measured, each from every location. Asked again when one of the five SKUs
lies at a supplier alone, so that it comes in two parcels.
"""

import json
import sys

from stock.home import Shop, cost, own_home, run, with_positions

LIMIT = 8.0
_EVERY_FIFTH = "substr(sku, 2)::int % 5 = 0"


def main() -> int:
    """Measure; fail above the limit."""
    with own_home():
        with_positions(1_000, 5, 100)
        with_supplier()
        with_services()
        shop = Shop("delivery.ask_offers")
        numbers = iter(range(10**9))
        taken = cost(lambda: ask(shop, next(numbers)), 400)
        found = json.loads(ask(shop, 0))["offers"]
        kinds = sorted({offer["kind"] for offer in found})
        measured = sum(offer["measured"] > 0 for offer in found)
        move_to_supplier()
        supplied = cost(lambda: ask(shop, next(numbers)), 400)
        split = json.loads(ask(shop, 0))["offers"]
    assert len(found) >= 6, found
    print(f"{len(found)} offers ({', '.join(kinds)}), {measured} of them from measured lanes.")
    print(f"Offers for a basket of 5: {taken:.2f} ms of CPU, ratio {taken / LIMIT:.2f} of {LIMIT} ms.")
    assert {len(offer["parts"]) for offer in split} == {2}, split
    print(f"One of the 5 from a supplier: {supplied:.2f} ms of CPU, ratio {supplied / LIMIT:.2f} of {LIMIT} ms.")
    return int(max(taken, supplied) > LIMIT)


def ask(shop: Shop, number: int) -> bytes:
    """Another basket and another address each time."""
    lines = [{"sku": f"S{(number * 5 + n) % 1000}", "quantity": 1, "grams": 400} for n in range(5)]
    address = {"country": "GB", "area": f"A{number % 120}", "region": "North"}
    return shop.ask("POST", "/api/delivery/offers", json.dumps({"lines": lines, "address": address}).encode())


def with_supplier() -> None:
    """A supplier with a location and terms for every fifth SKU; nothing lies there yet."""
    run(
        "INSERT INTO catalog_supplier (id, source, source_key, recorded_at, described, name, region)"
        " VALUES (uuidv7(), 'b', 's', now(), true, 'Acme', '')"
    )
    run(
        "INSERT INTO inventory_location (id, source, source_key, recorded_at, described, code, name, kind, postcode,"
        " may_ship, may_pick_up, may_receive_returns, switched_off_by, switched_off_why, fed_at, supplier_id)"
        " SELECT uuidv7(), 'b', 's', now(), true, 'ACME', 'Acme', 'supplier', '', true, false, false, '', '', now(), id"
        " FROM catalog_supplier"
    )
    run(
        "INSERT INTO catalog_offer (id, source, source_key, recorded_at, described, product_id, supplier_id,"
        " supplier_sku, currency, lead_time_days, minimum_quantity, cut_off_at)"
        " SELECT uuidv7(), 'b', p.sku, now(), true, p.id, s.id, '', '', 2, 1, '14:00'"
        f" FROM catalog_product p, catalog_supplier s WHERE {_EVERY_FIFTH}"
    )
    run("VACUUM ANALYZE catalog_offer, catalog_supplier, inventory_location")


def move_to_supplier() -> None:
    """Every fifth SKU lies at the supplier alone."""
    run(
        "DELETE FROM inventory_position p USING catalog_product t, inventory_location l WHERE t.id = p.product_id"
        f" AND l.id = p.location_id AND l.code <> 'L0' AND {_EVERY_FIFTH}"
    )
    run(
        "UPDATE inventory_position p SET location_id = (SELECT id FROM inventory_location WHERE code = 'ACME')"
        f" FROM catalog_product t WHERE t.id = p.product_id AND {_EVERY_FIFTH}"
    )
    run("VACUUM ANALYZE inventory_position")


def with_services() -> None:
    """Three carriers, six services and collecting, a price each for a zone and for everywhere, measured lanes."""
    from datetime import time
    from decimal import Decimal

    from shopkeeper.core import clock
    from shopkeeper.core.console import operator
    from shopkeeper.delivery import public as delivery

    run(
        "INSERT INTO delivery_carrier (id, source, source_key, recorded_at, described, name)"
        " SELECT uuidv7(), 'b', 'c' || n, now(), true, 'C' || n FROM generate_series(0, 2) n"
    )
    run(
        "INSERT INTO delivery_zone (id, source, source_key, recorded_at, described, code, name, country, areas)"
        " VALUES (uuidv7(), 'b', 'z', now(), true, 'isles', 'Isles', 'GB', ARRAY['A1', 'A2', 'A3'])"
    )
    rates = (
        delivery.RateSpec(Decimal("4.95"), "GBP", Decimal("3.10"), up_to_grams=2_000),
        delivery.RateSpec(Decimal("6.95"), "GBP", Decimal("4.10")),
        delivery.RateSpec(Decimal("14.95"), "GBP", Decimal("9.10"), zone="isles"),
    )
    kinds = ("standard", "next_day", "nominated_day", "locker", "standard", "next_day", "collect")
    for place, kind in enumerate(kinds):
        spec = delivery.ServiceSpec(
            code=f"s{place}", carrier="" if kind == "collect" else f"c{place % 3}", name=f"S{place}",
            kind=delivery.ServiceKind(kind), rates=rates,
            cut_offs=(delivery.CutOffSpec(time(17)), delivery.CutOffSpec(time(14), node="L1")),
        )  # fmt: skip
        delivery.set_service(spec=spec, by=operator(), now=clock.now())
    # Curves as they are after measuring: by location and area, by area, and for the whole service.
    run(
        "INSERT INTO delivery_lanetime (id, service_id, node, area, region, arrived, waiting, curve, measured_at)"
        " SELECT uuidv7(), s.id, l.node, a.area, '', 40, 2, ARRAY[0, .5, .8, .92, .97, .98, .99, .99, .99, .99, .99,"
        " .99, .99, .99, .99], now() FROM delivery_service s,"
        " (SELECT '' AS node UNION SELECT code FROM inventory_location) l,"
        " (SELECT '' AS area UNION SELECT 'A' || n FROM generate_series(0, 119) n) a WHERE l.node = '' OR a.area <> ''"
    )
    run("VACUUM ANALYZE delivery_lanetime")


if __name__ == "__main__":
    sys.exit(main())
