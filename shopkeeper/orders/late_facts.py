"""What others learn of an order that is described after its parcels, pick-ups, contacts or opinions came in."""

from shopkeeper.core.late_facts import WHO, Learner, register_learner, tell
from shopkeeper.core.setwise import execute
from shopkeeper.orders.models import Pickup, Return

_FACTS = """
SELECT o.id AS order_id, 'order:' || o.id AS ref, o.record_id, o.customer_id, o.outlet_id, o.canceled_at,
    nullif(o.postcode_area, '') AS postcode_area, nullif(o.region, '') AS region, nullif(o.country, '') AS country
FROM orders_order o WHERE """
_OF_ITS_LINES = "JOIN orders_orderline l ON l.order_id = d.order_id"

register_learner(Learner("order", Pickup, "t.order_id = d.order_id", WHO))
register_learner(Learner("order", Return, "t.line_id = l.id", {**WHO, "outlet": "outlet_id"}, through=_OF_ITS_LINES))


_LINES = """
UPDATE orders_orderline l SET placed_at = o.placed_at FROM orders_order o
WHERE l.order_id = o.id AND l.placed_at <> o.placed_at AND """


def tell_of_orders(which: str) -> None:
    """Tell of the orders `o` that meet the condition; their own lines are as old as they are."""
    execute(_LINES + which)
    tell("order", _FACTS + which)
