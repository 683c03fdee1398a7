"""How collecting, own pages and calls refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class WrongPiece(Refusal):
    """What was scanned does not belong to the order."""

    code = "wrong_piece"
    message = sentence("“%(code)s” is not part of this order. Put it back and look for what is listed.")


class NotLookedFor(Refusal):
    """No order that waits to be found needs what was scanned."""

    code = "not_looked_for"
    message = sentence("No order here needs “%(code)s”. Put it back and look for what is listed.")


class FoundAlready(Refusal):
    """All pieces of this product were found."""

    code = "found_already"
    message = sentence("All pieces of %(name)s have been scanned already.")


class NotAllFound(Refusal):
    """The notice that an order is ready waits until every piece was scanned."""

    code = "not_all_found"
    message = sentence(
        "%(left)s of the pieces have not been scanned yet. The customer is told when all of them are here."
    )


class StillToCome(Refusal):
    """Pieces of an order to be collected are on their way to the store."""

    code = "still_to_come"
    message = sentence(
        "%(pieces)s of the pieces are still on their way here, so this order cannot be looked for or handed over yet."
    )


class WrongCode(Refusal):
    """The code that was shown is not the one that the customer was sent."""

    code = "wrong_code"
    message = sentence("This is not the code of this order. Ask for it again, or for something with their name on it.")


class WaitsForOthers(InvalidInput):
    """The name that was shown is not one of those who may have the order."""

    code = "waits_for_others"
    message = sentence(
        "It waits for %(known)s, and the name is “%(name)s”. If the customer sent somebody, note that name first under"
        " “Somebody else collects it”."
    )


class NobodyNamed(InvalidInput):
    """It must be said who takes it, or whose paper was seen."""

    code = "nobody_named"
    message = sentence("Write down the name of the person who takes the order with them.")


class NotWaiting(Refusal):
    """The order does not wait for its customer: it is not ready yet, or is gone."""

    code = "not_waiting"
    message = sentence("This order does not wait on the shelf. It is not ready yet, or it was handed over or let go.")


class NothingToHandOver(Refusal):
    """The store has none of the pieces that are left to collect."""

    code = "nothing_to_hand_over"
    message = sentence(
        "Nothing of this order is here to hand over. Its customer can have it sent, collect it elsewhere, or leave it."
    )


class KeptLongEnough(Refusal):
    """An order is kept longer only so many times."""

    code = "kept_long_enough"
    message = sentence("This order was kept longer %(times)s times already. Offer to send it instead.")


class OrderLinkClosed(Refusal):
    """The link to an order is not ours, or too old."""

    code = "order_link_closed"
    status = 410
    message = sentence("This link does not work any more. Ask us for a new one, or call us with your order number.")


class TooManyTries(Refusal):
    """Too much was decided by one link in a short time."""

    code = "too_many_tries"
    status = 429
    message = sentence("That was a lot in a short time. Wait an hour, or call us and we do it with you.")


class NoSuchSlot(InvalidInput):
    """Nobody can call at that time."""

    code = "no_such_slot"
    message = sentence("Choose one of the times that are offered. The one you chose may be over.")


class NoPhone(InvalidInput):
    """A call needs a number."""

    code = "no_phone"
    message = sentence("Write down the telephone number that we should call.")


class NoCallBooked(NotFound):
    """No call is booked."""

    code = "no_call_booked"
    message = sentence("There is no call “%(key)s” to be made.")


class NobodyToTell(Refusal):
    """Nobody is known whom we could write to."""

    code = "nobody_to_tell"
    message = sentence("Nobody is known for this order whom we could write to. Ask for their mail address first.")


class NothingToSendThere(NotFound):
    """There is no such parcel at an outlet of whoever asks, or it has left."""

    code = "nothing_to_send_there"
    message = sentence("There is no parcel “%(key)s” to be sent from here: it has left, or was called back.")


class NumberTaken(Refusal):
    """Two parcels of different orders would have one number."""

    code = "number_taken"
    message = sentence("%(number)s is on a parcel of another order. Scan the label of this one.")


class NotOnItsWay(Refusal):
    """What has not left cannot have arrived."""

    code = "not_on_its_way"
    message = sentence("Say of a parcel that has left when it arrived: after it left, and not later than now.")


class NotPackedYet(Refusal):
    """A parcel is closed, and leaves, when every piece was scanned into it."""

    code = "not_packed_yet"
    message = sentence("Still to be scanned into this parcel: %(left)s. Scan all pieces, then close it.")


class NotClosedYet(Refusal):
    """A parcel leaves when somebody has closed it."""

    code = "not_closed_yet"
    message = sentence("All pieces are in this parcel, but it is open. Close it, then hand it over.")


class PackedBefore(Refusal):
    """A parcel that was packed before its order was changed would go to the address before, or with pieces too many."""

    code = "packed_before"
    message = sentence(
        "The order was changed after this parcel was packed. Pack it anew, and put on the label that it has then."
    )


class NothingToOpen(NotFound):
    """Nobody waits for a parcel to be opened."""

    code = "nothing_to_open"
    message = sentence("There is no parcel “%(key)s” to be opened here: it leaves as it is, or was opened already.")


class NotHandedOver(Refusal):
    """What has not gone cannot be taken back, nor what came back already."""

    code = "not_handed_over"
    message = sentence("Only what was handed over, and has not come back since, can be taken back as a mistake.")
