"""What the order book offers to analytics: orders, lines, deliveries, pick-ups and the returns desk."""

from shopkeeper.engines.datasets import register
from shopkeeper.orders.datasets.delivered import DELIVERIES
from shopkeeper.orders.datasets.desks import PICKUPS, RETURNS_DESK
from shopkeeper.orders.datasets.sold import ORDER_FACTS, SOLD_LINES

register(ORDER_FACTS, SOLD_LINES, DELIVERIES, PICKUPS, RETURNS_DESK)
