"""What to send and what to order, in words, and why."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.words import write_number
from shopkeeper.inventory.models import Suggestion


def name_step(row: Suggestion) -> str:
    """What is to be done: `From Wakefield to Leeds`."""
    if row.origin is not None:
        return _("From %(origin)s to %(to)s") % {"origin": row.origin.name, "to": row.destination.name}
    supplier = row.supplier.name if row.supplier else ""
    return _("From %(supplier)s to %(to)s, in %(days)s days") % {
        "supplier": supplier, "to": row.destination.name, "days": row.lead_days,
    }  # fmt: skip


def explain(row: Suggestion) -> str:
    """The figures behind it: what sold, what was lost, what is left."""
    sentences = [_sold(row), _lost(row), _left(row)]
    return " ".join(sentence for sentence in sentences if sentence)


def _sold(row: Suggestion) -> str:
    where = row.destination.name if row.origin is not None else _("All places")
    return _("%(where)s sold %(n)s in four weeks.") % {"where": where, "n": write_number(row.sold)}


def _lost(row: Suggestion) -> str:
    empty, lost = round(row.empty_days), round(row.lost)
    if empty < 1:
        return ""
    told = {"days": empty, "lost": write_number(lost)}
    if row.origin is None:
        words = _("Some shelves were empty for up to %(days)s days; about %(lost)s more would have sold.")
    elif lost < 1:
        words = ngettext("Its shelf was empty for %(days)s day.", "Its shelf was empty for %(days)s days.", empty)
    else:
        words = ngettext(
            "Its shelf was empty for %(days)s day; about %(lost)s more would have sold.",
            "Its shelf was empty for %(days)s days; about %(lost)s more would have sold.", empty,
        )  # fmt: skip
    return words % told


def _left(row: Suggestion) -> str:
    have = write_number(max(0, row.have))
    if row.origin is not None:
        return _("It has %(have)s; %(origin)s can spare %(spare)s.") % {
            "have": have, "origin": row.origin.name, "spare": write_number(row.spare),
        }  # fmt: skip
    words = _("%(have)s are left or on their way, too few for the %(days)s days until a delivery.")
    if row.minimum > 1:
        words = f"{words} {_('The supplier sells %(minimum)s at least.')}"
    return words % {"have": have, "days": row.lead_days, "minimum": row.minimum}
