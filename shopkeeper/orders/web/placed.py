"""What people do about orders that were placed here: let go, undo, say what a location has not got, look again."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_order
from shopkeeper.orders.actions import holding, presale, releasing, resourcing, undoing
from shopkeeper.orders.contracts import HoldReason
from shopkeeper.orders.queries import unfilled


class HoldForm(PlainForm):
    """Why an order may not leave."""

    reason = forms.ChoiceField(choices=[(reason.value, reason.value) for reason in HoldReason])
    why = forms.CharField(max_length=200, required=False)


class MissingForm(PlainForm):
    """What a location cannot send."""

    line = forms.UUIDField()
    location = forms.CharField(max_length=40)
    quantity = forms.IntegerField(min_value=1)


@door("orders.view_orders")
def list_unfilled(request: PageRequest) -> HttpResponse:
    """Pieces that no location can send: look again, wait for what comes, or cancel; and those that wait already."""
    by, now = request.actor, clock.now()
    rows, awaited = unfilled.list_unfilled(by=by, now=now), queries.list_awaited(by=by)
    known = [row.customer_id for row in rows] + [row.customer_id for row in awaited]
    people = customers.get_customer_cards(key for key in known if key)
    days = queries.list_days_of_unfilled(rows, now=now)
    context = {
        "rows": [(row, _whose(people, row.customer_id), days.get(row.order_id)) for row in rows],
        "awaited": [(row, _whose(people, row.customer_id)) for row in awaited],
        "may_move": by.may("orders.move_orders"), "may_change": by.may("orders.change_orders"),
        "may_set": by.may("orders.set_return_policies"),
    }  # fmt: skip
    return render(request, "orders/unfilled.html", context)


@door("orders.move_orders")
def await_pieces(request: PageRequest, order_id: UUID) -> HttpResponse:
    """Keep what an order lacks out of what comes."""
    card = access_order(request.actor, order_id)
    presale.await_unfilled(order_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("Kept for %(number)s and promised for the day on which it comes.") % {
        "number": card.number,
    })  # fmt: skip
    return redirect("orders:unfilled")


@door("orders.move_orders")
def look_again(request: PageRequest, order_id: UUID) -> HttpResponse:
    """Look again for whoever can send what an order lacks."""
    card = access_order(request.actor, order_id)
    if resourcing.source_unfilled(order_id=card.id, by=request.actor, now=clock.now()):
        messages.success(request, _("Found: %(number)s has everything it needs.") % {"number": card.number})
    else:
        messages.warning(request, _("Nobody has it yet. It is looked for again every ten minutes."))
    return redirect("orders:unfilled")


@door("orders.move_orders")
def report_missing(request: PageRequest, order_id: UUID) -> HttpResponse:
    """A location has not got pieces that it was to send."""
    card, form = access_order(request.actor, order_id), MissingForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Choose a line and say how many pieces."))
    told = form.cleaned_data
    found = resourcing.refuse_pieces(
        line_id=card.line(told["line"]).id, location=told["location"], quantity=told["quantity"],
        reason=resourcing.NOT_FOUND, by=request.actor, now=clock.now(),
    )  # fmt: skip
    if found:
        messages.success(request, _("Another location sends them. The record is put right, and a count is due."))
    else:
        messages.warning(request, _("Nobody else has them. They wait in the list of what cannot be sent."))
    return redirect("orders:order", key=order_id)


@door("orders.change_orders")
def hold(request: PageRequest, order_id: UUID) -> HttpResponse:
    """Keep an order from leaving."""
    card, form, by = access_order(request.actor, order_id), HoldForm(request.POST), request.actor
    if not form.is_valid():
        raise InvalidInput(reason=_("Choose why the order is held."))
    told = form.cleaned_data
    holding.hold_order(
        order_id=card.id, reason=HoldReason(told["reason"]), owner=by.name or by.id, why=told["why"], by=by,
        now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Held. It leaves only when somebody lets it go."))
    return redirect("orders:order", key=order_id)


@door("orders.view_orders")
def let_go(request: PageRequest, order_id: UUID, hold_id: UUID) -> HttpResponse:
    """Let an order go; the action knows who may, by what it is held for."""
    card = access_order(request.actor, order_id)
    releasing.release_hold(order_id=card.id, hold_id=hold_id, by=request.actor, now=clock.now())
    messages.success(request, _("Let go. The order may leave."))
    return redirect("orders:order", key=order_id)


@door("orders.change_orders")
def undo(request: PageRequest, order_id: UUID, cancellation_id: UUID) -> HttpResponse:
    """The customer wants canceled pieces after all."""
    card = access_order(request.actor, order_id)
    undoing.undo_cancellation(
        cancellation_id=cancellation_id, order_id=card.id, by=request.actor, now=clock.now()
    )  # fmt: skip
    messages.success(request, _("Undone. The pieces are kept, paid and promised again."))
    return redirect("orders:order", key=order_id)


def _whose(people: dict[UUID, customers.CustomerCard], customer_id: UUID | None) -> customers.CustomerCard | None:
    return people.get(customer_id) if customer_id else None
