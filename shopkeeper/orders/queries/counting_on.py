"""Orders that count on a location: it sends them, or their customers collect them there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from shopkeeper.orders.contracts import HowKind
from shopkeeper.orders.models import Allocation
from shopkeeper.orders.queries.book import open_pickups_at

_LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class CountingOn:
    """Orders: to send from here, to find for who collects them, and on the shelf already."""

    to_send: int
    to_find: int
    ready: int

    @property
    def orders(self) -> int:
        """All of them."""
        return self.to_send + self.to_find + self.ready


def count_counting_on(location_id: UUID, outlet_id: UUID | None, *, now: datetime) -> CountingOn:
    """What was promised out of a location and has not left it."""
    open_there = Allocation.objects.filter(
        location=location_id, open__gt=0, line__order__placement__method=HowKind.DELIVERY
    )
    to_send = open_there.order_by().values("line__order").distinct().count()
    if outlet_id is None:
        return CountingOn(to_send, 0, 0)
    is_ready = Q(ready_at__isnull=False) & ~Q(not_found_at__gte=F("ready_at"))
    rows = open_pickups_at(outlet_id, since=now - _LATELY).order_by()
    counted = rows.aggregate(all=Count("id"), ready=Count("id", filter=is_ready))
    return CountingOn(to_send, counted["all"] - counted["ready"], counted["ready"])
