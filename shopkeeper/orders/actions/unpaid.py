"""An order that nobody paid keeps its pieces for some days; then they are free again, and its customer is told."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.actions.changing import cancel_order
from shopkeeper.orders.actions.letters_of_payment import write_of_release
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.queries.unpaid import has_no_money, list_overdue_unpaid
from shopkeeper.orders.rules.states import left_to_ship

NOT_PAID = "not_paid"
AT_ONCE = 100


@action
def release_unpaid_order(*, order_id: UUID, by: Actor, now: datetime) -> bool:
    """Cancel an order whose time to be paid is over; gives whether it was. One of which some is paid, or has left, is
    for a person to decide.

    :raises OrderNotFound: when there is none
    """
    _order, lines = lock_order(order_id)
    is_due = order_id in list_overdue_unpaid(now=now) and has_no_money(order_id)
    if not is_due or any(line.shipped for line in lines) or not any(left_to_ship(line.counters) for line in lines):
        return False
    reason = NOT_PAID if interactions.find_topic(NOT_PAID) else ""
    cancel_order(order_id=order_id, reason_code=reason, by=by, now=now)
    write_of_release(order_id=order_id, by=by, now=now)
    return True


def release_unpaid(*, by: Actor, now: datetime) -> int:
    """Let go what nobody paid in time; gives how many orders."""
    released = 0
    for order_id in list_overdue_unpaid(now=now):
        if released == AT_ONCE:
            break
        released += release_unpaid_order(order_id=order_id, by=by, now=now)
    return released
