"""Fresh orders that another shop system tells of are live ones: announced and promised here, sent by that system."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.policies import agreed
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.contracts import OrderState
from shopkeeper.orders.events import OrderPlaced
from shopkeeper.orders.models import Order, OrderDetails
from shopkeeper.orders.policies import SHOP_ORDERS
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.rules.states import left_to_ship, state_of
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises

AT_ONCE = 500
_DELIVERY = promises.PromiseKind.DELIVERY


@action
def welcome_orders(*, source: str, by: Actor, now: datetime) -> int:
    """Announce the orders of a source that are news, each once, and write down what was promised. What is older is
    history, whenever it comes. Gives how many were new."""
    since = now - timedelta(hours=agreed(SHOP_ORDERS).live_hours)
    rows = OrderDetails.objects.select_for_update(no_key=True, of=("self",)).select_related("order")
    known = {"order__described": True, "order__canceled_at": None}
    fresh = rows.filter(source=source, welcomed_at=None, order__placed_at__gt=since, **known)
    found = list(fresh.order_by("order__placed_at", "id")[:AT_ONCE])
    for row in found:
        _welcome(row.order, by=by, now=now)
    OrderDetails.objects.filter(pk__in=[row.pk for row in found]).update(welcomed_at=now)
    return len(found)


def _welcome(order: Order, *, by: Actor, now: datetime) -> None:
    placed = OrderPlaced(
        order_id=order.id, ref=ref_of(order.id), channel=order.channel, placed_at=order.placed_at,
        customer_id=order.customer_id, outlet_id=order.outlet_id,
    )  # fmt: skip
    announce(placed, by=by, now=now)
    days = agreed(SHOP_ORDERS).promised_days
    if days is not None:
        zone = organization.get_retailer().time_zone
        day = order.placed_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
        promises.make_promise(
            kind=_DELIVERY, ref=ref_of(order.id), due_at=promises.end_of_day(day, zone), node=order.source,
            outlet_id=order.outlet_id, record_id=order.record_id, customer_id=order.customer_id, by=by, now=now,
        )  # fmt: skip


@action
def settle_welcomed(*, source: str, by: Actor, now: datetime) -> int:
    """Orders that were announced live have arrived by now, or were canceled: what was promised is kept, late, or falls
    away. Gives how many are done."""
    rows = OrderDetails.objects.filter(source=source, settled_at=None, welcomed_at__isnull=False).order_by("id")
    return sum(_settle(row, by=by, now=now) for row in rows[:AT_ONCE])


def _settle(row: OrderDetails, *, by: Actor, now: datetime) -> bool:
    order, lines = lock_order(row.order_id)
    ref = ref_of(order.id)
    arrived = _arrived_at(order, now=now)
    if order.canceled_at or state_of(line.counters for line in lines) is OrderState.CANCELED:
        promises.withdraw_promise(kind=_DELIVERY, ref=ref, by=by, now=now)
    elif arrived is None or any(left_to_ship(line.counters) for line in lines):
        return False
    elif any(not one.subject for one in promises.list_promises_for_ref(ref, now=now)):
        promises.fulfill_promise(kind=_DELIVERY, ref=ref, at=arrived, by=by, now=now)
    OrderDetails.objects.filter(pk=row.pk).update(settled_at=now)
    return True


def _arrived_at(order: Order, *, now: datetime) -> datetime | None:
    """When the last of its parcels arrived; None while one is on its way, or nobody told of any."""
    parcels = delivery.list_parcels_for_ref(ref_of(order.id), now=now)
    times = [parcel.delivered_at for parcel in parcels]
    return max((at for at in times if at), default=None) if all(times) else None
