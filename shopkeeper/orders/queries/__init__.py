"""What may be asked of the order book."""

from shopkeeper.orders.queries.book import (
    find_customer_of_order,
    find_order,
    find_returns_of_product,
    get_order_cards,
    list_latest_orders,
    list_open_pickups,
    list_orders_by_number,
    list_orders_of,
    list_pickups,
    list_pickups_to_serve,
    orders_visible_to,
    pickup_card,
    ref_of,
)
from shopkeeper.orders.queries.placed import (
    find_unfilled,
    get_fulfillment,
    is_placed_here,
    list_allocations,
    list_holds,
    list_sourcings,
    list_unfilled,
)

__all__ = [
    "find_customer_of_order", "find_order", "find_returns_of_product", "find_unfilled", "get_fulfillment",
    "get_order_cards",
    "is_placed_here", "list_allocations", "list_holds", "list_latest_orders", "list_open_pickups",
    "list_orders_by_number", "list_orders_of", "list_pickups", "list_pickups_to_serve", "list_sourcings",
    "list_unfilled", "orders_visible_to", "pickup_card", "ref_of",
]  # fmt: skip
