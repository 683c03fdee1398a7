"""Calls that customers of orders were promised."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class CallOutcome(StrEnum):
    """What became of a call."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    """Somebody called in time and nobody answered: the promise is kept."""
    NOT_WANTED = "not_wanted"


@dataclass(frozen=True, slots=True)
class Slot:
    """A span of time in which a customer can be called."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call to be made."""

    id: UUID
    order_id: UUID
    order_number: str
    customer_id: UUID | None
    slot: Slot
    phone: str
    about: str
    ordered_for: str = ""
    """The name on the order."""
    attempt: int = 1
