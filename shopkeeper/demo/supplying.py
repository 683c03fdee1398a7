"""How fast the demo's suppliers are: their past deliveries to us, and what one of them sent to customers."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from django.db import connection

from shopkeeper.catalog import public as catalog
from shopkeeper.demo.generator.dice import dice
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import RefusingSupplier

_DELIVERIES, _MONTHS = 16, timedelta(days=180)
_SOONER = (0, 0, 0, 1, 2)
_DAYS_BEFORE, _DAYS_SINCE = (1, 2, 2, 3), (2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 8, 8, 8, 11)
"""Days until a parcel leaves: as agreed at first; since the trouble began, nine in ten within eight."""
_EARLIEST, _LATEST = timedelta(days=120), timedelta(days=14)
_SENT = """
    SELECT o.source, o.source_key, o.placed_at FROM orders_order o
    JOIN orders_orderline l ON l.order_id = o.id JOIN catalog_supplier s ON s.id = l.supplier_id
    WHERE s.source_key = %s AND o.placed_at > %s AND o.placed_at < %s AND l.canceled = 0 AND o.canceled_at IS NULL
        AND EXISTS (SELECT 1 FROM delivery_parcel p WHERE p.ref = 'order:' || o.id AND p.delivered_at IS NOT NULL)
    GROUP BY 1, 2, 3 ORDER BY 2"""

type Rows = list[dict[str, Any]]


def plan_past_deliveries(
    products: Iterable[catalog.ProductCard], days: Mapping[str, int], scenario: Scenario, seed: int, now: datetime
) -> Rows:
    """Each supplier's last deliveries to the first warehouse: as agreed, or a little sooner."""
    chance, by_supplier, rows = dice(seed, "past deliveries"), dict[str, list[str]](), list[dict[str, Any]]()
    keys, place = {made.name: key for key, made in scenario.suppliers.items()}, next(iter(scenario.warehouses))
    for product in products:
        by_supplier.setdefault(keys.get(product.supplier, ""), []).append(product.sku)
    for key in sorted(by_supplier.keys() & days.keys()):
        for number in range(_DELIVERIES):
            ordered = (now - _MONTHS * (number + 1) / (_DELIVERIES + 1)).date()
            took = timedelta(days=max(1, days[key] - chance.choice(_SOONER)))
            rows.append({
                "source_key": f"{key}/{number}", "number": f"PO-{key[:3].upper()}-{ordered:%d%m}", "kind": "purchase",
                "sku": chance.choice(by_supplier[key]), "location_code": place, "quantity": 24,
                "supplier_key": key, "ordered_on": ordered.isoformat(),
                "due_on": (ordered + timedelta(days=days[key])).isoformat(),
                "received_on": (ordered + took).isoformat(),
            })  # fmt: skip
    return rows


def list_sent_parcels(scenario: Scenario, now: datetime) -> Rows:
    """What the supplier of the trouble sent to customers itself: later and later since its stock file is old."""
    refusing = scenario.find(RefusingSupplier)
    if refusing is None:
        return []
    began = now + timedelta(days=refusing.since)
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [refusing.supplier, now - _EARLIEST, now - _LATEST])
        orders = cursor.fetchall()
    return [_parcel(refusing.supplier, *order, is_late=order[2] >= began) for order in orders]


def _parcel(supplier: str, source: str, key: str, placed_at: datetime, *, is_late: bool) -> dict[str, Any]:
    usual = _DAYS_SINCE if is_late else _DAYS_BEFORE
    left = placed_at + timedelta(days=usual[crc32(key.encode()) % len(usual)])
    return {
        "source": source, "source_key": f"{supplier}/{key}", "order_key": key, "ship_from": supplier,
        "handed_over_at": left.isoformat(), "delivered_at": (left + timedelta(days=1)).isoformat(),
    }  # fmt: skip
