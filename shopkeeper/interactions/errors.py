"""Every way in which the interactions refuse."""

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.refusals import InvalidInput, NotFound


class TopicNotFound(NotFound):
    """There is no such topic or reason."""

    code = "topic_not_found"
    message = sentence("There is no topic “%(key)s”. Choose one from the tree of topics.")


class TopicWithinItself(InvalidInput):
    """A topic cannot lie under itself."""

    code = "topic_within_itself"
    message = sentence("A topic cannot lie under itself. Choose another place in the tree.")
