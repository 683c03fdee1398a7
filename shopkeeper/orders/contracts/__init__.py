"""What crosses the boundary of the order book."""

from shopkeeper.orders.contracts.asked import AskedCancellationCard, AskedOf, CancellationPlan
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
from shopkeeper.orders.contracts.calling import CallCard, CallOutcome, Slot
from shopkeeper.orders.contracts.collecting import Handover, Pick, PickLine, Proof
from shopkeeper.orders.contracts.placed import (
    Address,
    AllocationCard,
    AwaitedCard,
    Basket,
    BasketLine,
    CanceledPieces,
    ChangeCard,
    Fulfillment,
    HoldCard,
    HoldReason,
    How,
    HowKind,
    NewPlacement,
    OrderRevision,
    Placed,
    RevisionPreview,
    SourcingCard,
    UnfilledCard,
)
from shopkeeper.orders.contracts.policies import CutOff, GoodwillLimits, NoReceiptLimits, PolicySpec, ShelfDays
from shopkeeper.orders.contracts.returning import (
    BackLine,
    Condition,
    Disposition,
    Findings,
    FoundPieces,
    MoneyLedger,
    NewReturn,
    NoReceipt,
    RefundCard,
    RefundKind,
    RefundState,
    RefundWay,
    ReturnCard,
    ReturnItemCard,
    ReturnKind,
    ReturnPreview,
    ReturnState,
    ReturnStepCard,
    Ruling,
    WayBack,
)

__all__ = [
    "Address", "AllocationCard", "AskedCancellationCard", "AskedOf", "AwaitedCard", "BackLine", "Basket",
    "BasketLine", "CallCard", "CallOutcome", "CanceledPieces", "CancellationPlan", "ChangeCard", "Condition",
    "Counters", "CutOff", "Disposition", "Findings", "FoundPieces", "Fulfillment", "GoodwillLimits", "Handover",
    "HoldCard", "HoldReason", "How", "HowKind", "LineCard", "MoneyLedger", "MovementKind", "NewLine",
    "NewOrder", "NewPlacement", "NewReturn", "NoReceipt", "NoReceiptLimits", "OrderCard", "OrderRevision",
    "OrderState", "Pick", "PickLine", "PickupCard", "PickupState", "PickupTimes", "Placed", "PolicySpec",
    "Proof", "RefundCard", "RefundKind", "RefundState", "RefundWay", "ReturnCard", "ReturnItemCard",
    "ReturnKind", "ReturnPreview", "ReturnState", "ReturnStepCard", "ReturnsOfProduct", "RevisionPreview",
    "Ruling", "ShelfDays", "Slot", "SourcingCard", "UnfilledCard", "WayBack",
]  # fmt: skip
