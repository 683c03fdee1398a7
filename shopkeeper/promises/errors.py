"""Every way in which the promise ledger can refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import NotFound, Refusal


class PromiseNotFound(NotFound):
    """Nothing of this kind was promised for the ref."""

    code = "promise_not_found"
    message = sentence("Nothing of the kind “%(kind)s” was promised for %(ref)s.")


class PromiseSettled(Refusal):
    """The promise was fulfilled or withdrawn and cannot be moved any more."""

    code = "promise_settled"
    message = sentence("This promise was settled already and cannot be changed. Make a new one instead.")
