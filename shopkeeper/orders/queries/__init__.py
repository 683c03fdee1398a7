"""What may be asked of the order book."""

from shopkeeper.orders.queries.awaited import list_awaited, list_awaited_of, list_days_of_unfilled
from shopkeeper.orders.queries.book import (
    count_first_places,
    find_customer_of_order,
    find_order,
    find_returns_of_product,
    get_order_cards,
    list_numbers,
    list_open_pickups,
    list_orders_by_number,
    list_orders_of,
    list_pickups,
    list_pickups_to_come,
    list_pickups_to_serve,
    may_open,
    orders_visible_to,
    pickup_card,
    ref_of,
)
from shopkeeper.orders.queries.buying import find_company, list_companies_of
from shopkeeper.orders.queries.calling import find_call, list_calls, list_slots
from shopkeeper.orders.queries.counting_on import count_counting_on
from shopkeeper.orders.queries.latest import Latest, Stage, list_latest_orders
from shopkeeper.orders.queries.picking import find_pickup_code, get_pick, get_picks, list_picks, list_to_put_back
from shopkeeper.orders.queries.placed import (
    get_fulfillment,
    is_placed_here,
    list_allocations,
    list_canceled,
    list_changes,
    list_holds,
    list_sourcings,
)
from shopkeeper.orders.queries.sent_here import find_sent_here

__all__ = [
    "Latest", "Stage", "count_counting_on", "count_first_places", "find_call", "find_company", "find_customer_of_order",
    "find_order",
    "find_pickup_code", "find_returns_of_product", "find_sent_here", "get_fulfillment",
    "get_order_cards", "get_pick", "get_picks",
    "is_placed_here", "list_allocations", "list_awaited", "list_awaited_of", "list_calls", "list_canceled",
    "list_changes", "list_companies_of",
    "list_days_of_unfilled", "list_holds", "list_latest_orders", "list_numbers",
    "list_open_pickups", "list_orders_by_number", "list_orders_of", "list_picks", "list_pickups",
    "list_pickups_to_come", "list_pickups_to_serve", "list_slots", "list_sourcings", "list_to_put_back",
    "may_open", "orders_visible_to", "pickup_card", "ref_of",
]  # fmt: skip
