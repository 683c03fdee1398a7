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
from shopkeeper.orders.contracts.returning import (
    BackLine,
    Condition,
    Disposition,
    Findings,
    FoundPieces,
    MoneyLedger,
    NewReturn,
    NoReceipt,
    PolicySpec,
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
    "Address", "AllocationCard", "AskedCancellationCard", "AskedOf", "BackLine", "BasketLine", "CallCard",
    "CallOutcome", "CanceledPieces", "CancellationPlan", "ChangeCard", "Condition", "Counters", "Disposition",
    "Findings", "FoundPieces", "Fulfillment", "Handover", "HoldCard", "HoldReason", "How", "HowKind",
    "LineCard", "MoneyLedger", "MovementKind", "NewLine", "NewOrder", "NewPlacement", "NewReturn",
    "NoReceipt", "OrderCard", "OrderRevision", "OrderState", "Pick", "PickLine", "PickupCard", "PickupState",
    "PickupTimes", "Placed", "PolicySpec", "Proof", "RefundCard", "RefundKind", "RefundState", "RefundWay",
    "ReturnCard", "ReturnItemCard", "ReturnKind", "ReturnPreview", "ReturnState", "ReturnStepCard",
    "ReturnsOfProduct", "RevisionPreview", "Ruling", "Slot", "SourcingCard", "UnfilledCard", "WayBack",
]  # fmt: skip
