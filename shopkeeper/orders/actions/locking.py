"""The order and its lines, locked first of all."""

from uuid import UUID

from shopkeeper.orders.errors import LineNotFound, OrderNotFound
from shopkeeper.orders.models import Order, OrderLine


def lock_order(order_id: UUID) -> tuple[Order, list[OrderLine]]:
    """The order and its lines, locked in this order.

    :raises OrderNotFound: when there is none
    """
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound(key=order_id)
    return order, list(OrderLine.objects.select_for_update(no_key=True).filter(order=order).order_by("id"))


def lock_order_of(line_id: UUID) -> tuple[Order, list[OrderLine]]:
    """The order of a line, and all of its lines.

    :raises LineNotFound: when there is no such line
    """
    order_id = OrderLine.objects.filter(pk=line_id).values_list("order", flat=True).first()
    if order_id is None:
        raise LineNotFound(key=line_id)
    return lock_order(order_id)
