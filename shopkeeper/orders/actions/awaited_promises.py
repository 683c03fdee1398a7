"""What was promised of pieces that come: made for a day, judged by it, told anew when their delivery moves."""

from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.orders.models import Awaited, Order
from shopkeeper.orders.queries import ref_of
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises

_KIND = promises.PromiseKind.STOCK


def promise_awaited(order: Order, row: Awaited, node: str, *, by: Actor, now: datetime) -> None:
    """So many pieces are here by the end of their day."""
    promises.make_promise(
        kind=_KIND, ref=ref_of(order.id), subject=_subject(row), node=node, outlet_id=order.outlet_id,
        due_at=promises.end_of_day(row.first_due_on, organization.get_retailer().time_zone), quantity=row.quantity,
        record_id=order.record_id, customer_id=order.customer_id, by=by, now=now,
    )  # fmt: skip


def move_promised(order: Order, row: Awaited, *, by: Actor, now: datetime) -> None:
    """They come on another day, and the customer is told; what was promised first is what the promise is judged by."""
    promise = _find_promise(order, row, now=now)
    if promise is not None and row.due_on is not None:
        due_at = promises.end_of_day(row.due_on, organization.get_retailer().time_zone)
        promises.tell_of_delay(promise_id=promise.id, due_at=due_at, why="delivery", by=by, now=now)


def settle_promised(order: Order, row: Awaited, *, by: Actor, now: datetime) -> None:
    """The last piece came, or nobody wants any of them any more. Who collects was promised something else."""
    if row.open or _find_promise(order, row, now=now) is None:
        return
    if row.arrived:
        promises.fulfill_promise(kind=_KIND, ref=ref_of(order.id), subject=_subject(row), at=now, by=by, now=now)
    else:
        promises.withdraw_promise(kind=_KIND, ref=ref_of(order.id), subject=_subject(row), by=by, now=now)


def _find_promise(order: Order, row: Awaited, *, now: datetime) -> promises.PromiseCard | None:
    found = promises.list_promises_for_ref(ref_of(order.id), now=now)
    return next((one for one in found if one.kind is _KIND and one.subject == _subject(row)), None)


def _subject(row: Awaited) -> str:
    return f"line:{row.line.position}/{row.attempt}"
