"""How many orders a location has today, beside how many it can handle."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

# An order is what stands before the slash of a ref: "order:1042/2" is a line of order 1042.
_ORDERS = """
    SELECT r.location_id, count(DISTINCT split_part(r.ref, '/', 1)) FROM inventory_reservation r
    WHERE r.location_id = ANY(%s) AND r.kind = 'hard' AND r.reserved_at >= %s AND r.released < r.quantity
    GROUP BY 1"""


def count_orders_since(location_ids: Iterable[UUID], since: datetime) -> dict[UUID, int]:
    """Orders that were given to each location since a moment, but for those that were taken away again."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, [list(location_ids), since])
        return dict(cursor.fetchall())
