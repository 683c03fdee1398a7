"""What others may use of the order book."""

from shopkeeper.orders.access import access_order
from shopkeeper.orders.actions.changing import cancel_line, cancel_order, return_pieces
from shopkeeper.orders.actions.holding import hold_order, release_hold
from shopkeeper.orders.actions.moving import deliver_parcel, hand_over, record_delivery, ship_order
from shopkeeper.orders.actions.pickups import collect, mark_ready, promise_pickup, report_not_found
from shopkeeper.orders.actions.placing import place_order
from shopkeeper.orders.actions.recording import record_order
from shopkeeper.orders.actions.resourcing import refuse_pieces, source_unfilled
from shopkeeper.orders.actions.revising import change_order, undo_change
from shopkeeper.orders.actions.searching import tell_searches
from shopkeeper.orders.actions.undoing import undo_cancellation
from shopkeeper.orders.contracts import (
    Address,
    BasketLine,
    HoldReason,
    How,
    HowKind,
    LineCard,
    NewLine,
    NewOrder,
    NewPlacement,
    OrderCard,
    OrderRevision,
    OrderState,
    PickupCard,
    PickupState,
    Placed,
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

__all__ = [
    "Address", "BasketLine", "HoldReason", "How", "HowKind", "LineCard", "NewLine", "NewOrder",
    "NewPlacement", "OrderCard", "OrderNotFound", "OrderRevision", "OrderState", "PickupCard",
    "PickupState", "Placed", "access_order", "cancel_line", "cancel_order", "change_order", "collect",
    "deliver_parcel", "find_order", "get_order_cards", "hand_over", "hold_order", "list_allocations",
    "list_open_pickups", "list_orders_by_number", "list_orders_of", "list_pickups", "mark_ready",
    "place_order", "promise_pickup", "record_delivery", "record_order", "ref_of", "refuse_pieces",
    "release_hold", "report_not_found", "return_pieces", "ship_order", "source_unfilled", "tell_searches",
    "undo_cancellation", "undo_change",
]  # fmt: skip
