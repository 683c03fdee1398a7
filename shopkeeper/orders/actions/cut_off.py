"""Until when customers change and cancel by themselves; those who serve them may until it leaves."""

from datetime import datetime, timedelta

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.policies import agreed
from shopkeeper.orders.errors import PastCutOff
from shopkeeper.orders.models import Order
from shopkeeper.orders.policies import CUT_OFF


def check_in_time(order: Order, *, by: Actor, now: datetime) -> None:
    """Nothing to refuse while the customer's own time lasts, or when somebody of ours decides.

    :raises PastCutOff: when it is over
    """
    minutes = agreed(CUT_OFF).customer_minutes if by.kind is ActorKind.CUSTOMER_LINK else None
    if minutes is not None and now > order.placed_at + timedelta(minutes=minutes):
        raise PastCutOff(minutes=minutes)
