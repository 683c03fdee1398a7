"""What crosses the boundary of the order book."""

from shopkeeper.orders.contracts.book import (
    Counters,
    LineCard,
    MovementKind,
    NewLine,
    NewOrder,
    OrderCard,
    OrderState,
    PickupCard,
    PickupState,
    PickupTimes,
    ReturnsOfProduct,
)
from shopkeeper.orders.contracts.placed import (
    Address,
    AllocationCard,
    BasketLine,
    HoldCard,
    HoldReason,
    How,
    HowKind,
    NewPlacement,
    Placed,
    SourcingCard,
    UnfilledCard,
)

__all__ = [
    "Address", "AllocationCard", "BasketLine", "Counters", "HoldCard", "HoldReason", "How", "HowKind", "LineCard",
    "MovementKind", "NewLine", "NewOrder", "NewPlacement", "OrderCard", "OrderState", "PickupCard", "PickupState",
    "PickupTimes", "Placed", "ReturnsOfProduct", "SourcingCard", "UnfilledCard",
]  # fmt: skip
