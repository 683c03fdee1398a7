"""The only way from an untrusted id or number to an order or a pick-up."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.orders.contracts import (
    AskedCancellationCard,
    AskedRedirectionCard,
    OrderCard,
    PickupCard,
    RefundCard,
    ReturnCard,
    ToldReturn,
    ToOpen,
    ToSend,
)
from shopkeeper.orders.errors import (
    AskedCancellationNotFound,
    AskedRedirectionNotFound,
    NothingToOpen,
    NothingToSendThere,
    OrderNotFound,
    PickupNotFoundHere,
    RefundNotFound,
    ReturnNotFound,
)
from shopkeeper.orders.models import Pickup
from shopkeeper.orders.queries import find_order, list_orders_by_number, orders_visible_to, pickup_card
from shopkeeper.orders.queries.book import list_orders_by_exact_number
from shopkeeper.orders.queries.cancelable import find_asked_cancellation
from shopkeeper.orders.queries.redirected import find_redirection
from shopkeeper.orders.queries.refunds import find_refund
from shopkeeper.orders.queries.returns import find_return
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.orders.queries.sent_here import SentHere, find_sent_here
from shopkeeper.orders.queries.to_open import list_to_open
from shopkeeper.orders.queries.told_returns import list_told_returns
from shopkeeper.organization import public as organization


def access_order(by: Actor, key: str | UUID) -> OrderCard:
    """The order behind an id or number, for those who may see it.

    :raises NotPermitted: when `by` may not see orders
    :raises OrderNotFound: when there is none, or it belongs to somebody else's outlet
    """
    by.require("orders.view_orders")
    order_id = _order_id(key)
    if order_id and orders_visible_to(by).filter(pk=order_id).exists():
        card = find_order(order_id)
    else:
        card = next(iter(list_orders_by_number(str(key), by=by)), None)
    if card is None:
        raise OrderNotFound(key=key)
    return card


def check_outlet(by: Actor, outlet_id: UUID | None) -> None:
    """Those of an outlet sell there alone.

    :raises OutletNotFound: when it is not theirs
    """
    if not by.scopes.company_wide and (outlet_id is None or not by.scopes.allows("outlet_id", outlet_id)):
        raise organization.OutletNotFound(key=outlet_id or "")


def access_pickup(by: Actor, pickup_id: UUID) -> PickupCard:
    """The pick-up, for those who serve its outlet.

    :raises PickupNotFoundHere: when there is none at an outlet of `by`
    """
    row = Pickup.objects.filter(pk=pickup_id).select_related("order", "outlet").first()
    if row is None or not by.scopes.allows("outlet_id", row.outlet_id):
        raise PickupNotFoundHere(key=pickup_id)
    return pickup_card(row)


def _order_id(key: str | UUID) -> UUID | None:
    try:
        return key if isinstance(key, UUID) else UUID(key)
    except ValueError:
        return None


def access_return(by: Actor, key: str | UUID) -> ReturnCard:
    """The return behind an id or number, for those who may see it: what may come, may come anywhere.

    :raises ReturnNotFound: when there is none, or it belongs elsewhere
    """
    by.require("orders.view_orders")
    card = find_return(key, by=by)
    if card is None:
        raise ReturnNotFound(key=key)
    return card


def access_any_return(by: Actor, key: str) -> ReturnCard | list[ToldReturn]:
    """A return of ours; else what other systems told under this number.

    :raises ReturnNotFound: when there is neither, or it belongs elsewhere
    """
    by.require("orders.view_orders")
    found = find_return(key, by=by) or list_told_returns(key, by=by)
    if not found:
        raise ReturnNotFound(key=key)
    return found


def access_order_to_return(by: Actor, number: str) -> list[OrderCard]:
    """The orders of a number, wherever they were bought: whoever stands at a counter with the receipt may bring them.

    :raises NotPermitted: when `by` takes nothing back
    """
    by.require("orders.take_returns")
    return list_orders_by_exact_number(number) if number.strip() else []


def access_refund(by: Actor, refund_id: UUID) -> RefundCard:
    """A refund of an order that `by` may see.

    :raises RefundNotFound: when there is none
    """
    card = find_refund(refund_id, by=by)
    if card is None:
        raise RefundNotFound(key=refund_id)
    return card


def access_asked_cancellation(by: Actor, asked_id: UUID) -> AskedCancellationCard:
    """What somebody else was asked to let go, of an order that `by` may see.

    :raises AskedCancellationNotFound: when there is none
    """
    card = find_asked_cancellation(asked_id, by=by)
    if card is None:
        raise AskedCancellationNotFound(key=asked_id)
    return card


def access_redirection(by: Actor, asked_id: UUID) -> AskedRedirectionCard:
    """What a supplier was asked to send elsewhere, of an order that `by` may see.

    :raises AskedRedirectionNotFound: when there is none
    """
    card = find_redirection(asked_id, by=by)
    if card is None:
        raise AskedRedirectionNotFound(key=asked_id)
    return card


def access_sent_here(by: Actor, key: str | UUID, *, now: datetime) -> SentHere:
    """What `by` may see of an order that their outlet only sends.

    :raises NotPermitted: when `by` sends nothing
    :raises OrderNotFound: when their outlet sends none of it
    """
    by.require("orders.move_orders")
    found = find_sent_here(key, by=by, now=now)
    if found is None:
        raise OrderNotFound(key=key)
    return found


def access_moved_order(by: Actor, order_id: UUID, *, now: datetime) -> UUID:
    """An order that `by` may see, or of which their outlet sends something.

    :raises OrderNotFound: when it is neither
    """
    by.require("orders.move_orders")
    if orders_visible_to(by).filter(pk=order_id).exists():
        return order_id
    return access_sent_here(by, order_id, now=now).order_id


def access_to_send(by: Actor, order_id: UUID, parcel_id: UUID, *, now: datetime) -> ToSend:
    """A parcel that has not left, for those who send from its location.

    :raises NotPermitted: when `by` sends nothing
    :raises NothingToSendThere: when there is none at an outlet of `by`
    """
    if not by.may("orders.note_delays"):
        by.require("orders.move_orders")
    found = list_to_send(by=by, now=now, order_id=order_id)
    card = next((one for one in found if one.parcel_id == parcel_id), None)
    if card is None:
        raise NothingToSendThere(key=parcel_id)
    return card


def access_to_open(by: Actor, parcel_id: UUID) -> ToOpen:
    """A parcel that was packed and called back, for those who send from its location.

    :raises NotPermitted: when `by` sends nothing
    :raises NothingToOpen: when there is none at an outlet of `by`
    """
    by.require("orders.move_orders")
    card = next((one for one in list_to_open(by=by) if one.parcel_id == parcel_id), None)
    if card is None:
        raise NothingToOpen(key=parcel_id)
    return card
