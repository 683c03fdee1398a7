"""Every way in which returns, refunds and what others are asked for refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class ReturnNotFound(NotFound):
    """There is no such return."""

    code = "return_not_found"
    message = sentence("There is no return “%(key)s” that you can see.")


class RefundNotFound(NotFound):
    """There is no such refund, or it was decided already."""

    code = "refund_not_found"
    message = sentence("There is no refund “%(key)s” that waits for a decision.")


class NotPossibleNow(Refusal):
    """A return goes step by step."""

    code = "not_possible_now"
    message = sentence("This return is %(state)s. What you want to do comes earlier or later.")


class NotThatManyCame(Refusal):
    """More pieces would be looked at than came, or come than were asked for."""

    code = "not_that_many_came"
    message = sentence("Only %(there)s of these pieces are there.")


class NoPicture(InvalidInput):
    """A file that is not a picture, or a kind of picture that not every browser shows."""

    code = "no_picture"
    message = sentence("“%(name)s” is no picture that we can read. Send a JPEG, PNG or WebP, as phones take them.")


class PictureTooLarge(InvalidInput):
    """A file, or what it unfolds to, is larger than any camera's picture."""

    code = "picture_too_large"
    message = sentence("“%(name)s” is too large. Send one of up to %(megabytes)s MB and %(megapixels)s megapixels.")


class TooManyPictures(Refusal):
    """A return has so many pictures at most."""

    code = "too_many_pictures"
    message = sentence("A return takes %(most)s pictures at most. There are %(there)s already.")


class ReasonNeeded(InvalidInput):
    """Somebody decides against the policy, or against the customer, without saying why."""

    code = "reason_needed"
    message = sentence("Say why, in words that can be told to the customer.")


class NotYoursToApprove(Refusal):
    """A second person with a higher limit has to approve."""

    code = "not_yours_to_approve"
    message = sentence("A second person, who may give that much, has to approve this.")
    status = 403


class NotYoursToTakeBack(Refusal):
    """Goodwill is taken back by whoever gave it, or by somebody who decides about refunds."""

    code = "not_yours_to_take_back"
    message = sentence("Somebody else gave this. They take it back, or somebody who decides about refunds.")
    status = 403


class CannotBeUndone(Refusal):
    """Money has gone back, or pieces have left the building."""

    code = "cannot_be_undone"
    message = sentence("This cannot be undone: %(why)s.")


class NoReceiptLimit(Refusal):
    """Too much came back from this person without a receipt."""

    code = "no_receipt_limit"
    message = sentence("Without a receipt, %(most)s pieces in %(days)s days can be taken back from one person.")


class NobodyToCredit(InvalidInput):
    """Store credit belongs to somebody."""

    code = "nobody_to_credit"
    message = sentence("Store credit belongs to somebody: say who the customer is.")


class NotPaidThere(InvalidInput):
    """Money that was taken here would go back at a till, and could go back here once more."""

    code = "not_paid_there"
    message = sentence("This order was paid here: its money goes back the way it came, or becomes store credit.")


class PlaceMissing(InvalidInput):
    """Somebody has to say where pieces came back."""

    code = "place_missing"
    message = sentence("Say at which location the pieces are, one that takes returns.")


class AskedCancellationNotFound(NotFound):
    """Nobody waits for an answer to this."""

    code = "asked_cancellation_not_found"
    message = sentence("Nobody waits for an answer to “%(key)s”.")


class AskedRedirectionNotFound(NotFound):
    """Nobody waits for an answer to this: it was given, or the order changed again."""

    code = "asked_redirection_not_found"
    message = sentence("Nobody waits for an answer to “%(key)s”: it was given, or the order has changed again.")
