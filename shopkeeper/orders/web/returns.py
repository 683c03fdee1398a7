"""Returns: what waits, one of them with its steps, and what people do about it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.components import Filter
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.policies import agreed
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.access import access_any_return, access_return
from shopkeeper.orders.actions.returns.arriving import receive_return
from shopkeeper.orders.actions.returns.asking import withdraw_return
from shopkeeper.orders.actions.returns.deciding import approve_return, deny_return
from shopkeeper.orders.actions.returns.inspecting import inspect_return
from shopkeeper.orders.actions.returns.undoing import undo_return_step
from shopkeeper.orders.contracts import Condition, Disposition, FoundPieces, ReturnCard, ReturnState, ToldReturn
from shopkeeper.orders.policies import MONEY_BACK
from shopkeeper.orders.queries.refunds import list_asked_refunds
from shopkeeper.orders.queries.returns import WAITING, count_returns, find_return, has_gone, list_returns
from shopkeeper.orders.return_places import choose_place, list_places
from shopkeeper.orders.stories.returning import tell_request
from shopkeeper.orders.templatetags.return_words import STATES


class FoundForm(PlainForm):
    """What was found of the pieces of one line."""

    quantity = forms.IntegerField(min_value=1)
    condition = forms.ChoiceField(choices=[(one.value, one.value) for one in Condition])
    disposition = forms.ChoiceField(choices=[(one.value, one.value) for one in Disposition])
    note = forms.CharField(max_length=500, required=False)


@door("orders.view_orders")
def show_queue(request: PageRequest) -> HttpResponse:
    """Returns that wait for something, by what they wait for, and refunds that wait for a second person."""
    by, asked = request.actor, request.GET.get("state", "")
    states = [ReturnState(asked)] if asked in set(WAITING) else list(WAITING)
    rows, counts = list_returns(by=by, states=states), count_returns(by=by)
    people = customers.get_customer_cards(card.customer_id for card in rows if card.customer_id)
    filters = [
        Filter(
            label=str(STATES[state][0]).capitalize(), url=f"?state={state}", is_on=state == asked, count=counts[state]
        )
        for state in WAITING
    ]
    context = {
        "rows": [(card, people.get(card.customer_id) if card.customer_id else None) for card in rows],
        "filters": filters, "clear_url": "?" if asked else "", "waiting": sum(counts.values()),
        "refunds": list_asked_refunds(by=by), "may_take": by.may("orders.take_returns"),
        "may_set": by.may("orders.set_return_policies"),
    }  # fmt: skip
    return render(request, "orders/returns.html", context)


@door("orders.view_orders")
def show_return(request: PageRequest, key: str) -> HttpResponse:
    """One return: what comes back, why, what happened, what is next."""
    by, now = request.actor, clock.now()
    card = access_any_return(by, key)
    if isinstance(card, list):
        return _show_told(request, card)
    context = {
        "card": card,
        "customer": customers.find_customer_card(card.customer_id) if card.customer_id else None,
        "story": tell_request(card.id, now=now),
        "label": delivery.find_label(card.ref),
        "places": list_places(by) if by.may("orders.take_returns") else [],
        "to_look_at": [item for item in card.items if item.received > item.inspected],
        "money_days": agreed(MONEY_BACK).days,
        "may_decide": by.may("orders.decide_returns"),
        "may_take": by.may("orders.take_returns"),
        "may_undo": not has_gone(card.id),
    }
    return render(request, "orders/return.html", context)


def _show_told(request: PageRequest, told: list[ToldReturn]) -> HttpResponse:
    people = customers.get_customer_cards(one.customer_id for one in told if one.customer_id)
    parts = [(one, people.get(one.customer_id) if one.customer_id else None) for one in told]
    return render(request, "orders/told_return.html", {"number": told[0].number, "parts": parts})


@door("orders.decide_returns")
def decide(request: PageRequest, request_id: UUID) -> HttpResponse:
    """Let the pieces come, or not."""
    card, why, now = access_return(request.actor, request_id), request.POST.get("why", "")[:300], clock.now()
    if request.POST.get("to") == "approve":
        approve_return(request_id=card.id, why=why, by=request.actor, now=now)
        messages.success(request, _("Approved. The pieces may come to any store or warehouse."))
    else:
        deny_return(request_id=card.id, why=why, by=request.actor, now=now)
        messages.success(request, _("Denied. The customer is told why."))
    return redirect("orders:return_page", key=card.number)


@door("orders.take_returns")
def receive(request: PageRequest, request_id: UUID) -> HttpResponse:
    """The pieces are here."""
    card, place = access_return(request.actor, request_id), choose_place(request.actor, request.POST.get("place", ""))
    came = {item.id: _count(request.POST.get(f"came:{item.id}", "")) for item in card.items}
    receive_return(
        request_id=card.id, location=place.code, outlet_id=place.outlet_id, pieces=came, by=request.actor,
        now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Received at %(place)s. Look at the pieces next.") % {"place": place.name})
    return redirect("orders:return_page", key=card.number)


@door("orders.take_returns")
def inspect(request: PageRequest, request_id: UUID) -> HttpResponse:
    """What was found, and where it goes."""
    card = access_return(request.actor, request_id)
    found = [_read_found(request, card, item.id) for item in card.items if item.received > item.inspected]
    is_done = inspect_return(request_id=card.id, found=found, by=request.actor, now=clock.now())
    messages.success(request, _("Looked at. The money goes back.") if is_done else _("Noted. Some pieces are left."))
    return redirect("orders:return_page", key=card.number)


@door("orders.take_returns")
def withdraw(request: PageRequest, request_id: UUID) -> HttpResponse:
    """The customer keeps the pieces."""
    card = access_return(request.actor, request_id)
    withdraw_return(request_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("Withdrawn. The customer keeps the pieces."))
    return _go_on(request, card)


@door("orders.take_returns")
def undo(request: PageRequest, request_id: UUID) -> HttpResponse:
    """The last step was a mistake."""
    card = access_return(request.actor, request_id)
    state = undo_return_step(request_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("Taken back. The return says “%(state)s” again.") % {"state": STATES[state][0]})
    return _go_on(request, card)


def _go_on(request: PageRequest, card: ReturnCard) -> HttpResponse:
    """To the return; to all of them for whoever was asked about it only while it might come to them."""
    if find_return(card.id, by=request.actor) is None:
        return redirect("orders:returns")
    return redirect("orders:return_page", key=card.number)


def _read_found(request: PageRequest, card: ReturnCard, item_id: UUID) -> FoundPieces:
    names = ("quantity", "condition", "disposition", "note")
    form = FoundForm({name: request.POST.get(f"{name}:{item_id}", "") for name in names})
    if not form.is_valid():
        raise InvalidInput(reason=_("Say of each line how many pieces, in what condition, and where they go."))
    told = form.cleaned_data
    return FoundPieces(
        item_id=item_id, quantity=told["quantity"], condition=Condition(told["condition"]),
        disposition=Disposition(told["disposition"]), note=told["note"],
    )  # fmt: skip


def _count(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else 0
