"""What was ordered from a supplier, in words: how much, for how much, until when, and what its terms say to it."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shopkeeper.core.words import write_money, write_number
from shopkeeper.inventory.queries.ordering import Order


def count_out(order: Order, asked: int, due_on: date, *, with_costs: bool) -> str:
    """`120 of Kettle are expected on 9 March: 10 × 12. They cost £480.00.`"""
    told = {"n": write_number(order.pieces), "name": order.product, "day": date_format(due_on, "j F")}
    if order.pieces == asked:
        words = _("%(n)s of %(name)s are expected on %(day)s.") % told
    else:
        told |= {"packs": write_number(asked), "each": write_number(order.pieces // asked)}
        words = _("%(n)s of %(name)s are expected on %(day)s: %(packs)s × %(each)s.") % told
    if with_costs and order.offer and order.cost is not None:
        words += " " + _("They cost %(money)s.") % {"money": write_money(order.cost, order.offer.currency)}
    return words


def warn_of(order: Order) -> str:
    """What the supplier's terms say against it; empty when nothing does. It stands all the same: people may agree."""
    if order.offer is None:
        return ""
    told = {"supplier": order.offer.supplier}
    words = []
    if order.lacking:
        told["n"] = write_number(order.offer.minimum_quantity)
        words.append(_("%(supplier)s sells %(n)s at least.") % told)
    if order.is_past_cut_off and order.cut_off_at and order.counts_from:
        told |= {"time": f"{order.cut_off_at:%H:%M}", "day": date_format(order.counts_from, "j F")}
        words.append(_("After %(time)s %(supplier)s counts an order from the next day, %(day)s.") % told)
    return " ".join(words)
