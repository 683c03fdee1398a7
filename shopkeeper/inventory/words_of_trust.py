"""Why a number is sure or doubted, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.words import write_share
from shopkeeper.inventory.queries.rooms import CountTask
from shopkeeper.inventory.queries.trust import Belief
from shopkeeper.inventory.rules.confidence import UNTRIED
from shopkeeper.inventory.rules.trust import Signs
from shopkeeper.inventory.words import WHY_COUNT


def explain_belief(belief: Belief, now: datetime) -> list[str]:
    """Each reason in a sentence: how often the record was right, its last count, its sales, its class."""
    signs = belief.signs
    reasons = [_count(belief.counted_at, now), _record(signs), _sales(signs), _class(signs)]
    return [reason for reason in reasons if reason]


def why_count(task: CountTask) -> str:
    """Why a shelf is to be counted: `Not sold for 24 days, usually every 3.`"""
    if task.why == "silent":
        return _sales(task.signs)
    return _class(task.signs) if task.why == "class" else _(WHY_COUNT[task.why])


def _count(counted_at: datetime | None, now: datetime) -> str:
    if counted_at is None:
        return _("Nobody has counted it here yet.")
    days = (now - counted_at).days
    if days < 1:
        return _("Counted within a day.")
    return ngettext("Counted %(n)s day ago.", "Counted %(n)s days ago.", days) % {"n": days}


def _record(signs: Signs) -> str:
    if signs.accuracy == UNTRIED:
        return ""
    return _("By counts and searches, the record is %(share)s right.") % {"share": write_share(signs.accuracy)}


def _sales(signs: Signs) -> str:
    """Since the last sale, count or arrival, whichever came last: until then the pieces were seen."""
    if signs.on_hand <= 0 or signs.sells_every is None or signs.silent_days is None:
        return ""
    usual = round(signs.sells_every)
    if not signs.is_silent:
        return ngettext("Usually sold every day.", "Usually sold every %(n)s days.", usual) % {"n": usual}
    days = int(signs.silent_days)
    silent = ngettext("Not sold for %(n)s day", "Not sold for %(n)s days", days) % {"n": days}
    rhythm = ngettext("usually every day.", "usually every %(n)s.", usual) % {"n": usual}
    return f"{silent}, {rhythm}"


def _class(signs: Signs) -> str:
    if signs.loss_share <= 0:
        return ""
    return _("1 in %(n)s of this class goes missing.") % {"n": round(1 / signs.loss_share)}
