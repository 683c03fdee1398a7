"""Orders that may not leave, for those who look after them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
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


@dataclass(frozen=True, slots=True)
class Unpaid:
    """What is not set aside of an order that is held for it: how much nobody was asked for yet, whether a bank is being
    asked, until when the pieces are kept, and whether the card before can be tried once more."""

    amount: Decimal
    is_asked: bool
    kept_until: datetime | None
    can_try_again: bool
