"""How feedback is worded on pages."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core.components import Tone
from shopkeeper.core.words import write_number
from shopkeeper.feedback.contracts import FeedbackCard, FeedbackKind, Scale, Verdict
from shopkeeper.feedback.rules.scores import RANGES

KINDS = {
    FeedbackKind.SURVEY: (gettext_lazy("Survey"), "message-square-quote"),
    FeedbackKind.REVIEW: (gettext_lazy("Review"), "star"),
    FeedbackKind.COMPLAINT: (gettext_lazy("Complaint"), "message-square-warning"),
    FeedbackKind.MENTION: (gettext_lazy("Mention"), "megaphone"),
}
TONES: dict[Verdict | None, Tone] = {Verdict.LOW: "bad", Verdict.HIGH: "good"}


def score_words(card: FeedbackCard) -> str:
    """A score with the top of its scale: `4 of 10`."""
    if card.score is None or card.scale not in RANGES:
        return ""
    return _("%(score)s of %(top)s") % {"score": write_number(card.score), "top": RANGES[Scale(card.scale)][1]}
