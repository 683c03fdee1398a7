"""Every way in which the delivery can refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import NotFound, Refusal


class ParcelNotFound(NotFound):
    """There is no such parcel."""

    code = "parcel_not_found"
    message = sentence("There is no parcel “%(key)s”.")


class ParcelSettled(Refusal):
    """The parcel was delivered or canceled already."""

    code = "parcel_settled"
    message = sentence("This parcel was delivered or canceled already; nothing was changed.")
