"""What orders wait for: pieces that come to a location and are kept for them there."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import AwaitedCard, HowKind, UnfilledCard
from shopkeeper.orders.models import Awaited, Placement
from shopkeeper.orders.queries.book import orders_visible_to
from shopkeeper.organization import public as organization

_READER = system_actor("orders.awaited")


def list_awaited_of(order_id: UUID) -> list[AwaitedCard]:
    """What an order waits for, line by line."""
    return [_card(row) for row in _open().filter(line__order=order_id).order_by("line__position", "since")]


def list_awaited(*, by: Actor, limit: int = 200) -> list[AwaitedCard]:
    """What the orders that `by` may see wait for: first what nobody knows a day for, then by day."""
    rows = _open().filter(line__order__in=orders_visible_to(by))
    return [_card(row) for row in rows.order_by(F("due_on").asc(nulls_first=True), "since", "id")[:limit]]


def list_days_of_unfilled(rows: Sequence[UnfilledCard], *, now: datetime) -> dict[UUID, date]:
    """The first day on which what nobody has of an order could come to one location, or to the store where it is
    collected, by order; without those for which too little is expected."""
    placed = Placement.objects.filter(order__in={row.order_id for row in rows})
    ways = {order: (method, place) for order, method, place in placed.values_list("order", "method", "location")}
    rows = [row for row in rows if row.order_id in ways]
    found = inventory.get_availability({row.sku for row in rows}, by=_READER, now=now)
    days: dict[UUID, date] = {}
    lacking = set()
    for row in rows:
        method, place = ways[row.order_id]
        collected_at = place if method == HowKind.PICKUP else ""
        coming = list_days(found[row.sku], row.pieces, collected_at=collected_at)
        lacking |= set() if coming else {row.order_id}
        days[row.order_id] = max([days.get(row.order_id, date.min), *(day for day, _ in coming[:1])])
    return {order_id: day for order_id, day in days.items() if order_id not in lacking}


def find_collecting_time(order_id: UUID, *, now: datetime) -> datetime | None:
    """From when on an order to be collected that waits for pieces stands ready, once the last of them has come; None
    where it waits for nothing, or nobody knows a day."""
    rows = list(_open().filter(line__order=order_id))
    days = [row.due_on for row in rows if row.due_on]
    if not rows or len(days) < len(rows):
        return None
    return delivery.find_ready_at(rows[0].location.code, max(days), now=now)


def day_of(now: datetime) -> date:
    """The day where the retailer is."""
    return now.astimezone(ZoneInfo(organization.get_retailer().time_zone)).date()


def list_days(
    found: inventory.Availability, pieces: int, *, collected_at: str = ""
) -> list[tuple[date, inventory.Stock]]:
    """The locations that can send so many some day, and when; the earliest first. With `collected_at` the one where
    they are to be collected. A day that is over tells nothing: what was due on it is late."""
    serving = [
        place
        for place in found.locations
        if place.counts and (place.may_pick_up and place.location == collected_at if collected_at else place.may_ship)
    ]
    today = day_of(found.as_of)
    days = [
        (coming.due_on, place.location, place)
        for place in serving
        for coming in [next((one for one in place.by_date if one.available >= pieces and one.due_on >= today), None)]
        if coming
    ]
    return [(day, place) for day, _, place in sorted(days, key=lambda one: one[:2])]


def _open() -> QuerySet[Awaited]:
    return Awaited.objects.filter(open__gt=0).select_related("line__product", "line__order", "location")


def _card(row: Awaited) -> AwaitedCard:
    line, order = row.line, row.line.order
    return AwaitedCard(
        order.id, order.number, order.customer_id, line.id, line.position, line.product.sku,
        line.product.name or line.product.sku, row.location.code, row.location.name, row.open, row.first_due_on,
        row.due_on, row.since,
    )  # fmt: skip
