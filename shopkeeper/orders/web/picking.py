"""Finding the pieces of orders to be collected: through the store shelf by shelf, or order by order."""

from itertools import groupby
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_pickup
from shopkeeper.orders.actions import picking
from shopkeeper.orders.contracts import PickLine
from shopkeeper.orders.errors import NotLookedFor


class ShortForm(PlainForm):
    """What is not where it should be."""

    line = forms.UUIDField()
    quantity = forms.IntegerField(min_value=1)
    part = forms.CharField(max_length=80, required=False)


@door("orders.serve_pickups")
def show_walk(request: PageRequest) -> HttpResponse:
    """All pieces that have to be found, in the order in which somebody walks past them."""
    picks = queries.list_picks(by=request.actor, now=clock.now())
    wanted = [(line, pick.pickup) for pick in picks for line in pick.lines if line.left]
    wanted.sort(key=lambda row: (row[0].category, row[0].name, row[1].promised_at))
    shelves = [(name, list(rows)) for name, rows in groupby(wanted, key=lambda row: row[0].category)]
    done = [pick.pickup for pick in picks if not pick.left and pick.wanted]
    return render(request, "orders/walk.html", {
        "shelves": shelves, "left": sum(line.left for line, _pickup in wanted), "done": done,
    })  # fmt: skip


@door("orders.serve_pickups")
def scan_any(request: PageRequest) -> HttpResponse:
    """A piece in somebody's hands: it goes to the order that is due first."""
    code, now = request.POST.get("code", ""), clock.now()
    match = catalog.find_by_code(code)
    for pick in queries.list_picks(by=request.actor, now=now):
        if match and any(line.left and line.sku == match.product.sku for line in pick.lines):
            line = picking.scan_piece(pickup_id=pick.pickup.id, code=code, by=request.actor, now=now)
            said = _("%(name)s is for %(number)s. %(rest)s")
            told = {"name": line.name, "number": pick.pickup.order_number, "rest": _rest(line)}
            messages.success(request, said % told)
            return redirect("orders:walk")
    raise NotLookedFor(code=code[:80])


@door("orders.serve_pickups")
def scan(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """A piece of this order."""
    card = access_pickup(request.actor, pickup_id)
    line = picking.scan_piece(
        pickup_id=card.id, code=request.POST.get("code", ""), by=request.actor, now=clock.now()
    )  # fmt: skip
    messages.success(request, _("Found: %(name)s. %(rest)s") % {"name": line.name, "rest": _rest(line)})
    return redirect("orders:pickup", pickup_id=card.id)


@door("orders.serve_pickups")
def report_short(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """Pieces are not where they should be."""
    card, form = access_pickup(request.actor, pickup_id), ShortForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Choose a line and say how many pieces."))
    elsewhere = picking.report_short(
        pickup_id=card.id, line_id=form.cleaned_data["line"], quantity=form.cleaned_data["quantity"],
        part=form.cleaned_data["part"], by=request.actor, now=clock.now(),
    )  # fmt: skip
    if elsewhere:
        messages.success(request, _("The record is put right, and other pieces were found here."))
    else:
        messages.warning(
            request, _("The record is put right. The customer can have it sent, collect it elsewhere, or take less.")
        )
    return redirect("orders:pickup", pickup_id=card.id)


def _rest(line: PickLine) -> str:
    if not line.left:
        return _("That was the last piece of it.")
    return ngettext("%(n)s more to find.", "%(n)s more to find.", line.left) % {"n": line.left}
