"""Pieces that a store was to have ready and has not got: another place, or the customer, has to decide."""

from uuid import UUID

from shopkeeper.orders.contracts import HowKind
from shopkeeper.orders.models import Placement, Unfilled
from shopkeeper.orders.queries.placed import unfilled_card


def list_lacking(order_id: UUID) -> list[str]:
    """“1 × Brass lamp” for each line that the store of an order to be collected lacks; none where it lacks nothing."""
    if not Placement.objects.filter(order=order_id, method=HowKind.PICKUP).exists():
        return []
    rows = Unfilled.objects.filter(line__order=order_id, settled_at=None).select_related("line__product", "line__order")
    cards = [unfilled_card(row) for row in rows.order_by("line__position")]
    return [f"{card.pieces} × {card.name}" for card in cards]


def has_unfilled(order_id: UUID) -> bool:
    """Whether pieces of an order wait for somebody who has them, however it comes."""
    return Unfilled.objects.filter(line__order=order_id, settled_at=None).exists()
