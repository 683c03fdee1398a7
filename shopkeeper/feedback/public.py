"""What others may use of the feedback."""

from shopkeeper.feedback.access import access_feedback
from shopkeeper.feedback.actions.analyzing import read_new_texts
from shopkeeper.feedback.actions.inviting import record_invitation
from shopkeeper.feedback.actions.receiving import record_feedback, take_note
from shopkeeper.feedback.contracts import (
    FeedbackCard,
    FeedbackKind,
    MentionCard,
    NewFeedback,
    NewInvitation,
    NoteOutcome,
    Scale,
    Verdict,
)
from shopkeeper.feedback.errors import FeedbackNotFound
from shopkeeper.feedback.queries import (
    find_feedback,
    find_invitation,
    get_feedback_cards,
    list_feedback_of,
    list_feedback_on_order,
    list_inbox,
)
from shopkeeper.feedback.rules.scores import judge

__all__ = [
    "FeedbackCard", "FeedbackKind", "FeedbackNotFound", "MentionCard", "NewFeedback", "NewInvitation", "NoteOutcome",
    "Scale", "Verdict", "access_feedback", "find_feedback", "find_invitation", "get_feedback_cards", "judge",
    "list_feedback_of", "list_feedback_on_order", "list_inbox", "read_new_texts", "record_feedback",
    "record_invitation", "take_note",
]  # fmt: skip
