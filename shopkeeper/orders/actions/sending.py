"""A location hands a parcel over to its carrier, and says when one has arrived that no carrier tells of."""

from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.moving import deliver_parcel, ship_order
from shopkeeper.orders.actions.packing import check_packed
from shopkeeper.orders.actions.voiding import check_not_void
from shopkeeper.orders.errors import NotOnItsWay, NumberTaken
from shopkeeper.orders.queries import ref_of

_NUMBERS_REST = timedelta(days=60)


@action
def hand_over_to_carrier(
    *, order_id: UUID, parcel_id: UUID, tracking_number: str, by: Actor, now: datetime
) -> int:  # fmt: skip
    """All pieces that the parcel's location fulfills leave in it; gives how many. Twice changes nothing.

    :raises PackedBefore: when it was packed before its order was changed
    :raises NotPackedYet: when pieces of ours were not scanned into it
    :raises NotClosedYet: when all were, and nobody has closed it
    :raises NumberTaken: when a parcel of another order left under this number
    :raises OrderHeld: when something keeps the order from leaving
    :raises NotPaidYet: when less is set aside than they cost
    :raises NothingToShip: when every piece has left or was canceled
    :raises ParcelSettled: when the parcel was called back
    """
    lock_order(order_id)
    number = tracking_number.strip()[:80]
    check_not_void(parcel_id, number)
    check_packed(order_id, parcel_id, now=now)
    if delivery.is_number_taken(number, ref=ref_of(order_id), since=now - _NUMBERS_REST):
        raise NumberTaken(number=number)
    return ship_order(order_id=order_id, parcel_id=parcel_id, tracking_number=number, at=now, by=by, now=now)


@action
def tell_arrival(*, order_id: UUID, parcel_id: UUID, at: datetime, by: Actor, now: datetime) -> None:
    """A parcel reached the customer, as somebody says. Twice changes nothing.

    :raises NotOnItsWay: when it has not left, or would have come before it left or after now
    """
    lock_order(order_id)
    parcels = delivery.list_parcels_for_ref(ref_of(order_id), now=now)
    parcel = next((one for one in parcels if one.id == parcel_id), None)
    if parcel is None or parcel.handed_over_at is None or not parcel.handed_over_at <= at <= now:
        raise NotOnItsWay
    deliver_parcel(order_id=order_id, parcel_id=parcel_id, at=at, by=by, now=now)
