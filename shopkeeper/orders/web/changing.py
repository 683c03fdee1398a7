"""Changing an order until it has left: pieces, address, way and day; what it costs first, then the deed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.orders.access import access_order, access_redirection
from shopkeeper.orders.actions.changeable import find_what_keeps_it, find_what_keeps_its_way
from shopkeeper.orders.actions.redirecting import answer_redirection
from shopkeeper.orders.actions.revising import change_order
from shopkeeper.orders.actions.undoing import undo_change
from shopkeeper.orders.contracts import Address, OrderCard
from shopkeeper.orders.errors import NotPlacedHere
from shopkeeper.orders.queries.lacking import list_lacking
from shopkeeper.orders.queries.placed import list_changes
from shopkeeper.orders.queries.redirected import list_redirections
from shopkeeper.orders.queries.revisions import find_address, get_how, preview_revision
from shopkeeper.orders.queries.staying import name_supplied
from shopkeeper.orders.queries.telling import is_told
from shopkeeper.orders.web.drafts import confirmed, read_draft, with_ways


@door("orders.change_orders")
def show_change(request: PageRequest, order_id: UUID) -> HttpResponse:
    """What can be changed, and what the change would cost."""
    card, now = access_order(request.actor, order_id), clock.now()
    draft = read_draft(card, _address(card), request.GET)
    has_left = any(line.counters.shipped for line in card.lines)
    kept = find_what_keeps_it(card.id, by=request.actor, now=now)
    kept_way = find_what_keeps_its_way(card.id)
    if request.actor.may("delivery.ask_offers") and not kept and not kept_way:
        draft = with_ways(draft, card, request.GET.get("way", ""), get_how(card.id), now=now)
    pieces = dict(draft.revision.quantities)
    context = {
        "card": card, "draft": draft, "has_left": has_left, "kept": kept.sentence() if kept and not has_left else "",
        "kept_way": kept_way.sentence() if kept_way else "", "supplied": name_supplied(card.id),
        "is_told": is_told(card.id), "asked": [one for one in list_redirections(card.id) if not one.is_withdrawn],
        "lacking": list_lacking(card.id), "changes": list_changes(card.id), "said": request.GET,
        "rows": [(x, pieces.get(x.id, x.counters.ordered - x.counters.canceled)) for x in card.lines],
    }  # fmt: skip
    try:
        if draft.changes_anything:
            context["preview"] = preview_revision(card.id, draft.revision, now=now)
            context["broken"] = draft.list_broken(card)
    except Refusal as refusal:
        context["refusal"] = refusal.sentence()
    return render(request, "orders/change.html", context)


@door("orders.change_orders")
def change(request: PageRequest, order_id: UUID) -> HttpResponse:
    """Change the order; money, stock and promises follow, or nothing is changed."""
    card = access_order(request.actor, order_id)
    now = clock.now()
    revision = confirmed(read_draft(card, _address(card), request.POST), card, request.POST, now=now)
    change_order(order_id=card.id, revision=revision, by=request.actor, now=now)
    messages.success(request, _("Changed. Money, pieces and promises follow."))
    return redirect("orders:order", key=order_id)


@door("orders.change_orders")
def undo(request: PageRequest, order_id: UUID, change_id: UUID) -> HttpResponse:
    """It is again as it was before a change."""
    card = access_order(request.actor, order_id)
    undo_change(change_id=change_id, order_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("Undone. It is as it was before."))
    return redirect("orders:change", order_id=card.id)


@door("orders.change_orders")
def answer(request: PageRequest, asked_id: UUID) -> HttpResponse:
    """A supplier was reached and said whether it sends its pieces elsewhere."""
    card, told = access_redirection(request.actor, asked_id), request.POST
    answer_redirection(
        asked_id=card.id, agreed=told.get("to") == "yes", why=told.get("why", "")[:200], by=request.actor,
        now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Noted. The customer is written to."))
    return redirect("orders:order", key=card.order_id)


def _address(card: OrderCard) -> Address:
    known = find_address(card.id)
    if known is None:
        raise NotPlacedHere
    return known
