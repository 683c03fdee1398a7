"""What locations send: parcels that have to leave, one of them with its pieces, handed over to its carrier."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.access import access_moved_order, access_to_send
from shopkeeper.orders.actions.handed_over import undo_parcel_hand_over
from shopkeeper.orders.actions.resourcing import NOT_FOUND, refuse_pieces
from shopkeeper.orders.actions.sending import hand_over_to_carrier, tell_arrival
from shopkeeper.orders.errors import NothingToSendThere
from shopkeeper.orders.queries.book import ref_of
from shopkeeper.orders.queries.calendar import today
from shopkeeper.orders.queries.sending import count_by_place, list_to_send
from shopkeeper.orders.queries.to_open import list_to_open


class MissingForm(PlainForm):
    """What is not where it should be."""

    line = forms.UUIDField()
    quantity = forms.IntegerField(min_value=1)


class DelayForm(PlainForm):
    """Another day on which a parcel leaves."""

    leaves_on = forms.DateField()
    why = forms.CharField(max_length=200, required=False)


class ArrivalForm(PlainForm):
    """When a parcel arrived."""

    at = forms.DateTimeField(required=False)


@door("orders.move_orders")
def list_parcels(request: PageRequest) -> HttpResponse:
    """Parcels that have to leave the reader's outlets, or any location: late ones first."""
    now, asked = clock.now(), request.GET.get("location", "")[:40]
    cards = list_to_send(by=request.actor, now=now)
    day, places = today(now), count_by_place(cards)
    shown = [card for card in cards if card.location == asked] if asked else cards
    return render(request, "orders/sending.html", {
        "rows": [(card, card.is_late(day), card.due_on == day) for card in shown], "places": places, "asked": asked,
        "total": len(cards), "late": sum(card.is_late(day) for card in cards),
        "to_open": list_to_open(by=request.actor),
    })  # fmt: skip


@door("orders.move_orders")
def show_parcel(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """What goes into one parcel, and by whom it goes; once it has left, what became of its order."""
    now = clock.now()
    try:
        card = access_to_send(request.actor, order_id, parcel_id, now=now)
    except NothingToSendThere:
        return show_what_became_of_it(request, order_id, parcel_id)
    announced = [one for one in delivery.list_announced([ref_of(card.order_id)]) if one.parcel_id == card.parcel_id]
    return render(request, "orders/send.html", {
        "card": card, "is_late": card.is_late(today(now)), "announced": announced, "today": today(now),
        "may_put_off": request.actor.may("orders.note_delays"),
    })  # fmt: skip


def show_what_became_of_it(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """Somebody else was quicker: whoever opens a parcel that a list still shows is led to its order, with a word why.

    :raises NothingToSendThere: when the order never had such a parcel
    :raises OrderNotFound: when the reader may not see the order
    """
    now = clock.now()
    parcels = delivery.list_parcels_for_ref(ref_of(access_moved_order(request.actor, order_id, now=now)), now=now)
    parcel = next((one for one in parcels if one.id == parcel_id), None)
    if parcel is None:
        raise NothingToSendThere(key=parcel_id)
    if parcel.handed_over_at:
        messages.info(request, _("This parcel has left: %(carrier)s has it.") % {"carrier": parcel.carrier})
    else:
        messages.info(request, _("This parcel was called back: nothing of it is to be sent."))
    return redirect("orders:order", key=order_id)


@door("orders.move_orders")
def hand_over(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """The carrier has it."""
    now = clock.now()
    card = access_to_send(request.actor, order_id, parcel_id, now=now)
    number = request.POST.get("tracking_number", "") or card.label
    sent = hand_over_to_carrier(
        order_id=card.order_id, parcel_id=card.parcel_id, tracking_number=number, by=request.actor, now=now
    )  # fmt: skip
    words = ngettext("%(n)s piece of %(number)s has left.", "%(n)s pieces of %(number)s have left.", sent)
    messages.success(request, words % {"n": sent, "number": card.order_number})
    return redirect("orders:sending")


@door("orders.note_delays")
def put_off(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """Whoever sends it announced another day."""
    now, form = clock.now(), DelayForm(request.POST)
    card = access_to_send(request.actor, order_id, parcel_id, now=now)
    if not form.is_valid():
        raise InvalidInput(reason=_("Write the day on which it leaves, and why in up to 200 letters."))
    told_on = delivery.put_off_parcel(parcel_id=card.parcel_id, **form.cleaned_data, by=request.actor, now=now)
    if told_on:
        day = date_format(told_on, "l j F")
        messages.success(request, _("Noted. The customer is told that it comes by %(day)s.") % {"day": day})
    else:
        messages.success(request, _("Noted. Nothing was written to the customer."))
    if request.actor.may("orders.move_orders"):
        return redirect("orders:send", order_id, parcel_id)
    return redirect("orders:order", key=order_id)


@door("orders.move_orders")
def report_missing(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """Pieces are not where they should be."""
    now, form = clock.now(), MissingForm(request.POST)
    card = access_to_send(request.actor, order_id, parcel_id, now=now)
    lines = {piece.line_id for piece in card.pieces}
    if not form.is_valid() or form.cleaned_data["line"] not in lines:
        raise InvalidInput(reason=_("Choose a line and say how many pieces."))
    elsewhere = refuse_pieces(
        line_id=form.cleaned_data["line"], location=card.location, quantity=form.cleaned_data["quantity"],
        reason=NOT_FOUND, by=request.actor, now=now,
    )  # fmt: skip
    if elsewhere:
        messages.success(request, _("The record is put right, and another place sends them."))
    else:
        messages.warning(request, _("The record is put right. Nobody has them: somebody decides what to do."))
    return redirect("orders:sending")


@door("orders.move_orders")
def arrive(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """The customer has it, as somebody says."""
    form, now = ArrivalForm(request.POST), clock.now()
    access_moved_order(request.actor, order_id, now=now)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say when it arrived: a day and a time."))
    at = form.cleaned_data["at"] or now
    tell_arrival(order_id=order_id, parcel_id=parcel_id, at=at, by=request.actor, now=now)
    messages.success(request, _("Noted. What was promised is kept or broken by that."))
    return redirect("orders:order", key=order_id)


@door("orders.move_orders")
def take_back(request: PageRequest, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """It was handed over by mistake."""
    now, why = clock.now(), request.POST.get("why", "")
    access_moved_order(request.actor, order_id, now=now)
    undo_parcel_hand_over(order_id=order_id, parcel_id=parcel_id, why=why, by=request.actor, now=now)
    messages.success(request, _("Taken back: the parcel is to be sent again."))
    return redirect("orders:order", key=order_id)
