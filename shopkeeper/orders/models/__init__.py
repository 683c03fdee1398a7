"""Rows of the order book."""

from shopkeeper.orders.models.book import Cancellation, Movement, Order, OrderLine, Pickup, Return
from shopkeeper.orders.models.picking import PickScan, ShortPick
from shopkeeper.orders.models.placed import Allocation, Change, Hold, Placement, Sourcing, Unfilled

__all__ = [
    "Allocation",
    "Cancellation",
    "Change",
    "Hold",
    "Movement",
    "Order",
    "OrderLine",
    "PickScan",
    "Pickup",
    "Placement",
    "Return",
    "ShortPick",
    "Sourcing",
    "Unfilled",
]  # fmt: skip
