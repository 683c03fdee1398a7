"""The only way from an untrusted id to a feedback."""

from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.feedback.contracts import FeedbackCard
from shopkeeper.feedback.errors import FeedbackNotFound
from shopkeeper.feedback.queries import cards_of, feedback_visible_to


def access_feedback(by: Actor, feedback_id: UUID) -> FeedbackCard:
    """The feedback, for those who may read it.

    :raises NotPermitted: when `by` may not read feedback
    :raises FeedbackNotFound: when there is none, or it is about somebody else's outlet
    """
    by.require("feedback.view_feedback")
    found = cards_of(feedback_visible_to(by).filter(pk=feedback_id))
    if not found:
        raise FeedbackNotFound(key=feedback_id)
    return found[0]
