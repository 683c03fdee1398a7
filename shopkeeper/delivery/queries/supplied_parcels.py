"""How long suppliers take for what they send straight to customers, by the parcels that left."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from shopkeeper.catalog import public as catalog
from shopkeeper.inventory import public as inventory

_OF_LATE = timedelta(days=56)
_LOOKED_AT = 1_000
# The first word that was given for a ref is as old as its order.
_TAKEN = """
    SELECT p.handed_over_at::date - asked.at::date FROM (
        SELECT ref, handed_over_at FROM delivery_parcel
        WHERE ship_from IN (SELECT code FROM inventory_location WHERE supplier_id = %(supplier)s)
            AND handed_over_at > %(since)s AND handed_over_at <= %(now)s
        ORDER BY handed_over_at DESC LIMIT %(most)s
    ) p CROSS JOIN LATERAL (
        SELECT min(r.made_at) AS at FROM promises_promise r WHERE r.ref = p.ref AND r.made_at <= p.handed_over_at
    ) asked WHERE asked.at IS NOT NULL"""


def get_parcel_time(supplier_id: UUID, *, now: datetime, agreed: int | None = None) -> inventory.LeadTime:
    """Days from the order until a supplier's parcel left, in the last eight weeks. `agreed`: of one offer; without it
    the slowest of all its offers."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKEN, {"supplier": supplier_id, "since": now - _OF_LATE, "now": now, "most": _LOOKED_AT}
        )  # fmt: skip
        days = [taken for (taken,) in cursor.fetchall()]
    return inventory.measure_lead_time(
        days, agreed=catalog.find_slowest_offer(supplier_id) if agreed is None else agreed
    )
