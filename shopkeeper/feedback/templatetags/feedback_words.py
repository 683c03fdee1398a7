"""A customer's words with the places marked that speak of a topic."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from shopkeeper.feedback.contracts import FeedbackCard, MentionCard

register = template.Library()
_CLEAR = 0.05


@register.filter
def marked_text(card: FeedbackCard) -> SafeString:
    """The text, each clause that speaks of a topic marked as good, bad or neither; overlapping ones count once."""
    pieces, begin = [], 0
    for mention in sorted(card.mentions, key=lambda mention: mention.start):
        if mention.start >= begin:
            pieces.append(format_html("{}{}", card.text[begin : mention.start], _mark(mention)))
            begin = mention.end
    pieces.append(format_html("{}", card.text[begin:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _mark(mention: MentionCard) -> SafeString:
    tone = "is-good" if mention.sentiment > _CLEAR else "is-bad" if mention.sentiment < -_CLEAR else ""
    return format_html('<mark class="{}" title="{}">{}</mark>', tone, mention.topic, mention.words)
