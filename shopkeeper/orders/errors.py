"""Every way in which the order book refuses."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class OrderNotFound(NotFound):
    """There is no such order, or it belongs to an outlet that the reader may not see."""

    code = "order_not_found"
    message = sentence("There is no order “%(key)s” that you can see.")


class LineNotFound(NotFound):
    """There is no such line."""

    code = "order_line_not_found"
    message = sentence("There is no order line “%(key)s” that you can see.")


class PickupNotFoundHere(NotFound):
    """There is no such pick-up."""

    code = "pickup_not_found"
    message = sentence("There is no pick-up “%(key)s” that you can see.")


class NothingOrdered(InvalidInput):
    """An order needs pieces."""

    code = "nothing_ordered"
    message = sentence("An order needs at least one line, and each line at least one piece.")


class AlreadyShipped(Refusal):
    """Pieces that left cannot be canceled."""

    code = "already_shipped"
    message = sentence("Only %(left)s of these pieces have not left yet. Take the others back as a return.")


class NothingToShip(Refusal):
    """All pieces have left or were canceled."""

    code = "nothing_to_ship"
    message = sentence("Every piece of this order has left or was canceled.")


class NotDelivered(Refusal):
    """More pieces would come back than the customer has."""

    code = "not_delivered"
    message = sentence("The customer has only %(have)s of these pieces.")


class AlreadyCollected(Refusal):
    """The pick-up is over."""

    code = "already_collected"
    message = sentence("This order was collected already.")


class NoQuantity(InvalidInput):
    """A quantity must be at least one."""

    code = "no_quantity"
    message = sentence("Say how many pieces: one at least.")
