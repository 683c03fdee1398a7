"""What the demo's places sold in the last weeks, as their tills and warehouses would have told it day by day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

_WEEKS = timedelta(days=28)
_SOLD = """
    SELECT t.sku, place.code, (o.placed_at AT TIME ZONE 'UTC')::date, sum(l.ordered)::int, max(o.placed_at)
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id JOIN catalog_product t ON t.id = l.product_id
    LEFT JOIN LATERAL (
        SELECT d.ship_from FROM delivery_parcel d WHERE d.ref = 'order:' || o.id LIMIT 1
    ) parcel ON o.channel <> 'store'
    LEFT JOIN organization_outlet shop ON shop.id = o.outlet_id AND o.channel = 'store'
    JOIN inventory_location place ON place.code = coalesce(shop.code, parcel.ship_from)
    WHERE o.placed_at BETWEEN %s AND %s AND o.canceled_at IS NULL GROUP BY 1, 2, 3 HAVING sum(l.ordered) > 0
    ORDER BY 3, 2, 1"""

type Rows = list[dict[str, Any]]


def add_sales(past: Mapping[str, Rows], levels: Sequence[Mapping[str, Any]], *, now: datetime) -> dict[str, Rows]:
    """The past with every sale, out of shelves that were full enough for them; what is left is what they say today.

    Shelves where something was not found tell a story of their own and are left as they are.
    """
    own = {(row["location_code"], row["sku"]) for rows in past.values() for row in rows}
    sold: dict[tuple[str, str], int] = {}
    sales = []
    for sku, place, day, pieces, at in _fetch_sales(now):
        if (place, sku) not in own:
            sold[place, sku] = sold.get((place, sku), 0) + pieces
            sales.append(_sale(sku, place, day, pieces, at))
    left = {(row["location_code"], row["sku"]): row["quantity"] for row in levels}
    full = [_filled(place, sku, pieces + left.get((place, sku), 0), now) for (place, sku), pieces in sold.items()]
    more = {"stock_levels": full, "stock_movements": sales}
    return {name: [*rows, *more.get(name, [])] for name, rows in past.items()}


def _fetch_sales(now: datetime) -> list[tuple[str, str, date, int, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(_SOLD, [now - _WEEKS, now])
        return list(cursor.fetchall())


def _sale(sku: str, place: str, day: date, pieces: int, at: datetime) -> dict[str, Any]:
    return {
        "source_key": f"{place}/{sku}/{day}", "kind": "sell", "sku": sku, "location_code": place, "quantity": pieces,
        "occurred_at": at.isoformat(),
    }  # fmt: skip


def _filled(place: str, sku: str, pieces: int, now: datetime) -> dict[str, Any]:
    at = (now - _WEEKS - timedelta(days=1)).isoformat()
    return {"source_key": f"{place}/{sku}", "sku": sku, "location_code": place, "quantity": pieces, "as_of": at}
