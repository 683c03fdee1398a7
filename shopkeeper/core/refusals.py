"""Refusals: every way in which the system says no, with a code for machines and a sentence for people."""

from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.permits import label_of


class Refusal(Exception):
    """A request that the business does not allow; the door turns it into a form error, a problem document or a line."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = sentence("This is not possible.")
    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts

    def sentence(self) -> str:
        """What happened, why, and what to do next, in the reader's language."""
        return gettext(self.message) % self.facts

    def __str__(self) -> str:
        return self.sentence()


class NoKey(Refusal):
    """A machine came without a key, or with one that is not known or no longer holds."""

    code = "no_key"
    message = sentence(
        "Send a key that holds, as the header “Authorization: Bearer …”. `shopkeeper api-keys create NAME` makes one."
    )
    status = 401


class NotPermitted(Refusal):
    """The actor does not hold the permission."""

    code = "not_permitted"
    message = sentence("Your role does not open this: “%(permission)s”. Ask the person who manages roles.")
    status = 403

    def sentence(self) -> str:
        """With the permission in the words of whoever manages roles; machines read its code beside them."""
        return gettext(self.message) % {"permission": gettext(label_of(str(self.facts["permission"])))}


class ButtonOnly(Refusal):
    """Somebody followed a link, or looked, where only a button may change something."""

    code = "button_only"
    message = sentence("A link changes nothing here. Open the page, and use its button.")
    status = 405


class NotFound(Refusal):
    """There is no such thing, or the actor may not know of it: both look the same from outside."""

    code = "not_found"
    message = sentence("There is no %(what)s “%(key)s” that you can see.")
    status = 404


class InvalidInput(Refusal):
    """What was sent cannot be understood."""

    code = "invalid_input"
    message = sentence("%(reason)s")
    status = 422


class Unavailable(Refusal):
    """A part of the system that is needed does not respond."""

    code = "unavailable"
    message = sentence("%(part)s does not respond just now. Nothing was lost; try again in a moment.")
    status = 503
