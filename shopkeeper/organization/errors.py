"""Every way in which the organization can refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound, Refusal


class NobodyInRole(Refusal):
    """No employee holds the role, at the place or anywhere above it."""

    code = "nobody_in_role"
    message = sentence("Nobody holds the role “%(role)s” just now. Give it to somebody under Set-up, People and roles.")


class OutletNotFound(NotFound):
    """There is no such outlet, or it lies outside the actor's scope."""

    code = "outlet_not_found"
    message = sentence("There is no outlet “%(key)s” that you can see.")


class NeverOpen(Refusal):
    """A calendar holds no working time in which a deadline could fall."""

    code = "never_open"
    message = sentence("The working hours leave no time for this. Add working hours to the calendar.")


class WrongRetailer(InvalidInput):
    """Who the retailer is said to be cannot be."""

    code = "wrong_retailer"
    message = sentence(
        "This cannot be: %(what)s. A country is two letters (GB), a currency three (GBP), a time zone as Europe/London."
    )


class WrongHours(InvalidInput):
    """Working hours that cannot be."""

    code = "wrong_hours"
    message = sentence("A weekday is a number from 0 (Monday) to 6 (Sunday), and there must be some working hours.")


class UnreadableHours(InvalidInput):
    """Opening hours that cannot be read."""

    code = "unreadable_hours"
    message = sentence("“%(typed)s” says no hours. Write them as 09:00 - 18:30, several with a comma between them.")
