"""What the order book offers to analytics: orders, lines ordered and sold, deliveries and both desks."""

from shopkeeper.engines.datasets import register
from shopkeeper.orders.datasets.delivered import DELIVERIES
from shopkeeper.orders.datasets.desks import PICKUPS, RETURNS_DESK
from shopkeeper.orders.datasets.ordered import ORDERED_LINES
from shopkeeper.orders.datasets.sold import ORDER_FACTS, SOLD_LINES
from shopkeeper.orders.datasets.stages import STAGES_PASSED

register(ORDER_FACTS, ORDERED_LINES, SOLD_LINES, DELIVERIES, PICKUPS, RETURNS_DESK, STAGES_PASSED)
