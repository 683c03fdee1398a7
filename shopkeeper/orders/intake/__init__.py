"""What imports bring of the orders: orders and receipts, lines, cancellations, returns, pick-ups."""

from shopkeeper.orders.intake import cancellations, lines, orders, pickups, returns

__all__ = ["cancellations", "lines", "orders", "pickups", "returns"]
