"""Values that came lately with people of too many names: something is wrong where they are typed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shopkeeper.customers.models import Link, SharedValue

FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Values of one week that count for nobody: how many, and the latest one's kind, source and somebody who has it."""

    values: int
    kind: str
    source: str
    customer_number: str


def find_alarm(*, now: datetime) -> Alarm | None:
    """What was noticed within a week, or None."""
    fresh = SharedValue.objects.filter(noticed_at__gt=now - FRESH).select_related("example").order_by("-noticed_at")
    latest = fresh.first()
    if latest is None:
        return None
    link = Link.objects.select_related("customer").get(record=latest.example_id, ends_at=None)
    return Alarm(fresh.count(), latest.kind, latest.example.source, link.customer.number)
