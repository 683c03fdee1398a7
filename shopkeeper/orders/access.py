"""The only way from an untrusted id or number to an order or a pick-up."""

from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.orders.contracts import OrderCard, PickupCard
from shopkeeper.orders.errors import OrderNotFound, PickupNotFoundHere
from shopkeeper.orders.models import Pickup
from shopkeeper.orders.queries import find_order, list_orders_by_number, orders_visible_to, pickup_card
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
