"""Mail to customers as it was written: what went out, what waits, what was held back and why."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Filter
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.messages.access import access_message
from shopkeeper.messages.carriers import keeps
from shopkeeper.messages.contracts import MessageCard, MessageState
from shopkeeper.messages.queries import list_messages
from shopkeeper.messages.web.words import STATES, reason_of


@door("messages.view_outbox")
def show_outbox(request: PageRequest) -> HttpResponse:
    """The list; the newest one is open beside it."""
    cards = list_messages(by=request.actor, state=_state(request))
    return _page(request, cards, cards[0] if cards else None)


@door("messages.view_outbox")
def show_message(request: PageRequest, message_id: UUID) -> HttpResponse:
    """One message beside the list, or by itself when only the detail is asked for."""
    card = access_message(request.actor, message_id)
    if request.htmx:
        return render(request, "messages/_message.html", _detail(card, request.actor))
    return _page(request, list_messages(by=request.actor, state=_state(request)), card)


def _page(request: PageRequest, cards: list[MessageCard], chosen: MessageCard | None) -> HttpResponse:
    context: dict[str, Any] = {
        "items": [_row(card, chosen, _state(request)) for card in cards],
        "filters": _filters(_state(request)),
        "is_kept": keeps("email"),
    }
    detail = _detail(chosen, request.actor) if chosen else {}
    return render(request, "messages/outbox.html", context | detail)


def _detail(card: MessageCard, by: Actor) -> dict[str, Any]:
    may_see = by.may("customers.view_customers")
    return {
        "card": card,
        "state": STATES[card.state],
        "reason": reason_of(card),
        "customer": customers.find_customer_card(card.customer_id) if may_see else None,
    }


def _row(card: MessageCard, chosen: MessageCard | None, state: str) -> dict[str, Any]:
    word, tone, _icon = STATES[card.state]
    query = f"?{urlencode({'state': state})}" if state else ""
    address = f"{reverse('messages:message', args=[card.id])}{query}"
    return {
        "url": address,
        "fragment_url": address,
        "title": card.subject or _("Message"),
        "detail": card.contact_point or _("no address"),
        "at": card.sent_at or card.kept_at or card.queued_at,
        "tag": word,
        "tone": tone,
        "is_current": chosen is not None and card.id == chosen.id,
    }


def _filters(chosen: str) -> list[Filter]:
    states = [Filter(label=STATES[state][0], url=f"?state={state}", is_on=state == chosen) for state in MessageState]
    return [Filter(label=_("All"), url="?", is_on=not chosen), *states]


def _state(request: PageRequest) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in list(MessageState) else ""
