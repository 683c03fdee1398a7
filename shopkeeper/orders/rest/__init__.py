"""REST routes of the order book."""

from shopkeeper.orders.rest import book, calling, cancellations, collecting, keeping, placed, returns, sending

router = book.router
placed.add_to(router)
returns.add_to(router)
cancellations.add_to(router)
collecting.add_to(router)
keeping.add_to(router)
calling.add_to(router)
sending.add_to(router)

__all__ = ["router"]
