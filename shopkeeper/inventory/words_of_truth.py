"""What people found on the shelves, in words, and why so many pieces are kept back."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.words import write_interval, write_number, write_share
from shopkeeper.inventory.queries.truth import ClassTruth, Truth, add_up
from shopkeeper.inventory.rules.truth import ENOUGH


def explain(found: ClassTruth) -> str:
    """Why so much is kept back: `9 of 60 not found, so 2 are held back instead of 1.`"""
    tally, lesson = found.truth.tally, found.lesson
    told = {"missed": write_number(tally.missed), "n": write_number(tally.searches), "needed": ENOUGH}
    if found.by_hand is not None and found.by_hand.category_id is not None:
        words = _("%(missed)s of %(n)s not found. Somebody set by hand how many are held back.")
        return words % told
    if not found.truth.is_enough:
        return _("%(n)s searches of %(needed)s needed; until then nothing changes.") % told
    if lesson is None:
        return _("%(missed)s of %(n)s not found. What follows is worked out within some hours.") % told
    told |= {"now": lesson.pieces, "before": lesson.before}
    return _because(lesson.pieces, lesson.before) % told


def _because(pieces: int, before: int) -> str:
    if pieces == before == 0:
        return _("%(missed)s of %(n)s not found, so nothing has to be held back.")
    if pieces == before:
        return ngettext(
            "%(missed)s of %(n)s not found, so %(now)s is held back, as before.",
            "%(missed)s of %(n)s not found, so %(now)s are held back, as before.", pieces,
        )  # fmt: skip
    if pieces == 0:
        return _("%(missed)s of %(n)s not found, so nothing is held back any more instead of %(before)s.")
    if before == 0:
        return ngettext(
            "%(missed)s of %(n)s not found, so %(now)s is held back instead of none.",
            "%(missed)s of %(n)s not found, so %(now)s are held back instead of none.", pieces,
        )  # fmt: skip
    return ngettext(
        "%(missed)s of %(n)s not found, so %(now)s is held back instead of %(before)s.",
        "%(missed)s of %(n)s not found, so %(now)s are held back instead of %(before)s.", pieces,
    )  # fmt: skip


def sum_up_location(whole: Truth, classes: Sequence[ClassTruth]) -> str:
    """How far a location's record can be trusted, and where it is worst."""
    if not whole.tally.searches:
        return _("Nobody has gone for a promised piece here in the last weeks.")
    words = _("%(share)s of what was promised here was found (%(interval)s).") % {
        "share": write_share(whole.found), "interval": write_interval(whole.low, whole.high, "share"),
    }  # fmt: skip
    worst = next((each for each in classes if _is_worse(each)), None)
    if worst is None:
        return words
    told = {"name": worst.name, "missed": worst.truth.tally.missed, "n": worst.truth.tally.searches}
    return f"{words} {_('Worst is %(name)s: %(missed)s of %(n)s were not there.') % told}"


def sum_up_network(truths: Iterable[Truth]) -> str:
    """How often availability told the truth, everywhere together."""
    whole = Truth(add_up(truth.tally for truth in truths))
    if not whole.tally.searches:
        return _("Nobody has gone for a promised piece yet.")
    return _("%(missed)s of %(n)s promised pieces were not there when somebody went for them; %(share)s were.") % {
        "missed": write_number(whole.tally.missed), "n": write_number(whole.tally.searches),
        "share": write_share(whole.found),
    }  # fmt: skip


def _is_worse(found: ClassTruth) -> bool:
    """Whether a class is missing more often here than elsewhere, beyond chance."""
    usual = found.elsewhere.tally.share
    return found.truth.is_enough and usual is not None and 1 - found.truth.high > usual
