"""Pieces that a store was to have ready and has not got: another place, or the customer, has to decide."""

from uuid import UUID

from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.orders.contracts import HowKind, PickupCard
from shopkeeper.orders.models import OrderLine, Placement, Unfilled
from shopkeeper.orders.queries.book import ref_of


def list_lacking(order_id: UUID) -> list[str]:
    """“1 × Brass lamp” for each line that the store of an order to be collected lacks; none where it lacks nothing."""
    if not Placement.objects.filter(order=order_id, method=HowKind.PICKUP).exists():
        return []
    rows = Unfilled.objects.filter(line__order=order_id, settled_at=None).select_related("line__product")
    lines = [row.line for row in rows.order_by("line__position")]
    return [f"{pieces_lacking(line)} × {line.product.name or line.product.sku}" for line in lines]


def has_unfilled(order_id: UUID) -> bool:
    """Whether pieces of an order wait for somebody who has them, however it comes."""
    return Unfilled.objects.filter(line__order=order_id, settled_at=None).exists()


def pieces_lacking(line: OrderLine) -> int:
    """Pieces of a line that nobody sends, keeps or waits for."""
    return line.ordered - line.shipped - line.canceled - line.allocated - line.awaited


def could_not_write(card: PickupCard) -> bool:
    """Whether nobody is known to write to about what the store of an order lacks, or nothing reaches them."""
    if card.customer_id is None:
        return True
    ids, about = customers.ids_of(card.customer_id), f"{ref_of(card.order_id)}/lacks/{card.id}"
    letters = messages.list_messages_about(about, customer_ids=ids)
    return any(letter.held_back for letter in letters)
