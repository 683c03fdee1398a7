"""Each location that has something to send has a parcel to put it in, and no other has one."""

from collections.abc import Mapping
from datetime import date, datetime

from shopkeeper.core.actors import Actor
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.offering import Offered
from shopkeeper.orders.actions.owing import LACKING, lacks_pieces, settle_owed
from shopkeeper.orders.contracts import HowKind
from shopkeeper.orders.models import Allocation, Order, Placement
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.staying import list_suppliers

AS_IT_COMES = Offered()
"""No offer was chosen: no room was promised on any day."""


def match_parcels(
    order: Order, placement: Placement, *, by: Actor, now: datetime, offered: Offered = AS_IT_COMES,
    days: Mapping[str, date] | None = None,
) -> None:  # fmt: skip
    """Get parcels ready, with their promises, and call back those that nothing will be put in: what they were promised
    for passes to those that come instead, else to what the order lacks. `days`: when a parcel of each location can
    arrive, where the order's own day cannot be kept any more."""
    if placement.method != HowKind.DELIVERY or placement.promised_on is None:
        return
    opened = Allocation.objects.filter(line__order=order, open__gt=0)
    sending = set(opened.values_list("location__code", flat=True))
    ready, lacks = list_ready(order, now=now), lacks_pieces(order)
    called_back = [parcel for parcel in ready if parcel.ship_from not in sending]
    owed = [*(f"parcel:{parcel.id}" for parcel in called_back), *([] if lacks else [LACKING])]
    for code in sorted(sending - {parcel.ship_from for parcel in ready}):
        delivery.prepare_parcel(
            ref=ref_of(order.id), carrier_key=placement.carrier_key, service=placement.service, ship_from=code,
            promised_on=max(placement.promised_on, (days or {}).get(code, date.min)),
            postcode_area=order.postcode_area, region=order.region, country=order.country, record_id=order.record_id,
            customer_id=order.customer_id, leaves_on=offered.leaves_on(code), in_place_of=owed.pop(0) if owed else "",
            by=by, now=now,
        )  # fmt: skip
    settle_owed(order, placement, owed, lacks=lacks, by=by, now=now)
    for parcel in called_back:
        delivery.cancel_parcel(parcel_id=parcel.id, by=by, now=now)


def list_ready(order: Order, *, now: datetime) -> list[delivery.ParcelCard]:
    """The parcels of an order that have not left."""
    parcels = delivery.list_parcels_for_ref(ref_of(order.id), now=now)
    return [parcel for parcel in parcels if parcel.state is delivery.ParcelState.PREPARING]


def list_ours(order: Order, *, now: datetime) -> list[delivery.ParcelCard]:
    """Those of them that we send; a supplier's leaves as it is."""
    theirs = list_suppliers(order.id)
    return [parcel for parcel in list_ready(order, now=now) if parcel.ship_from not in theirs]


def send_elsewhere(order: Order, *, by: Actor, now: datetime) -> None:
    """What we send goes to the order's new address; labels that were made are void."""
    for parcel in list_ours(order, now=now):
        delivery.redirect_parcel(
            parcel_id=parcel.id, postcode_area=order.postcode_area, region=order.region, country=order.country, by=by,
            now=now,
        )  # fmt: skip
