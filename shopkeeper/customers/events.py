"""What the customer record announces."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.events import event


@event
class RecordsArrived:
    """A batch of source records came in and everybody in it is on the one record."""

    source: str
    run_id: str
    created: int
    updated: int
    merged: int


@event
class CustomersMerged:
    """Two customers turned out to be one person."""

    survivor_id: UUID
    merged_id: UUID
    reason: str


@event
class CustomersParted:
    """A merge was undone, or records were found to be another person's."""

    customer_id: UUID
    parted_id: UUID


@event
class ConsentStated:
    """Somebody allowed or refused to be written to."""

    customer_id: UUID
    purpose: str
    channel: str
    state: str
    occurred_at: datetime


@event
class CustomerErased:
    """A person was erased from every module."""

    customer_id: UUID
    erasure_id: UUID
