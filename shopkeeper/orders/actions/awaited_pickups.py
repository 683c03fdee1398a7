"""Orders to be collected that wait for what comes: another day is told, and judged by what was promised first."""

from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.orders.actions.letters_awaited import write_about_collecting
from shopkeeper.orders.models import Order, Pickup
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.awaited import find_collecting_time
from shopkeeper.orders.queries.revisions import find_waiting_pickup
from shopkeeper.promises import public as promises


def put_off_pickup(order: Order, *, by: Actor, now: datetime) -> None:
    """What it waits for comes on another day, or nobody knows when: the customer is told, as of what can be kept."""
    row, ready_at = find_waiting_pickup(order.id), find_collecting_time(order.id, now=now)
    if row is None:
        return
    if ready_at is not None and ready_at != row.promised_at:
        row.promised_at = ready_at
        row.save(update_fields=["promised_at"])
        _tell(row, ready_at, by=by, now=now)
    write_about_collecting(row, ready_at, by=by, now=now)


def _tell(row: Pickup, ready_at: datetime, *, by: Actor, now: datetime) -> None:
    found = promises.list_promises_for_ref(ref_of(row.order_id), now=now)
    opened = (promises.PromiseState.OPEN, promises.PromiseState.BROKEN)
    made = [one for one in found if one.kind is promises.PromiseKind.PICKUP and one.state in opened]
    if made:
        is_late = ready_at > made[-1].due_at
        said = promises.Forecast(float(is_late), float(is_late), ready_at)
        promises.record_forecasts(forecasts={made[-1].id: said}, by=by, now=now)
        promises.tell_of_delay(promise_id=made[-1].id, due_at=ready_at, why="delivery", by=by, now=now)
