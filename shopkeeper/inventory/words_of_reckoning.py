"""Why so many pieces can be promised, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.words import write_number
from shopkeeper.inventory.queries.reckoning import KeptBack, Reckoning
from shopkeeper.inventory.rules.availability import Counters
from shopkeeper.inventory.words import write_where


def explain_reckoning(found: Reckoning) -> list[str]:
    """Each step in a sentence, from what is on the record to what can be promised."""
    on_hand = found.counters.on_hand
    there = ngettext("%(n)s is on the record.", "%(n)s are on the record.", on_hand) % {"n": write_number(on_hand)}
    steps = [there, *_taken(found.counters), *(_kept_back(each) for each in found.kept_back)]
    if not found.counts:
        off = _("Nothing is promised from here: the location is switched off, or was not heard of for too long.")
        return [*steps, off]
    if not found.available:
        return [*steps, _("So none can be promised.")]
    left = ngettext("So %(n)s can be promised.", "So %(n)s can be promised.", found.available)
    return [*steps, left % {"n": write_number(found.available)}]


def _taken(counters: Counters) -> Iterator[str]:
    parts = [
        (counters.damaged, ngettext("%(n)s is damaged.", "%(n)s are damaged.", counters.damaged)),
        (counters.held, ngettext("%(n)s is put aside.", "%(n)s are put aside.", counters.held)),
        (counters.display, ngettext("%(n)s is on display.", "%(n)s are on display.", counters.display)),
        (counters.reserved, ngettext(
            "%(n)s is kept for a customer.", "%(n)s are kept for customers.", counters.reserved
        )),
        (counters.owed, ngettext(
            "%(n)s is promised beyond what comes in time.", "%(n)s are promised beyond what comes in time.",
            counters.owed,
        )),
    ]  # fmt: skip
    return (words % {"n": write_number(pieces)} for pieces, words in parts if pieces > 0)


def _kept_back(each: KeptBack) -> str:
    """`2 are kept back against a wrong record (all suppliers, everything): Their files come once a day.`"""
    rule = each.rule
    if rule.kind == "safety":
        words = ngettext(
            "%(n)s is kept back for the shop (%(where)s, %(what)s)",
            "%(n)s are kept back for the shop (%(where)s, %(what)s)", each.pieces,
        )  # fmt: skip
    else:
        words = ngettext(
            "%(n)s is kept back against a wrong record (%(where)s, %(what)s)",
            "%(n)s are kept back against a wrong record (%(where)s, %(what)s)", each.pieces,
        )  # fmt: skip
    told = {"n": write_number(each.pieces), "where": write_where(rule), "what": _what(each)}
    return f"{words % told}: {rule.why}" if rule.why else f"{words % told}."


def _what(each: KeptBack) -> str:
    category, channel = each.rule.category, each.rule.channel
    what = category.name or category.source_key if category else _("everything")
    return _("%(what)s, only from %(channel)s") % {"what": what, "channel": channel} if channel else what
