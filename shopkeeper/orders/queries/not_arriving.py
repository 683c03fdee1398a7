"""Orders of which a parcel will not arrive, as long as nobody has put that right with their customer."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import CallOutcome, NotArriving
from shopkeeper.orders.models import CallBack, Cancellation, Refund, ReturnRequest
from shopkeeper.orders.queries.book import orders_visible_to
from shopkeeper.promises import public as promises


def list_not_arriving(*, by: Actor, now: datetime) -> list[NotArriving]:
    """The longest known first. Put right is what money went back for, what was canceled or taken back, and what a
    customer was called about, since it was known."""
    parcels = {one.id: one for one in delivery.list_not_arriving(now=now)}
    orders = {one.id: promises.id_in("order", one.ref) for one in parcels.values()}
    visible = orders_visible_to(by).filter(id__in={key for key in orders.values() if key})
    numbers = dict(visible.values_list("id", "number"))
    settled = _settled(numbers)
    found = [
        NotArriving(order, numbers[order], parcels[key].carrier, since, parcels[key].lost_at is not None)
        for key, order in orders.items()
        if order in numbers and (since := _since(parcels[key])) and settled.get(order, since) <= since
    ]
    return sorted(found, key=lambda one: one.since)


def _since(parcel: delivery.ParcelCard) -> datetime | None:
    return parcel.lost_at or parcel.returned_at


def _settled(orders: Collection[UUID]) -> dict[UUID, datetime]:
    """When somebody last put something right for each order."""
    if not orders:
        return {}
    called = CallBack.objects.filter(order__in=orders, outcome__in=(CallOutcome.REACHED, CallOutcome.NOT_WANTED))
    canceled = Cancellation.objects.filter(line__order__in=orders, undone_at=None)
    refunds = Refund.objects.filter(order__in=orders, denied_at=None)
    back = ReturnRequest.objects.filter(order__in=orders)
    told = [
        *called.values_list("order", "settled_at"), *canceled.values_list("line__order", "occurred_at"),
        *refunds.values_list("order", "asked_at"), *back.values_list("order", "asked_at"),
    ]  # fmt: skip
    latest: dict[UUID, datetime] = {}
    for order, at in told:
        if at and order:
            latest[order] = max(at, latest.get(order, at))
    return latest
