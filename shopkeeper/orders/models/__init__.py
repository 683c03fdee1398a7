"""Rows of the order book."""

from shopkeeper.orders.models.asked import AskedCancellation, AskedRedirection
from shopkeeper.orders.models.book import Cancellation, Movement, Order, OrderLine, Pickup, Return
from shopkeeper.orders.models.details import OrderDetails
from shopkeeper.orders.models.own import CallBack, LinkUse
from shopkeeper.orders.models.picking import PickScan, ShortPick
from shopkeeper.orders.models.placed import Allocation, Awaited, Change, Hold, Placement, Sourcing, Unfilled
from shopkeeper.orders.models.returning import (
    Inspection,
    Refund,
    ReturnItem,
    ReturnPhoto,
    ReturnRequest,
    ReturnStep,
)
from shopkeeper.orders.models.stages import Packing, PackScan, StagePassed

__all__ = [
    "Allocation", "AskedCancellation", "AskedRedirection", "Awaited", "CallBack", "Cancellation", "Change",
    "Hold", "Inspection", "LinkUse", "Movement", "Order", "OrderDetails", "OrderLine", "PackScan", "Packing",
    "PickScan", "Pickup", "Placement", "Refund", "Return", "ReturnItem", "ReturnPhoto", "ReturnRequest",
    "ReturnStep", "ShortPick", "Sourcing", "StagePassed", "Unfilled",
]  # fmt: skip
