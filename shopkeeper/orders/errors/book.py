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


class OfferGone(Refusal):
    """What was offered does not hold any more; another offer does."""

    code = "offer_gone"
    message = sentence(
        "What was offered no longer holds. The nearest that does is %(service)s, %(day)s, %(cost)s. Show it and order"
        " again."
    )


class NothingOffered(Refusal):
    """What was offered does not hold any more, and nothing else reaches the address."""

    code = "nothing_offered"
    message = sentence("What was offered no longer holds, and nothing else reaches this address with this basket.")


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


class ImpossibleQuantity(InvalidInput):
    """A line without a piece, or with more than anybody means."""

    code = "impossible_quantity"
    message = sentence("%(quantity)s pieces of %(sku)s cannot be ordered. Order 1 to %(most)s.")


class WhereToMissing(InvalidInput):
    """A delivery without an address or a day, a pick-up without a place or a time."""

    code = "where_to_missing"
    message = sentence("A delivery needs an address, a carrier and a day; a pick-up needs a location and a time.")


class DayOver(InvalidInput):
    """What has passed cannot be promised."""

    code = "day_over"
    message = sentence("%(day)s is over already. Choose today or a later day.")


class CannotBeSourced(Refusal):
    """No location, or allowed split over several, has everything."""

    code = "cannot_be_sourced"
    message = sentence("%(missing)s of %(sku)s cannot be promised. Order fewer, or choose something else.")


class GoneMeanwhile(CannotBeSourced):
    """What was given up was promised to others since, and nothing else comes in its place."""

    code = "gone_meanwhile"
    message = sentence(
        "%(missing)s of %(sku)s cannot be kept again: they were promised to others meanwhile. They stay canceled."
    )


class OrderHeld(Refusal):
    """An order that is held may not leave."""

    code = "order_held"
    message = sentence("This order is %(held)s. Whoever looks after it has to let it go first.")


class StillUnpaid(Refusal):
    """What is not paid for is not let go by hand: it could not leave all the same."""

    code = "still_unpaid"
    message = sentence("%(missing)s of it is not set aside. Have it paid another way; then it is let go by itself.")


class NotPaidYet(Refusal):
    """Pieces leave when their money is set aside."""

    code = "not_paid_yet"
    message = sentence("Only %(there)s of the %(needed)s that these pieces cost is set aside so far.")


class PaidAlready(Refusal):
    """Nothing of the order is left to be paid, or it was asked for already."""

    code = "paid_already"
    message = sentence("What this order costs is set aside already, or was asked for a moment ago.")


class NotPlacedHere(Refusal):
    """What only orders on our own stock know."""

    code = "not_placed_here"
    message = sentence("This order was placed in another system, which fulfills it. It can be changed only there.")


class TooLateToChange(Refusal):
    """The order has passed its cut-off."""

    code = "too_late_to_change"
    message = sentence("It is too late to change this: pieces of the order have left already.")


class PastCutOff(Refusal):
    """Customers change and cancel by themselves for some time only."""

    code = "past_cut_off"
    message = sentence("It can be changed and canceled for %(minutes)s minutes after ordering. Ask us to do it.")


class BeingGotReady(TooLateToChange):
    """The carrier is about to fetch it, or somebody fetches its pieces from the shelves."""

    code = "being_got_ready"
    message = sentence("It is too late to change this here: somebody is getting the order ready. Call us, and we look.")


class NothingDifferent(InvalidInput):
    """A change that changes nothing would only be written about."""

    code = "nothing_different"
    message = sentence("Nothing is different from before.")


class AddressIncomplete(InvalidInput):
    """Nobody finds half an address."""

    code = "address_incomplete"
    message = sentence("Write down street, postcode and town of the new address.")


class WayMissing(InvalidInput):
    """A new address needs a way to get there."""

    code = "way_missing"
    message = sentence("Choose how it gets to the new address, and see what that costs.")


class NothingLeftToCome(TooLateToChange):
    """All of it was canceled."""

    code = "nothing_left_to_come"
    message = sentence("All of this order was canceled: nothing of it comes any more.")


class WithSupplier(TooLateToChange):
    """A supplier sends pieces in its own way: nobody here chooses its service or its day, or has them collected."""

    code = "with_supplier"
    message = sentence(
        "%(place)s sends %(what)s in its own way, to an address and not to a store. To change that, cancel this part,"
        " which asks them, and order it anew."
    )


class BroughtToStore(WithSupplier):
    """A supplier brings pieces to the store where they are collected, and was told to."""

    code = "brought_to_store"
    message = sentence(
        "%(place)s brings %(what)s to the store where it is collected. To change that, cancel this part, which asks"
        " them, and order it anew."
    )


class NothingToUndo(Refusal):
    """It was taken back already, or cannot be."""

    code = "nothing_to_undo"
    message = sentence("This was undone already, or cannot be undone.")


class NothingAllocatedThere(Refusal):
    """The location fulfills nothing of this line."""

    code = "nothing_allocated_there"
    message = sentence("Only %(open)s of these pieces are to be fulfilled by %(location)s.")


class CompanyNotFound(NotFound):
    """There is no such company."""

    code = "company_not_found"
    message = sentence("There is no company “%(key)s”.")


class HoldNotFound(NotFound):
    """The order is not held for this."""

    code = "hold_not_found"
    message = sentence("There is no open hold “%(key)s” on this order.")
