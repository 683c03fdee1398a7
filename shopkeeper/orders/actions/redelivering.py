"""An order that is delivered comes by another service: its parcels, promises and price follow, and change back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shopkeeper.core.actors import Actor
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.parceling import list_ready, match_parcels
from shopkeeper.orders.contracts import How, HowKind
from shopkeeper.orders.errors import WhereToMissing
from shopkeeper.orders.models import Order, Placement


def facts_of(how: How) -> dict[str, Any]:
    """A service as a change keeps it.

    :raises WhereToMissing: when nobody says by whom and on which day
    """
    if how.kind is not HowKind.DELIVERY or not how.carrier_key or how.promised_on is None or how.price < 0:
        raise WhereToMissing
    return {
        "carrier_key": how.carrier_key, "service": how.service, "day": how.promised_on.isoformat(),
        "price": str(how.price),
    }  # fmt: skip


def facts_now(order: Order, placement: Placement) -> dict[str, Any]:
    """The service by which an order comes so far.

    :raises WhereToMissing: when it is collected
    """
    if placement.method != HowKind.DELIVERY or placement.promised_on is None:
        raise WhereToMissing
    return {
        "carrier_key": placement.carrier_key, "service": placement.service, "day": placement.promised_on.isoformat(),
        "price": str(order.shipping_total),
    }  # fmt: skip


def write_service(order: Order, placement: Placement, facts: dict[str, Any], *, by: Actor, now: datetime) -> None:
    """Call the parcels back that are ready, and get others ready with the new service's promise. From where they leave
    stays as it is."""
    for parcel in list_ready(order, now=now):
        delivery.cancel_parcel(parcel_id=parcel.id, by=by, now=now)
    placement.carrier_key, placement.service = facts["carrier_key"], facts["service"]
    placement.promised_on = date.fromisoformat(facts["day"])
    placement.save(update_fields=["carrier_key", "service", "promised_on"])
    order.shipping_total = Decimal(facts["price"])
    order.save(update_fields=["shipping_total"])
    match_parcels(order, placement, by=by, now=now)
