"""Whether customers may still change an order by themselves, and until when."""

from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.policies import agreed
from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.cut_off import check_in_time
from shopkeeper.orders.actions.rerouting import check_can_come_otherwise, check_way_is_ours
from shopkeeper.orders.errors import PastCutOff, TooLateToChange
from shopkeeper.orders.models import Order, OrderLine, Placement
from shopkeeper.orders.policies import CUT_OFF
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.rules.states import left_to_ship

_BY_LINK = Actor(ActorKind.CUSTOMER_LINK, "order-link")


def can_still_change(order_id: UUID, *, now: datetime) -> bool:
    """Whether there is something to change, and the customer's time for it is not over. Read only: whoever changes it
    asks again under the lock."""
    order, lines = Order.objects.get(pk=order_id), list(OrderLine.objects.filter(order=order_id))
    if not Placement.objects.filter(order=order).exists() or not any(left_to_ship(line.counters) for line in lines):
        return False
    try:
        check_in_time(order, by=_BY_LINK, now=now)
        check_can_come_otherwise(order, lines, by=_BY_LINK, now=now)
    except (PastCutOff, TooLateToChange):
        return False
    return True


def find_what_keeps_it(order_id: UUID, *, by: Actor, now: datetime) -> Refusal | None:
    """Why an order cannot come another way any more, and what can be done; None while it can."""
    order, lines = Order.objects.get(pk=order_id), list(OrderLine.objects.filter(order=order_id))
    try:
        check_can_come_otherwise(order, lines, by=by, now=now)
    except TooLateToChange as kept:
        return kept
    return None


def find_what_keeps_its_way(order_id: UUID) -> Refusal | None:
    """Why what can go to another address cannot come another way: suppliers send all of it."""
    order, lines = Order.objects.get(pk=order_id), list(OrderLine.objects.filter(order=order_id))
    try:
        check_way_is_ours(order, lines)
    except TooLateToChange as kept:
        return kept
    return None


def changes_end_at(order_id: UUID, *, now: datetime) -> datetime | None:
    """Until when: the cut-off of its parcels, or the customer's own time; None until somebody begins to fetch it."""
    placed_at = Order.objects.values_list("placed_at", flat=True).get(pk=order_id)
    minutes = agreed(CUT_OFF).customer_minutes
    ends = [
        delivery.find_cut_off(ref_of(order_id), now=now),
        None if minutes is None else placed_at + timedelta(minutes=minutes),
    ]
    return min((end for end in ends if end), default=None)
