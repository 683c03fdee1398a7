"""Every way in which the payments refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class MoreThanAuthorized(Refusal):
    """More would be taken than the payer set aside."""

    code = "more_than_authorized"
    message = sentence("Only %(left)s is set aside for %(ref)s and not taken yet.")


class MoreThanCaptured(Refusal):
    """More would go back than was taken."""

    code = "more_than_captured"
    message = sentence("Only %(left)s can be given back: that much was taken, and not given back or promised yet.")


class NotEnoughValue(Refusal):
    """The gift card or the store credit holds less."""

    code = "not_enough_value"
    message = sentence("There is only %(left)s on it.")


class ValueUsed(Refusal):
    """What was spent in part is not taken back."""

    code = "value_used"
    message = sentence("Some of this credit has been used, or it was taken back before. It stays as it is.")


class StoredValueNotFound(NotFound):
    """There is no such gift card, or no store credit of this customer."""

    code = "stored_value_not_found"
    message = sentence("There is no gift card or store credit “%(key)s” in this currency.")


class UnknownGateway(NotFound):
    """Nobody of this name takes payments for us."""

    code = "unknown_gateway"
    message = sentence("There is no payment gateway “%(key)s”.")


class NotSigned(InvalidInput):
    """A notice does not carry the signature of its gateway."""

    code = "not_signed"
    message = sentence("This notice is not signed by the gateway, or is too old. Nothing was changed.")
    status = 401


class NoAmount(InvalidInput):
    """Money that moves is more than nothing."""

    code = "no_amount"
    message = sentence("Say how much: more than nothing, with two decimals at most.")


class MoreThanYouMayIssue(Refusal):
    """A gift card or credit is above what somebody may issue."""

    code = "more_than_you_may_issue"
    message = sentence("You may issue up to %(most)s. Ask somebody in finance to issue more.")
    status = 403


class MeansDoNotAddUp(InvalidInput):
    """What the means of payment are to pay is not the total."""

    code = "means_do_not_add_up"
    message = sentence(
        "%(total)s is to be paid, and the means of payment come to %(named)s. Name no amount for one of them: it pays "
        "the rest."
    )


class MeansMissing(InvalidInput):
    """A card without a token, or a gift card without a code."""

    code = "means_missing"
    message = sentence("A card needs a token or an authorization, a gift card its code, store credit a customer.")
