"""Orders that may not leave, for those who look after them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.orders.contracts.placed import HoldReason


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order that is held: why, since when, and who looks after it, a person by name or a team."""

    order_id: UUID
    order_number: str
    customer_id: UUID | None
    ordered_for: str
    """The name on the order."""
    reason: HoldReason
    owner: str
    why: str
    held_at: datetime
