"""Decisions of the order book."""

from collections.abc import Iterable

from shopkeeper.orders.contracts import Counters, OrderState, PickupState, PickupTimes
from shopkeeper.orders.errors import AlreadyShipped, NoQuantity, NotDelivered


def state_of(lines: Iterable[Counters]) -> OrderState:
    """How far an order is. Canceled pieces do not count, unless all of them are."""
    wanted = shipped = delivered = returned = canceled = 0
    for line in lines:
        wanted += line.ordered - line.canceled
        shipped += line.shipped
        delivered += line.delivered
        returned += line.returned
        canceled += line.canceled
    if wanted == 0:
        return OrderState.CANCELED if canceled else OrderState.PLACED
    if returned >= wanted:
        return OrderState.RETURNED
    if delivered >= wanted:
        return OrderState.DELIVERED
    if shipped >= wanted:
        return OrderState.SHIPPED
    return OrderState.PARTLY_SHIPPED if shipped else OrderState.PLACED


def left_to_ship(line: Counters) -> int:
    """Pieces that have neither left nor been canceled."""
    return line.ordered - line.shipped - line.canceled


def check_cancelable(line: Counters, quantity: int) -> None:
    """Only pieces that have not left can be canceled.

    :raises NoQuantity: when no piece is meant
    :raises AlreadyShipped: when fewer are left
    """
    if quantity < 1:
        raise NoQuantity
    if quantity > left_to_ship(line):
        raise AlreadyShipped(left=left_to_ship(line))


def check_returnable(line: Counters, quantity: int) -> None:
    """Only pieces that the customer has can come back.

    :raises NoQuantity: when no piece is meant
    :raises NotDelivered: when the customer has fewer
    """
    if quantity < 1:
        raise NoQuantity
    if quantity > line.delivered - line.returned:
        raise NotDelivered(have=line.delivered - line.returned)


def pickup_state(times: PickupTimes) -> PickupState:
    """How far a pick-up is. One that was not found is ready again once somebody has found it."""
    if times.collected_at is not None:
        return PickupState.COLLECTED
    if times.released_at is not None:
        return PickupState.RELEASED
    if times.called_off_at is not None:
        return PickupState.CALLED_OFF
    missing, ready = times.not_found_at, times.ready_at
    if missing is not None and (ready is None or ready <= missing):
        return PickupState.NOT_FOUND
    return PickupState.READY if ready is not None else PickupState.PREPARING
