"""A customer is to be called about an order, or sent the link to its own page."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.orders.access import access_order
from shopkeeper.orders.actions import calling
from shopkeeper.orders.actions.letters import send_own_link
from shopkeeper.orders.contracts import CallOutcome
from shopkeeper.orders.queries import find_call


class CallForm(PlainForm):
    """When to call, and on which number."""

    starts_at = forms.DateTimeField()
    phone = forms.CharField(max_length=40, required=False)
    about = forms.CharField(max_length=200, required=False)


class OutcomeForm(PlainForm):
    """What became of a call."""

    outcome = forms.ChoiceField(choices=[(outcome.value, outcome.value) for outcome in CallOutcome])


@door("orders.change_orders")
def book(request: PageRequest, order_id: UUID) -> HttpResponse:
    """The customer wants to be called."""
    card, form = access_order(request.actor, order_id), CallForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Choose when to call."))
    calling.book_call(order_id=card.id, **form.cleaned_data, by=request.actor, now=clock.now())
    messages.success(request, _("Promised. It stands in the list of whoever takes calls."))
    return redirect("orders:order", key=card.id)


@door("orders.change_orders")
def settle(request: PageRequest, order_id: UUID, call_id: UUID) -> HttpResponse:
    """Somebody called, or need not."""
    card, form = access_order(request.actor, order_id), OutcomeForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say what became of the call."))
    outcome = CallOutcome(form.cleaned_data["outcome"])
    calling.settle_call(call_id=call_id, outcome=outcome, order_id=card.id, by=request.actor, now=clock.now())
    again = find_call(card.id)
    if outcome is CallOutcome.NOT_REACHED and again:
        messages.success(request, _("Noted. The next try is booked: %(day)s.") % {"day": _write(again.slot.starts_at)})
    elif outcome is CallOutcome.NOT_REACHED:
        messages.success(request, _("Noted. That was the last try: the customer is written to."))
    else:
        messages.success(request, _("Noted."))
    return redirect("orders:order", key=card.id)


@door("orders.change_orders")
def send_link(request: PageRequest, order_id: UUID) -> HttpResponse:
    """The customer wants to see and decide for themselves."""
    card = access_order(request.actor, order_id)
    send_own_link(order_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("The link to this order is on its way to the address that we know."))
    return redirect("orders:order", key=card.id)


def _write(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "D j M, H:i")
