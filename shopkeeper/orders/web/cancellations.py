"""Canceling at any stage: what would become of it first, then the deed; and what others were asked to let go."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.delivery import public as delivery
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.access import access_asked_cancellation, access_order
from shopkeeper.orders.actions.asked_cancellations import (
    answer_cancellation,
    request_cancellation,
    request_order_cancellation,
)
from shopkeeper.orders.contracts import AskedOf, OrderCard
from shopkeeper.orders.queries import is_placed_here
from shopkeeper.orders.queries.cancelable import list_asked_cancellations, preview_cancellation
from shopkeeper.orders.rules.bundles import find_broken


@door("orders.change_orders")
def show_cancel(request: PageRequest, order_id: UUID) -> HttpResponse:
    """What can be canceled, and what would become of what was chosen."""
    card, now = access_order(request.actor, order_id), clock.now()
    line_id, quantity = _choice(card, request.GET)
    context = {
        "card": card, "lines": [line for line in card.lines if line.left_to_ship], "asked_line": line_id,
        "asked_quantity": quantity, "is_here": is_placed_here(card.id),
        "reasons": interactions.list_topics(kind=interactions.TopicKind.CANCELLATION_REASON),
        "reason": request.GET.get("reason", ""), "asked": list_asked_cancellations(card.id),
    }  # fmt: skip
    if "line" in request.GET:
        try:
            context["plan"] = preview_cancellation(card.id, now=now, line_id=line_id, quantity=quantity)
            context["broken"] = find_broken(card.lines, {line_id: quantity}) if line_id else []
        except Refusal as refusal:
            context["refusal"] = refusal.sentence()
    return render(request, "orders/cancel.html", context)


@door("orders.change_orders")
def cancel(request: PageRequest, order_id: UUID) -> HttpResponse:
    """Cancel pieces of a line, or a whole order: ours at once, others are asked."""
    card, told, by = access_order(request.actor, order_id), request.POST, request.actor
    (line_id, quantity), now, reason = _choice(card, told), clock.now(), told.get("reason", "")[:60]
    if line_id is None:
        done = request_order_cancellation(order_id=card.id, reason_code=reason, by=by, now=now)
    else:
        done = request_cancellation(line_id=line_id, quantity=quantity, reason_code=reason, by=by, now=now)
    if done.of_supplier or done.of_carrier:
        messages.success(request, _("Canceled as far as that is up to us. The others were asked."))
    else:
        messages.success(request, _("Canceled. What was promised for these pieces falls away."))
    return redirect("orders:order", key=order_id)


@door("orders.change_orders")
def answer(request: PageRequest, asked_id: UUID) -> HttpResponse:
    """A supplier or a carrier was reached by phone and said yes or no."""
    card, now = access_asked_cancellation(request.actor, asked_id), clock.now()
    agreed, why = request.POST.get("to") == "yes", request.POST.get("why", "")[:200]
    if card.asked_of is AskedOf.SUPPLIER:
        answer_cancellation(asked_id=card.id, agreed=agreed, why=why, by=request.actor, now=now)
    elif card.stop_id is not None:
        delivery.answer_stop(stop_id=card.stop_id, agreed=agreed, why=why, by=request.actor, now=now)
    messages.success(request, _("Noted."))
    return redirect("orders:cancel", order_id=card.order_id)


def _choice(card: OrderCard, told: QueryDict) -> tuple[UUID | None, int]:
    """The line and the pieces that were chosen; no line is the whole order."""
    chosen, text = told.get("line", ""), told.get("quantity", "")
    quantity = int(text) if text.isdigit() and len(text) < 6 else 0
    return (card.line(chosen).id, quantity) if chosen else (None, 0)
