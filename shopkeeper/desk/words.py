"""Mornings in words."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.work import WorkItem


def greeting(name: str, hour: int) -> str:
    """`Good morning, Priya`, by the hour of the reader's day."""
    first = name.split()[0] if name else ""
    words = _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")
    return f"{words}, {first}" if first else words


def sentence_of_the_day(items: Sequence[WorkItem], *, now: datetime, is_calm: bool = True) -> str:
    """How much waits, and what of it is late; in one sentence. Not calm: something bad is open that others mend."""
    if not items and not is_calm:
        return _("Nothing waits for you, but not all is well: read what you should know.")
    if not items:
        return _("Nothing waits for you. Everything that was promised today is on its way.")
    late = sum(1 for item in items if item.due_at and item.due_at < now)
    waiting = ngettext("%(n)s thing waits for you", "%(n)s things wait for you", len(items)) % {"n": len(items)}
    if late:
        return ngettext("%(waiting)s; %(late)s is overdue.", "%(waiting)s; %(late)s are overdue.", late) % {
            "waiting": waiting,
            "late": late,
        }
    return _("%(waiting)s; nothing is overdue.") % {"waiting": waiting}


ERRANDS = (
    (("find",), "package-search"),
    (("pickup",), "package"),
    (("apologize", "call", "ask", "check"), "phone"),
    (("replace",), "package-plus"),
    (("return",), "undo-2"),
    (("receive", "send"), "truck"),
    (("count",), "clipboard-list"),
    (("decide",), "list-checks"),
)
"""The sorts of work of a store's day, in its order, each with its icon; the last takes whatever has no other."""

_SORT_OF = {kind: kinds[0] for kinds, _icon in ERRANDS for kind in kinds}


def sort_of(kind: str) -> str:
    """The sort to which a kind of work belongs, by the name of its first kind."""
    return _SORT_OF.get(kind, ERRANDS[-1][0][0])


def count_errand(kind: str, n: int) -> str:
    """`3 orders to find`."""
    words = {
        "find": ngettext("%(n)s order to find", "%(n)s orders to find", n),
        "pickup": ngettext("%(n)s order to put on the shelf", "%(n)s orders to put on the shelf", n),
        "apologize": ngettext("%(n)s customer to call", "%(n)s customers to call", n),
        "count": ngettext("%(n)s shelf to count", "%(n)s shelves to count", n),
        "return": ngettext("%(n)s return to see to", "%(n)s returns to see to", n),
        "receive": _("goods to take in or to send"),
        "replace": ngettext("%(n)s replacement to send", "%(n)s replacements to send", n),
    }
    return words.get(kind, ngettext("%(n)s thing to decide", "%(n)s things to decide", n)) % {"n": n}
