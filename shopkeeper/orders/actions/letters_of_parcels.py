"""What is written to customers when a parcel has left or arrived, with the link to where it is. Each once, only while
it is news: an import of last year writes to nobody."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.policies import agreed
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.messages import public as messages
from shopkeeper.orders.actions.letters import offer_texts
from shopkeeper.orders.models import Order, OrderDetails, Placement
from shopkeeper.orders.policies import PARCEL_NEWS, SHOP_ORDERS
from shopkeeper.orders.queries import ref_of
from shopkeeper.organization import public as organization

LEFT, ARRIVED = "parcel_left", "parcel_arrived"
AT_ONCE = 500


@action
def write_of_our_parcel(*, order_id: UUID, parcel_id: UUID, by: Actor, now: datetime) -> int:
    """Write that a parcel of an order placed here has left or arrived; gives how many letters that were."""
    if not agreed(PARCEL_NEWS).ours or not Placement.objects.filter(order=order_id).exists():
        return 0
    return _write_of_parcels(Order.objects.get(pk=order_id), parcel_id, by=by, now=now)


@action
def write_of_shops_parcels(*, source: str, by: Actor, now: datetime) -> int:
    """The same of orders that another shop system told of live, where the retailer says that their customers are ours
    to tell; gives how many letters that were."""
    if not agreed(PARCEL_NEWS).other_shops:
        return 0
    live = OrderDetails.objects.filter(source=source, welcomed_at__isnull=False, order__canceled_at=None)
    open_ones = live.filter(settled_at=None).select_related("order").order_by("id")[:AT_ONCE]
    return sum(_write_of_parcels(row.order, None, by=by, now=now) for row in open_ones)


def _write_of_parcels(order: Order, only: UUID | None, *, by: Actor, now: datetime) -> int:
    card = customers.find_customer_card(order.customer_id) if order.customer_id else None
    if card is None:
        return 0
    since, written = now - timedelta(hours=agreed(SHOP_ORDERS).live_hours), 0
    for parcel in delivery.list_parcels_for_ref(ref_of(order.id), now=now):
        if only in (None, parcel.id):
            for text in _news(parcel, since):
                _write(card, order, parcel, text, by=by, now=now)
                written += 1
    return written


def _news(parcel: delivery.ParcelCard, since: datetime) -> list[str]:
    """What of a parcel is news: that it left, or instead that it arrived."""
    if parcel.delivered_at is not None:
        return [ARRIVED] if agreed(PARCEL_NEWS).arrived and parcel.delivered_at >= since else []
    has_left = parcel.state is delivery.ParcelState.ON_ITS_WAY and parcel.handed_over_at is not None
    return [LEFT] if has_left and parcel.handed_over_at and parcel.handed_over_at >= since else []


def _write(
    card: customers.CustomerCard, order: Order, parcel: delivery.ParcelCard, text: str, *, by: Actor, now: datetime
) -> None:
    offer_texts(by=by, now=now)
    retailer = organization.get_retailer()
    with translation.override(card.language or retailer.language):
        day = date_format(parcel.promised_on, "l j F") if parcel.promised_on else "-"
    values = {
        "name": card.name or card.number, "number": order.number, "carrier": parcel.carrier or "-",
        "tracking": parcel.tracking_number or "-", "day": day,
        "link": str(settings.PUBLIC_URL) + delivery.tracking_address(ref_of(order.id)), "retailer": retailer.name,
    }  # fmt: skip
    ref = f"{ref_of(order.id)}/parcel/{parcel.id.hex[-12:]}"
    messages.queue_message(customer_id=card.id, template=text, ref=ref, values=values, by=by, now=now)
