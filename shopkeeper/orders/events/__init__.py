"""What the order book announces."""

from shopkeeper.orders.events.book import (
    AwaitedPiecesCame,
    AwaitedPiecesMoved,
    CallBackBooked,
    CallBackSettled,
    LineCanceled,
    LineReturned,
    NodeRefused,
    OrderChanged,
    OrderDelivered,
    OrderHoldPlaced,
    OrderHoldReleased,
    OrderPlaced,
    OrderRevised,
    OrderShipped,
    OrderSourced,
    OrderUnfillable,
    PickupCollected,
    PickupNotFound,
    PickupReady,
    PickupReleased,
)
from shopkeeper.orders.events.returning import (
    CancellationAnswered,
    CancellationAsked,
    RefundAsked,
    RefundDecided,
    RefundPaid,
    ReturnApproved,
    ReturnAsked,
    ReturnDenied,
    ReturnInspected,
    ReturnReceived,
    ReturnSettled,
    ReturnStepUndone,
    ReturnWithdrawn,
)

__all__ = [
    "AwaitedPiecesCame", "AwaitedPiecesMoved",
    "CallBackBooked", "CallBackSettled", "CancellationAnswered", "CancellationAsked", "LineCanceled",
    "LineReturned", "NodeRefused", "OrderChanged", "OrderDelivered", "OrderHoldPlaced", "OrderHoldReleased",
    "OrderPlaced", "OrderRevised", "OrderShipped", "OrderSourced", "OrderUnfillable", "PickupCollected",
    "PickupNotFound", "PickupReady", "PickupReleased", "RefundAsked", "RefundDecided", "RefundPaid",
    "ReturnApproved", "ReturnAsked", "ReturnDenied", "ReturnInspected", "ReturnReceived", "ReturnSettled",
    "ReturnStepUndone", "ReturnWithdrawn",
]  # fmt: skip
