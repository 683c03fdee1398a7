"""An order's own page, which its customer opens by a signed link: where it is, and what they may decide themselves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.policies import agreed
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.delivery import public as delivery
from shopkeeper.interactions import public as interactions
from shopkeeper.orders import queries
from shopkeeper.orders.actions import calling, keeping
from shopkeeper.orders.actions.asked_cancellations import request_order_cancellation
from shopkeeper.orders.actions.changeable import can_still_change
from shopkeeper.orders.actions.own_links import count_use, open_order
from shopkeeper.orders.actions.paying import find_unpaid
from shopkeeper.orders.contracts import OrderCard, PickupCard, PickupState
from shopkeeper.orders.errors import NoSuchSlot, NotPlacedHere, NotWaiting, OrderLinkClosed
from shopkeeper.orders.policies import SHELF
from shopkeeper.orders.queries.cancelable import list_asked_cancellations, preview_cancellation
from shopkeeper.orders.queries.lacking import list_lacking
from shopkeeper.orders.queries.placed import find_worth_now
from shopkeeper.orders.queries.redirected import list_redirections
from shopkeeper.orders.queries.returns import list_returns_of_order
from shopkeeper.organization import public as organization
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises


class CallForm(PlainForm):
    """When to call, and on which number."""

    starts_at = forms.DateTimeField()
    phone = forms.CharField(max_length=40, required=False)
    about = forms.CharField(max_length=200, required=False)


@door(PUBLIC)
def show(request: PageRequest, token: str) -> HttpResponse:
    """The order with what can be decided about it now; nothing about who ordered."""
    card, now, retailer = open_card(token), clock.now(), organization.get_retailer()
    pickup = _pickup(card)
    kinds, awaited = interactions.TopicKind, queries.list_awaited_of(card.id)
    response = render(request, "orders/own.html", {
        "token": token, "card": card, "comes_to": find_worth_now(card), "pickup": pickup, "brand": retailer.name,
        "time_zone": retailer.time_zone,
        "code": queries.find_pickup_code(pickup.id) if pickup and pickup.state is PickupState.READY else "",
        "track": delivery.tracking_address(card.ref) if _has_parcel(card, now=now) else "",
        "may_cancel": queries.is_placed_here(card.id) and preview_cancellation(card.id, now=now).pieces,
        "call": queries.find_call(card.id),
        "asked": [one for one in list_asked_cancellations(card.id) if one.answered_at is None],
        "redirections": list_redirections(card.id), "lacking": list_lacking(card.id),
        "may_change": can_still_change(card.id, now=now),
        "unpaid": find_unpaid(card.id), "card_fields": payments.name_card_fields(),
        "longer_days": agreed(SHELF).longer,
        "slots": queries.list_slots(now=now), "reasons": interactions.list_topics(kind=kinds.CANCELLATION_REASON),
        "back_reasons": interactions.list_topics(kind=kinds.RETURN_REASON),
        "awaited": awaited, "no_day": any(one.due_on is None for one in awaited), "comes": _days_to_come(card, now=now),
        "to_return": [line for line in card.lines if line.with_customer], "returns": list_returns_of_order(card.id),
    })  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _has_parcel(card: OrderCard, *, now: datetime) -> bool:
    """Whether anything is or was on its way to them; what was called off before it left is nowhere."""
    parcels = delivery.list_parcels_for_ref(card.ref, now=now)
    return any(parcel.state is not delivery.ParcelState.CANCELED for parcel in parcels)


def _days_to_come(card: OrderCard, *, now: datetime) -> list[datetime]:
    """Until when parcels are promised that are still to come, or were told to come later; no day that has passed."""
    made = promises.list_promises_for_ref(card.ref, now=now)
    opened = [
        one for one in made if one.kind is promises.PromiseKind.DELIVERY and one.state is promises.PromiseState.OPEN
    ]
    return sorted({day for one in opened if (day := one.told_due_at or one.due_at) > now})


@door(PUBLIC)
def cancel(request: PageRequest, token: str) -> HttpResponse:
    """All that can still be stopped: ours at once, suppliers and carriers are asked."""
    reason = request.POST.get("reason", "")

    def carry_out(card: OrderCard, by: Actor, now: datetime) -> str:
        if not queries.is_placed_here(card.id):  # its own system would send it all the same
            raise NotPlacedHere
        done = request_order_cancellation(order_id=card.id, reason_code=reason, by=by, now=now)
        if done.of_supplier or done.of_carrier:
            if card.customer_id is None:  # nobody knows where to write to
                return _("Canceled as far as it has not left. We asked to have the rest stopped; this page says more.")
            return _("Canceled as far as it has not left. We asked to have the rest stopped and write to you.")
        return _("Canceled. What you paid goes back to you by itself.")

    return decide(request, token, "cancel", carry_out)


@door(PUBLIC)
def keep_longer(request: PageRequest, token: str) -> HttpResponse:
    """It waits some days longer."""

    def carry_out(card: OrderCard, by: Actor, now: datetime) -> str:
        until = keeping.keep_longer(pickup_id=_waiting(card), why="", by=by, now=now)
        return _("We keep it until %(day)s.") % {"day": date_format(until, "l j F")}

    return decide(request, token, "keep", carry_out)


@door(PUBLIC)
def name_collector(request: PageRequest, token: str) -> HttpResponse:
    """Somebody else collects it."""
    name = request.POST.get("name", "")

    def carry_out(card: OrderCard, by: Actor, now: datetime) -> str:
        keeping.name_collector(pickup_id=_waiting(card), name=name, by=by, now=now)
        return _("%(name)s may collect it. Give them the code.") % {"name": name.strip()}

    return decide(request, token, "collector", carry_out)


@door(PUBLIC)
def ask_for_call(request: PageRequest, token: str) -> HttpResponse:
    """Somebody calls them about it."""
    form = CallForm(request.POST)

    def carry_out(card: OrderCard, by: Actor, now: datetime) -> str:
        if not form.is_valid():
            raise NoSuchSlot
        calling.book_call(order_id=card.id, **form.cleaned_data, by=by, now=now)
        return _("We call you. You need not do anything.")

    return decide(request, token, "call", carry_out)


type Decision = Callable[[OrderCard, Actor, datetime], str]


def decide(request: PageRequest, token: str, what: str, carry_out: Decision) -> HttpResponse:
    """Do what the customer decided, if they may just now; a refusal is said on their page."""
    card, now = open_card(token), clock.now()
    try:
        said: Any = carry_out(card, count_use(card.id, what=what, now=now), now)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence())
    else:
        messages.success(request, said)
    return redirect("orders:own", token=token)


def open_card(token: str) -> OrderCard:
    """The order behind a link.

    :raises OrderLinkClosed: when it is not ours, or too old
    """
    card = queries.find_order(open_order(token))
    if card is None:
        raise OrderLinkClosed
    return card


def _pickup(card: OrderCard) -> PickupCard | None:
    return next(iter(queries.list_pickups(card.id)), None)


def _waiting(card: OrderCard) -> UUID:
    pickup = _pickup(card)
    if pickup is None:
        raise NotWaiting
    return pickup.id
