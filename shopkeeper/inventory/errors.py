"""Every way in which the inventory refuses."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class LocationNotFound(NotFound):
    """There is no such location, or the actor may not know of it."""

    code = "location_not_found"
    message = sentence("There is no location “%(key)s” that you can see.")


class LocationNeeded(InvalidInput):
    """Somebody of an outlet would decide for all of them."""

    code = "location_needed"
    message = sentence("Choose a location of yours: a rule for all locations is for those of the whole company.")


class PlaceTwice(InvalidInput):
    """A rule names a location and a kind of locations."""

    code = "place_twice"
    message = sentence("Name a location or a kind of locations, not both: a location is of one kind.")


class BufferNotFound(NotFound):
    """There is no such rule, or it is not the actor's to change."""

    code = "buffer_not_found"
    message = sentence("There is no such rule that you can change.")


class ReservationNotFound(NotFound):
    """Nothing is reserved under this ref and attempt."""

    code = "reservation_not_found"
    message = sentence("Nothing is reserved for %(ref)s.")


class InboundNotFound(NotFound):
    """Nothing is on its way under this key."""

    code = "inbound_not_found"
    message = sentence("Nothing is on its way under “%(key)s”.")


class NotEnoughStock(Refusal):
    """More pieces were asked for than are free there."""

    code = "not_enough_stock"
    message = sentence("Only %(free)s of %(sku)s can be taken at %(location)s.")


class NotThatManyReserved(Refusal):
    """More pieces were to be taken out of a reservation than it holds."""

    code = "not_that_many_reserved"
    message = sentence("Only %(open)s pieces are still reserved for %(ref)s.")


class MoreThanOrdered(Refusal):
    """More pieces were said to leave than somebody waits for."""

    code = "more_than_ordered"
    message = sentence("Only %(open)s of %(sku)s are to be sent. Send more of it as a transfer of its own.")


class HeldMovementNotFound(NotFound):
    """No movement waits under this id, or it is not the actor's to decide."""

    code = "held_movement_not_found"
    message = sentence("This movement does not wait any more. Look at the list again.")


class ReasonMissing(InvalidInput):
    """A change of the record needs a reason."""

    code = "reason_missing"
    message = sentence("Say why the record of %(sku)s at %(location)s changes.")


class WhyDismissedMissing(ReasonMissing):
    """A movement is left out of the record for a reason that others can read later."""

    code = "why_dismissed_missing"
    message = sentence("Say how you know that this never happened to %(sku)s at %(location)s.")


class WhyOffMissing(InvalidInput):
    """A location is switched off for a reason that its people read."""

    code = "why_off_missing"
    message = sentence("Say why nothing is promised from %(location)s, so that others know when to expect it again.")


class DemandTwice(InvalidInput):
    """The same demand stands twice in one request."""

    code = "demand_twice"
    message = sentence("%(ref)s asks twice for the same item at the same location. Give each line a ref of its own.")


class NotPositive(InvalidInput):
    """A quantity has to be at least one."""

    code = "not_positive"
    message = sentence("The quantity of %(sku)s has to be at least 1.")


class OrderedTooLate(InvalidInput):
    """Pieces cannot come before they were ordered."""

    code = "ordered_too_late"
    message = sentence("%(sku)s cannot come before it was ordered. Look at both days.")


class SamePlace(InvalidInput):
    """Pieces are sent from one location to another."""

    code = "same_place"
    message = sentence("%(location)s has them already. Choose another location to send them to.")


class DayTooFar(InvalidInput):
    """A day that nobody means."""

    code = "day_too_far"
    message = sentence("%(day)s is too far away. Leave what nobody has a day for until there is one.")


class InvalidExpiry(InvalidInput):
    """Soft reservations have an end, hard ones have none."""

    code = "invalid_expiry"
    message = sentence("A soft reservation needs a time at which it ends; a hard one has none.")


class StillOnItsWay(Refusal):
    """What was promised out of a delivery cannot leave before it is there."""

    code = "still_on_its_way"
    message = sentence("What is kept for %(ref)s is still on its way. Receive it first.")


class PromisedAlready(Refusal):
    """Pieces that somebody was promised cannot be sent elsewhere."""

    code = "promised_already"
    message = sentence("Only %(free)s pieces of this delivery are not promised yet.")


class RestockRequestNotFound(NotFound):
    """Nobody asked to be told under this id."""

    code = "restock_request_not_found"
    message = sentence("Nobody waits under “%(key)s”.")


class RestockLinkClosed(Refusal):
    """The link to confirm a request is not ours, or too old."""

    code = "restock_link_closed"
    message = sentence("This link does not work any more. Ask again on the page of the product.")
    status = 410


class TooManyQuestions(Refusal):
    """One caller asks more often than a person does."""

    code = "too_many_questions"
    message = sentence("That was quick. Wait a minute, then try again.")
    status = 429


class AskedAlready(Refusal):
    """A location is to send these pieces already."""

    code = "asked_already"
    message = sentence(
        "%(origin)s is asked for %(pieces)s × %(name)s already. They come once somebody there sends them."
    )


class SuggestionNotFound(NotFound):
    """There is no such suggestion any more: it was carried out, or worked out anew."""

    code = "suggestion_not_found"
    message = sentence("This suggestion is not there any more. Look at the list again.")
