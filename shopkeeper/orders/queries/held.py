"""Which orders may not leave, for those who look after them."""

from shopkeeper.core.joining import joined_if_any
from shopkeeper.orders.contracts import HeldOrder, HoldReason
from shopkeeper.orders.models import Hold


def list_held_orders(*, limit: int) -> list[HeldOrder]:
    """All that are held for now, the oldest first, whoever may open them."""
    rows = Hold.objects.filter(released_at=None).order_by("held_at", "id")
    return [
        HeldOrder(
            row.order_id, row.order.number, row.order.customer_id, row.order.ship_name, HoldReason(row.reason),
            row.owner, row.why, row.held_at,
        )
        for row in joined_if_any(rows[:limit], "order")
    ]  # fmt: skip
