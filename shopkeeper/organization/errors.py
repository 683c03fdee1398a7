"""Every way in which the organization can refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import NotFound, Refusal


class NobodyInRole(Refusal):
    """No employee holds the role, at the place or anywhere above it."""

    code = "nobody_in_role"
    message = sentence("Nobody holds the role “%(role)s” just now. Give it to somebody under Set-up, People and roles.")


class OutletNotFound(NotFound):
    """There is no such outlet, or it lies outside the actor's scope."""

    code = "outlet_not_found"
    message = sentence("There is no outlet “%(key)s” that you can see.")
