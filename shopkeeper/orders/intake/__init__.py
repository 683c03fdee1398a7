"""What imports bring of the orders: orders and receipts, their details, lines, cancellations, returns, pick-ups."""

from shopkeeper.orders.intake import cancellations, details, lines, orders, pickups, returns

__all__ = ["cancellations", "details", "lines", "orders", "pickups", "returns"]
