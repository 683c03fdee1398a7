"""Every way in which the delivery can refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class ParcelNotFound(NotFound):
    """There is no such parcel."""

    code = "parcel_not_found"
    message = sentence("There is no parcel “%(key)s”.")


class ParcelSettled(Refusal):
    """The parcel was delivered or canceled already."""

    code = "parcel_settled"
    message = sentence("This parcel was delivered or canceled already; nothing was changed.")


class ParcelUnderWay(Refusal):
    """The carrier has the parcel, so that nobody can say it has not left."""

    code = "parcel_under_way"
    message = sentence("The carrier has seen this parcel since. Ask for it to be stopped instead.")


class ParcelLeft(Refusal):
    """A later day was announced for a parcel that has left, or that does not leave any more."""

    code = "parcel_left"
    message = sentence("This parcel has left or was called back in the meantime. Its order says where it is.")


class DayNotToCome(InvalidInput):
    """A parcel leaves today at the soonest, and within a year."""

    code = "day_not_to_come"
    message = sentence("Choose a day from today on, within a year: %(day)s is not one.")


class WhyLaterMissing(InvalidInput):
    """A later day is announced for a reason that others can tell the customer."""

    code = "why_later_missing"
    message = sentence("Say what you were told, so that whoever the customer calls can explain it.")


class CarrierNotFound(NotFound):
    """Nobody who brings parcels is known by that key."""

    code = "carrier_not_found"
    message = sentence("There is no carrier “%(key)s”.")


class ServiceNotFound(NotFound):
    """No carrier offers such a service."""

    code = "service_not_found"
    message = sentence("There is no delivery service “%(key)s”.")


class DayFull(Refusal):
    """Everything that can leave on a day was taken in the meantime."""

    code = "day_full"
    message = sentence("No more parcels can leave on %(day)s with this service. Ask for the offers again.")


class OfferNotOurs(InvalidInput):
    """A key of an offer that we did not make, or that somebody changed."""

    code = "offer_not_ours"
    message = sentence("This is no delivery offer of ours. Ask for the offers and send back the key of one.")


class NotSigned(Refusal):
    """A webhook without a signature that fits; an unknown carrier looks the same."""

    code = "not_signed"
    message = sentence("The signature does not fit this message, or the message is too old.")
    status = 401


class LinkDead(NotFound):
    """A tracking page's address that is not ours, or whose parcel arrived long ago."""

    code = "link_dead"
    message = sentence("This link leads to no delivery any more. Your order confirmation says how to reach us.")


class ClaimNotFound(NotFound):
    """There is no such claim."""

    code = "claim_not_found"
    message = sentence("There is no claim “%(key)s”.")
