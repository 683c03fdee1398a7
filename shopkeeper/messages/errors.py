"""Every way in which the messages can refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import NotFound, Refusal


class TemplateNotFound(NotFound):
    """There is no text of that code in any language that helps."""

    code = "template_not_found"
    message = sentence("There is no text “%(template)s” for the channel %(channel)s. Write one under Set-up, Texts.")


class PlaceholdersMissing(Refusal):
    """A text has places that nobody filled."""

    code = "placeholders_missing"
    message = sentence("The text “%(template)s” needs %(missing)s. Fill it in before sending.")
    status = 422


class MessageNotFound(NotFound):
    """There is no message with this id."""

    code = "message_not_found"
    message = sentence("There is no such message.")


class ChannelNotConfigured(Refusal):
    """There is no carrier for this channel."""

    code = "channel_not_configured"
    message = sentence("Nobody has set up how to send by %(channel)s.")
