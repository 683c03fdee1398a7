"""The pick-up shelf of an outlet: what has to be found, what waits, what is missing."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.policies import agreed
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.interactions import public as interactions
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_pickup
from shopkeeper.orders.actions import pickups
from shopkeeper.orders.actions.handed_over import undo_collection
from shopkeeper.orders.contracts import Handover, PickupCard, PickupState, Proof, StageClock
from shopkeeper.orders.policies import SHELF
from shopkeeper.orders.queries.lacking import could_not_write, list_lacking
from shopkeeper.orders.queries.stages import clocks_of, waiting_pickups

SHELVES = {
    "find": gettext_lazy("To be found"),
    "missing": gettext_lazy("Missing"),
    "shelf": gettext_lazy("On the shelf"),
    "coming": gettext_lazy("On its way here"),
    "back": gettext_lazy("To be put back"),
}
_SHELF_OF = {PickupState.PREPARING: "find", PickupState.NOT_FOUND: "missing", PickupState.READY: "shelf"}


class HandoverForm(PlainForm):
    """What was shown at the counter."""

    proof = forms.ChoiceField(choices=[(proof.value, proof.value) for proof in Proof])
    code = forms.CharField(max_length=20, required=False)
    name = forms.CharField(max_length=120, required=False)


@door("orders.view_orders")
def list_pickups(request: PageRequest) -> HttpResponse:
    """Orders to be collected at the reader's outlets: to be found, on the shelf, missing, to be put back."""
    now, by = clock.now(), request.actor
    board = {name: list[PickupCard]() for name in SHELVES}
    for card in queries.list_pickups_to_serve(by=by, now=now):
        board[_SHELF_OF[card.state]].append(card)
    board["coming"] = queries.list_pickups_to_come(by=by, now=now)
    board["back"] = queries.list_to_put_back(by=by, now=now)
    shown = request.GET.get("show", "")
    shown = shown if shown in board else next((name for name, cards in board.items() if cards), "find")
    people = customers.get_customer_cards(card.customer_id for card in board[shown] if card.customer_id)
    tabs = [(name, SHELVES[name], len(cards)) for name, cards in board.items()]
    clocks = _clocks(board[shown], now) if shown == "find" else {}
    rows = [
        (card, people.get(card.customer_id) if card.customer_id else None, clocks.get(f"pickup:{card.id}"))
        for card in board[shown]
    ]
    return render(request, "orders/pickups.html", {
        "rows": rows, "shown": shown, "tabs": tabs, "total": sum(map(len, board.values())), "now": now,
        "may_serve": by.may("orders.serve_pickups"),
    })  # fmt: skip


def _clocks(cards: list[PickupCard], now: datetime) -> dict[str, StageClock]:
    """What each waits for: to be found, or to be put on the shelf."""
    left = {pick.pickup.id: bool(pick.left) for pick in queries.get_picks(cards)}
    return clocks_of(waiting_pickups([(card.id, card.outlet, left[card.id]) for card in cards]), now=now)


@door("orders.view_orders")
def show_pickup(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """One order to be collected: what has to be found, where it lies, who may take it."""
    card = access_pickup(request.actor, pickup_id)
    order, kind = queries.find_order(card.order_id), interactions.TopicKind.CANCELLATION_REASON
    return render(request, "orders/pickup.html", {
        "card": card, "pick": queries.get_pick(card.id), "order": order,
        "customer": customers.find_customer_card(card.customer_id) if card.customer_id else None,
        "may_serve": request.actor.may("orders.serve_pickups"), "may_change": request.actor.may("orders.change_orders"),
        "to_put_back": card.id in {one.id for one in queries.list_to_put_back(by=request.actor, now=clock.now())},
        "unheard": could_not_write(card), "longer": agreed(SHELF).longer,
        "cancel_reasons": interactions.list_topics(kind=kind),
    })  # fmt: skip


@door("orders.serve_pickups")
def mark_ready(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """The order lies on the shelf."""
    card, now = access_pickup(request.actor, pickup_id), clock.now()
    shelf = request.POST.get("shelf", "")[:20]
    pickups.mark_ready(pickup_id=card.id, shelf=shelf, at=now, by=request.actor, now=now)
    messages.success(request, _("%(number)s is ready, and its customer is told.") % {"number": card.order_number})
    return _back(pickup_id)


@door("orders.serve_pickups")
def collect(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """The customer has the order."""
    card, form, now = access_pickup(request.actor, pickup_id), HandoverForm(request.POST), clock.now()
    if not form.is_valid():
        raise InvalidInput(reason=_("Choose what was shown at the counter."))
    handed = Handover(**form.cleaned_data | {"proof": Proof(form.cleaned_data["proof"])})
    pickups.collect(pickup_id=card.id, at=now, handed=handed, by=request.actor, now=now)
    messages.success(request, _("%(number)s is handed over.") % {"number": card.order_number})
    return _back(pickup_id)


@door("orders.serve_pickups")
def take_back(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """It was handed over by mistake, or not at all."""
    card, why = access_pickup(request.actor, pickup_id), request.POST.get("why", "")
    undo_collection(pickup_id=card.id, why=why, by=request.actor, now=clock.now())
    messages.success(request, _("Taken back: %(number)s waits again.") % {"number": card.order_number})
    return _back(pickup_id)


@door("orders.serve_pickups")
def report_not_found(request: PageRequest, pickup_id: UUID) -> HttpResponse:
    """The customer stands here and the order is not to be found."""
    card, now = access_pickup(request.actor, pickup_id), clock.now()
    pickups.report_not_found(pickup_id=card.id, at=now, by=request.actor, now=now)
    messages.warning(request, _after_miss(card))
    return _back(pickup_id)


def _after_miss(card: PickupCard) -> str:
    """What to do now, with the customer at the counter."""
    lacking = list_lacking(card.order_id)
    if lacking:
        words = _(
            "%(number)s is reported missing, and we have no more of: %(what)s. Its customer can choose what to do."
        )
        return words % {"number": card.order_number, "what": ", ".join(lacking)}
    if queries.is_placed_here(card.order_id):
        words = _("%(number)s is reported missing. Others of the same are kept for it: take them from the shelves.")
        return words % {"number": card.order_number}
    return _("%(number)s is reported missing.") % {"number": card.order_number}


def _back(pickup_id: UUID) -> HttpResponse:
    return redirect("orders:pickup", pickup_id=pickup_id)
