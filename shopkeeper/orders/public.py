"""What others may use of the order book."""

from shopkeeper.orders.access import access_order
from shopkeeper.orders.actions.asked_cancellations import (
    answer_cancellation,
    call_back_parcel,
    request_cancellation,
    request_order_cancellation,
)
from shopkeeper.orders.actions.changing import cancel_line, cancel_order, return_pieces
from shopkeeper.orders.actions.holding import hold_order
from shopkeeper.orders.actions.keeping import keep_longer, name_collector, put_back, release_pickup
from shopkeeper.orders.actions.moving import deliver_parcel, hand_over, record_delivery, ship_order
from shopkeeper.orders.actions.packing import pack_parcel, scan_all_into_parcel, scan_into_parcel
from shopkeeper.orders.actions.picking import report_short, scan_all, scan_piece
from shopkeeper.orders.actions.pickups import collect, mark_ready, promise_pickup, report_not_found
from shopkeeper.orders.actions.placing import place_order
from shopkeeper.orders.actions.policies import set_return_policy
from shopkeeper.orders.actions.recording import record_order
from shopkeeper.orders.actions.refunding import approve_refund, deny_refund, give_goodwill
from shopkeeper.orders.actions.releasing import release_hold
from shopkeeper.orders.actions.resourcing import refuse_pieces, source_unfilled
from shopkeeper.orders.actions.returns.arriving import receive_return
from shopkeeper.orders.actions.returns.asking import request_return, withdraw_return
from shopkeeper.orders.actions.returns.at_the_counter import return_at_counter, return_without_receipt
from shopkeeper.orders.actions.returns.deciding import approve_return, deny_return
from shopkeeper.orders.actions.returns.inspecting import inspect_return
from shopkeeper.orders.actions.returns.undoing import undo_return_step
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.actions.searching import tell_searches
from shopkeeper.orders.actions.sending import hand_over_to_carrier, tell_arrival
from shopkeeper.orders.actions.taking_back import take_back_refund
from shopkeeper.orders.actions.undoing import undo_cancellation, undo_change
from shopkeeper.orders.contracts import (
    Address,
    BackLine,
    BasketLine,
    CancellationPlan,
    Condition,
    Disposition,
    FoundPieces,
    Handover,
    HoldReason,
    How,
    HowKind,
    LineCard,
    NewLine,
    NewOrder,
    NewPlacement,
    NewReturn,
    NoReceipt,
    OrderCard,
    OrderRevision,
    OrderState,
    PickupCard,
    PickupState,
    Placed,
    PolicySpec,
    Proof,
    RefundCard,
    RefundState,
    RefundWay,
    ReturnCard,
    ReturnPreview,
    ReturnState,
    ToSend,
    WayBack,
)  # fmt: skip
from shopkeeper.orders.errors import OrderNotFound
from shopkeeper.orders.queries import (
    find_order,
    get_order_cards,
    list_allocations,
    list_open_pickups,
    list_orders_by_number,
    list_orders_of,
    list_pickups,
    ref_of,
)
from shopkeeper.orders.queries.cancelable import list_asked_cancellations, preview_cancellation
from shopkeeper.orders.queries.canonical import find_details, list_canonical_rows
from shopkeeper.orders.queries.refunds import get_ledger, list_refunds
from shopkeeper.orders.queries.returns import (
    find_return,
    list_returns,
    list_returns_of,
    list_returns_of_order,
    preview_return,
)
from shopkeeper.orders.queries.sending import list_to_send

__all__ = [
    "Address",
    "BackLine",
    "BasketLine",
    "CancellationPlan",
    "Condition",
    "Disposition",
    "FoundPieces",
    "Handover",
    "HoldReason",
    "How",
    "HowKind",
    "LineCard",
    "NewLine",
    "NewOrder",
    "NewPlacement",
    "NewReturn",
    "NoReceipt",
    "OrderCard",
    "OrderNotFound",
    "OrderRevision",
    "OrderState",
    "PickupCard",
    "PickupState",
    "Placed",
    "PolicySpec",
    "Proof",
    "RefundCard",
    "RefundState",
    "RefundWay",
    "ReturnCard",
    "ReturnPreview",
    "ReturnState",
    "ToSend",
    "WayBack",
    "access_order",
    "answer_cancellation",
    "approve_refund",
    "approve_return",
    "call_back_parcel",
    "cancel_line",
    "cancel_order",
    "change_order",
    "collect",
    "deliver_parcel",
    "deny_refund",
    "deny_return",
    "find_details",
    "find_order",
    "find_return",
    "get_ledger",
    "get_order_cards",
    "give_goodwill",
    "hand_over",
    "hand_over_to_carrier",
    "hold_order",
    "inspect_return",
    "keep_longer",
    "list_allocations",
    "list_asked_cancellations",
    "list_canonical_rows",
    "list_open_pickups",
    "list_orders_by_number",
    "list_orders_of",
    "list_pickups",
    "list_refunds",
    "list_returns",
    "list_returns_of",
    "list_returns_of_order",
    "list_to_send",
    "mark_ready",
    "name_collector",
    "pack_parcel",
    "place_order",
    "preview_cancellation",
    "preview_return",
    "promise_pickup",
    "put_back",
    "receive_return",
    "record_delivery",
    "record_order",
    "ref_of",
    "refuse_pieces",
    "release_hold",
    "release_pickup",
    "report_not_found",
    "report_short",
    "request_cancellation",
    "request_order_cancellation",
    "request_return",
    "return_at_counter",
    "return_pieces",
    "return_without_receipt",
    "scan_all",
    "scan_all_into_parcel",
    "scan_into_parcel",
    "scan_piece",
    "set_return_policy",
    "ship_order",
    "source_unfilled",
    "take_back_refund",
    "tell_arrival",
    "tell_searches",
    "undo_cancellation",
    "undo_change",
    "undo_return_step",
    "withdraw_return",
]  # fmt: skip
