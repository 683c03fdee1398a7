"""What others may use of the customer record."""

from shopkeeper.customers.actions.arrivals import record_person
from shopkeeper.customers.actions.stubs import ensure_stub_records
from shopkeeper.customers.contracts import (
    ConsentState,
    CustomerCard,
    Purpose,
    RecordCard,
    RecordData,
    TimelineRow,
)

__all__ = [
    "ConsentState",
    "CustomerCard",
    "Purpose",
    "RecordCard",
    "RecordData",
    "TimelineRow",
    "ensure_stub_records",
    "record_person",
]
