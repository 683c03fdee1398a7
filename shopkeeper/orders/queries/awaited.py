"""What orders wait for: pieces that come to a location and are kept for them there."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.contracts import AwaitedCard, HowKind, UnfilledCard
from shopkeeper.orders.models import Awaited, Placement
from shopkeeper.orders.queries.book import orders_visible_to

_READER = system_actor("orders.awaited")


def list_awaited_of(order_id: UUID) -> list[AwaitedCard]:
    """What an order waits for, line by line."""
    return [_card(row) for row in _open().filter(line__order=order_id).order_by("line__position", "since")]


def list_awaited(*, by: Actor, limit: int = 200) -> list[AwaitedCard]:
    """What the orders that `by` may see wait for: first what nobody knows a day for, then by day."""
    rows = _open().filter(line__order__in=orders_visible_to(by))
    return [_card(row) for row in rows.order_by(F("due_on").asc(nulls_first=True), "since", "id")[:limit]]


def list_days_of_unfilled(rows: Sequence[UnfilledCard], *, now: datetime) -> dict[UUID, date]:
    """The first day on which what nobody has of an order could come to one location, by order; without those for which
    too little is expected, and those that are collected."""
    delivered = Placement.objects.filter(order__in={row.order_id for row in rows}, method=HowKind.DELIVERY)
    sent = set(delivered.values_list("order", flat=True))
    rows = [row for row in rows if row.order_id in sent]
    found = inventory.get_availability({row.sku for row in rows}, by=_READER, now=now)
    days: dict[UUID, date] = {}
    lacking = set()
    for row in rows:
        coming = list_days(found[row.sku], row.pieces)
        lacking |= set() if coming else {row.order_id}
        days[row.order_id] = max([days.get(row.order_id, date.min), *(day for day, _ in coming[:1])])
    return {order_id: day for order_id, day in days.items() if order_id not in lacking}


def list_days(found: inventory.Availability, pieces: int) -> list[tuple[date, inventory.Stock]]:
    """The locations that can send so many some day, and when; the earliest first."""
    sending = [place for place in found.locations if place.may_ship and place.counts]
    days = [
        (coming.due_on, place.location, place)
        for place in sending
        for coming in [next((one for one in place.by_date if one.available >= pieces), None)]
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
