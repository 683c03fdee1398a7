"""What the stock is told of promised pieces: found when somebody went for them, or not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.models import OrderLine, Pickup
from shopkeeper.orders.queries import ref_of

TOLD_FOR = timedelta(days=60)
# A piece to collect was found unless the customer stood there in vain. A supplier's piece was found when it was sent to
# a customer, and missing when the supplier refused the line; what was bought in a store lay there.
_SETTLED = """
    SELECT 'order:' || p.order_id || '/' || l.position, l.product_id, p.outlet_id, l.ordered,
        CASE WHEN p.not_found_at IS NULL THEN 0 ELSE l.ordered END,
        coalesce(p.not_found_at, p.collected_at, p.ready_at)
    FROM orders_pickup p JOIN orders_orderline l ON l.order_id = p.order_id
    WHERE coalesce(p.not_found_at, p.collected_at, p.ready_at) BETWEEN %(since)s AND %(now)s AND l.ordered > 0
    UNION ALL
    SELECT 'order:' || l.order_id || '/' || l.position, l.product_id, l.supplier_id, l.ordered,
        CASE WHEN c.occurred_at IS NULL THEN 0 ELSE least(c.quantity, l.ordered)::int END,
        coalesce(c.occurred_at, o.placed_at)
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
        AND o.placed_at BETWEEN %(since)s AND %(now)s AND o.channel <> 'store'
    LEFT JOIN LATERAL (
        SELECT min(x.occurred_at) AS occurred_at, sum(x.quantity) AS quantity FROM orders_cancellation x
        WHERE x.line_id = l.id AND x.decided_by = 'supplier'
    ) c ON true
    WHERE l.supplier_id = ANY(%(suppliers)s) AND (l.shipped > 0 OR c.occurred_at IS NOT NULL)"""


@action
def tell_searches(*, by: Actor, now: datetime) -> int:
    """Tell the stock of the last weeks' pieces that were found or not, those that came from files too.

    What it knows already changes nothing. Gives how many were new to it.
    """
    places = inventory.list_locations(by=by)
    suppliers = [place.supplier_id for place in places if place.supplier_id]
    if not places:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED, {"since": now - TOLD_FOR, "now": now, "suppliers": suppliers})
        found = [inventory.Found(*row) for row in cursor.fetchall()]
    return inventory.record_searches(found=found, by=by, now=now)


def tell_search(row: Pickup, *, are_there: bool, at: datetime, by: Actor, now: datetime) -> None:
    """Tell the stock what somebody who went for an order to collect has just found."""
    for line in _left(OrderLine.objects.filter(order=row.order_id).order_by("position")):
        found = _found(line, row.outlet_id, are_there=are_there, at=at)
        inventory.record_search(found=found, by=by, now=now)


def teach_missing(row: Pickup, line_id: UUID, missing: int, *, by: Actor, now: datetime) -> None:
    """Pieces of a line were not where they should be, and their record has been put right: the stock learns of it."""
    found = _found(OrderLine.objects.get(pk=line_id), row.outlet_id, are_there=False, at=now)
    inventory.record_searches(found=[replace(found, missing=missing)], by=by, now=now)


def _left(lines: Iterable[OrderLine]) -> list[OrderLine]:
    return [line for line in lines if line.ordered > line.canceled]


def _found(line: OrderLine, outlet_id: UUID, *, are_there: bool, at: datetime) -> inventory.Found:
    pieces = line.ordered - line.canceled
    ref = f"{ref_of(line.order_id)}/{line.position}"
    return inventory.Found(ref, line.product_id, outlet_id, pieces, 0 if are_there else pieces, at)
