"""Promises in words: `{% load promise_words %}`."""

from datetime import timedelta

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.words import find_local, write_chance
from shopkeeper.promises.contracts import PromiseCard
from shopkeeper.promises.ledger import AT_RISK
from shopkeeper.promises.steps import what_in_words

register = template.Library()
LONG_AGO = 90
"""Days after which nobody counts them any more."""


@register.filter
def promise_words(card: PromiseCard) -> str:
    """“Delivery by Wed 6 May”."""
    words = what_in_words(card.kind, card.due_at, now=clock.now())
    return words[:1].upper() + words[1:]


@register.filter
def first_promised(card: PromiseCard) -> str:
    """What was promised first, where that was something else."""
    if card.original_due_at == card.due_at:
        return ""
    return what_in_words(card.kind, card.original_due_at, now=clock.now())


@register.inclusion_tag("core/_tag.html")
def promise_tag(card: PromiseCard) -> dict[str, object]:
    """What became of a promise, or will probably."""
    if card.state == "broken":
        return {"text": _late(card), "tone": "bad", "icon": "x"}
    if card.state == "kept":
        return {"text": _("kept"), "tone": "good", "icon": "check"}
    if card.state == "withdrawn":
        return {"text": _("fell away"), "tone": "", "icon": "minus"}
    chance = card.late_chance or 0.0
    if chance >= AT_RISK:
        words = _("%(share)s likely broken") % {"share": write_chance(chance)}
        return {"text": words, "tone": "warn", "icon": "alarm-clock"}
    return {"text": _("open"), "tone": "", "icon": "clock"}


def _late(card: PromiseCard) -> str:
    """By how much; for what nobody heard of any more, since when."""
    seconds = card.late_by_seconds
    days, hours = seconds // int(timedelta(days=1).total_seconds()), seconds // 3600
    if card.fulfilled_at is None and days > LONG_AGO:
        return _("not kept since %(day)s") % {"day": date_format(find_local(card.due_at), "j M Y")}
    if days:
        return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    if hours:
        return ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}
    minutes = max(1, seconds // 60)
    return ngettext("%(n)s minute late", "%(n)s minutes late", minutes) % {"n": minutes}
