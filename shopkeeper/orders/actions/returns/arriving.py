"""Pieces of a return are here: the book counts them as returned, the stock puts them aside."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.returns.steps import check_state, lock_request, note
from shopkeeper.orders.contracts import ReturnKind, ReturnState
from shopkeeper.orders.errors import NotThatManyCame, PlaceMissing
from shopkeeper.orders.events import LineReturned, ReturnReceived
from shopkeeper.orders.models import OrderLine, Return, ReturnItem, ReturnRequest
from shopkeeper.orders.policies import MONEY_BACK
from shopkeeper.orders.rules.states import check_returnable
from shopkeeper.promises import public as promises


@action
def receive_return(
    *, request_id: UUID, by: Actor, now: datetime, location: str = "", outlet_id: UUID | None = None,
    pieces: Mapping[UUID, int] | None = None,
) -> int:  # fmt: skip
    """Pieces of a return are here, anywhere: all of them, or so many by item; gives how many. Nobody may promise them
    before somebody has looked at them. The customer is promised their money within some days.

    :raises NotPossibleNow: when it was not approved, or they came already
    :raises PlaceMissing: when the location takes no returns
    :raises NotThatManyCame: when more would come than were asked for, or none
    """
    row, _order, lines = lock_request(request_id)
    check_state(row, ReturnState.APPROVED)
    place = _place(location)
    items = list(row.items.select_related("product", "reason").order_by("id"))
    came = [(item, item.quantity if pieces is None else pieces.get(item.id, 0)) for item in items]
    total = sum(count for _item, count in came)
    if total < 1 or any(not 0 <= count <= item.quantity for item, count in came):
        raise NotThatManyCame(there=sum(item.quantity for item in items))
    ReturnRequest.objects.filter(pk=row.pk).update(
        received_at=now, location_id=place.id if place else None,
        outlet_id=outlet_id or (place.outlet_id if place else None) or row.outlet_id,
    )  # fmt: skip
    row.outlet_id = outlet_id or (place.outlet_id if place else None) or row.outlet_id
    for item, count in came:
        if count:
            _count(row, item, count, lines, by=by, now=now)
    _promise_money(row, by=by, now=now)
    note(row, "received", why=place.name if place else "", by=by, now=now)
    told = ReturnReceived(
        request_id=row.id, order_id=row.order_id, customer_id=row.customer_id, location=location, quantity=total
    )
    announce(told, by=by, now=now)
    if place:
        for item, count in came:
            if count:
                inventory.take_back(
                    sku=item.product.sku, location=location, pieces=count, ref=f"return:{row.id}", by=by, now=now
                )
    return total


def write_fact(row: ReturnRequest, item: ReturnItem, count: int, *, by: Actor, now: datetime) -> Return:
    """What the book counts, and what the customer says by it."""
    identifier = new_id()
    fact = Return.objects.create(
        id=identifier, source_key=str(identifier), recorded_at=now, number=row.number, line_id=item.line_id,
        product_id=item.product_id, outlet_id=row.outlet_id, record_id=row.record_id, customer_id=row.customer_id,
        quantity=count, reason_id=item.reason_id, comment=item.comment, batch=item.line.batch if item.line else "",
        waited_seconds=row.waited_seconds, occurred_at=now,
    )  # fmt: skip
    told = LineReturned(
        return_id=fact.id, order_id=row.order_id, sku=item.product.sku, quantity=count,
        reason_code=item.reason.code if item.reason else "", customer_id=row.customer_id, outlet_id=row.outlet_id,
        occurred_at=now,
    )  # fmt: skip
    announce(told, by=by, now=now)
    return fact


def _count(
    row: ReturnRequest, item: ReturnItem, count: int, lines: list[OrderLine], *, by: Actor, now: datetime
) -> None:
    """Pieces that were called back were canceled and never were the customer's: nothing is returned by them."""
    fact = None
    if row.kind != ReturnKind.CALLED_BACK:
        line = next((one for one in lines if one.id == item.line_id), None)
        if line is not None:
            check_returnable(line.counters, count)
            OrderLine.objects.filter(pk=line.pk).update(returned=F("returned") + count)
            line.returned += count
        fact = write_fact(row, item, count, by=by, now=now)
    ReturnItem.objects.filter(pk=item.pk).update(received=count, fact=fact)


def _place(location: str) -> inventory.LocationCard | None:
    if not location:
        return None
    place = inventory.get_locations([location]).get(location)
    if place is None or not place.may_receive_returns:
        raise PlaceMissing
    return place


def _promise_money(row: ReturnRequest, *, by: Actor, now: datetime) -> None:
    if row.kind == ReturnKind.CALLED_BACK:
        return
    what: dict[str, Any] = {"kind": promises.PromiseKind.REFUND, "ref": f"return:{row.id}"}
    due_at = now + timedelta(days=agreed(MONEY_BACK).days)
    promises.make_promise(
        **what, due_at=due_at, outlet_id=row.outlet_id, record_id=row.record_id, customer_id=row.customer_id, by=by,
        now=now,
    )  # fmt: skip
    if promises.restore_promises(**what, by=by, now=now):  # they came before, and that was taken back
        promises.move_promise(**what, due_at=due_at, why="received again", by=by, now=now)
