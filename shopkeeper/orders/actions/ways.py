"""Where an order goes and how, as facts that a change keeps: read off the order, and written back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shopkeeper.orders.contracts import Address, How, HowKind
from shopkeeper.orders.models import Order, Placement
from shopkeeper.orders.queries.revisions import find_waiting_pickup
from shopkeeper.orders.rules.baskets import check_how

type Facts = dict[str, Any]
WHERE = ("ship_name", "ship_street", "ship_postcode", "city", "region", "country", "postcode_area")
_POINT = ("latitude", "longitude")


def where_now(order: Order, placement: Placement) -> Facts:
    """Where it goes so far."""
    return {name: getattr(order, name) for name in WHERE} | {name: getattr(placement, name) for name in _POINT}


def where_of(address: Address) -> Facts:
    """An address as a change keeps it."""
    told = {f"ship_{name}": getattr(address, name) for name in ("name", "street", "postcode")}
    told |= {name: getattr(address, name) for name in ("city", "region", "country", "postcode_area", *_POINT)}
    return told


def write_where(order: Order, placement: Placement, facts: Facts) -> None:
    """It goes there from now on."""
    for name in WHERE:
        setattr(order, name, facts[name])
    order.save(update_fields=list(WHERE))
    placement.latitude, placement.longitude = facts["latitude"], facts["longitude"]
    placement.save(update_fields=list(_POINT))


def way_now(order: Order, placement: Placement) -> Facts:
    """How it comes so far: by whom and when, or where and from when on it is collected."""
    pickup = find_waiting_pickup(order.id) if placement.method == HowKind.PICKUP else None
    return {
        "kind": placement.method, "carrier_key": placement.carrier_key, "service": placement.service,
        "day": placement.promised_on.isoformat() if placement.promised_on else "", "location": placement.location,
        "at": pickup.promised_at.isoformat() if pickup else "", "price": str(order.shipping_total),
    }  # fmt: skip


def way_of(how: How, *, postcode: str) -> Facts:
    """A way as a change keeps it.

    :raises WhereToMissing: when nobody says by whom and on which day, or where and from when on
    """
    check_how(how, postcode=postcode)
    collected = how.kind is HowKind.PICKUP
    return {
        "kind": how.kind.value, "carrier_key": "" if collected else how.carrier_key,
        "service": "" if collected else how.service, "location": how.location if collected else "",
        "day": how.promised_on.isoformat() if how.promised_on and not collected else "",
        "at": how.promised_at.isoformat() if how.promised_at and collected else "", "price": str(how.price),
    }  # fmt: skip


def write_way(order: Order, placement: Placement, facts: Facts) -> datetime | None:
    """It comes this way from now on; gives when it can be collected. Changes of before there were pick-ups to change
    to say only service, day and price."""
    placement.method = facts.get("kind", HowKind.DELIVERY.value)
    placement.carrier_key, placement.service = facts["carrier_key"], facts["service"]
    placement.location = facts.get("location", "")
    placement.promised_on = date.fromisoformat(facts["day"]) if facts["day"] else None
    placement.save(update_fields=["method", "carrier_key", "service", "location", "promised_on"])
    order.shipping_total = Decimal(facts["price"])
    order.save(update_fields=["shipping_total"])
    return datetime.fromisoformat(facts["at"]) if facts.get("at") else None
