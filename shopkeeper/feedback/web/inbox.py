"""What customers say, newest first: read it, take note, go on."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Filter
from shopkeeper.core.panels import render_slot
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import public as customers
from shopkeeper.feedback.access import access_feedback
from shopkeeper.feedback.actions import receiving
from shopkeeper.feedback.contracts import FeedbackCard, NoteOutcome
from shopkeeper.feedback.queries import list_inbox
from shopkeeper.feedback.queries.topics import count_topics
from shopkeeper.feedback.web.words import KINDS, TONES, score_words
from shopkeeper.orders import public as orders

_VIEWS = ("low", "words", "all")


@door("feedback.view_feedback")
def show_inbox(request: PageRequest) -> HttpResponse:
    """The list; the first one is open beside it."""
    cards = _list(request)
    chosen = cards[0] if cards else None
    return _page(request, cards, chosen)


@door("feedback.view_feedback")
def show_feedback(request: PageRequest, feedback_id: UUID) -> HttpResponse:
    """One feedback beside the list, or by itself when only the detail is asked for."""
    card = access_feedback(request.actor, feedback_id)
    if request.htmx:
        return render(request, "feedback/_feedback.html", _detail(request, card))
    return _page(request, _list(request), card)


@door("feedback.handle_feedback")
def take_note(request: PageRequest, feedback_id: UUID) -> HttpResponse:
    """Somebody has read it."""
    card = access_feedback(request.actor, feedback_id)
    wanted = request.POST.get("outcome", "")
    if wanted not in list(NoteOutcome):
        raise InvalidInput(reason=_("Say what came of it."))
    receiving.take_note(feedback_id=card.id, outcome=NoteOutcome(wanted), by=request.actor, now=clock.now())
    messages.success(request, _("Noted."))
    query = {name: request.POST[name] for name in ("view", "topic") if request.POST.get(name)}
    return redirect(f"{reverse('feedback:inbox')}?{urlencode(query)}")


def _page(request: PageRequest, cards: list[FeedbackCard], chosen: FeedbackCard | None) -> HttpResponse:
    context: dict[str, Any] = {
        "items": [_row(request, card, chosen) for card in cards],
        "filters": _filters(request),
        "topics": _topics(request),
        "view": _view(request),
        "is_empty": not cards,
    }
    detail = _detail(request, chosen) if chosen else {}
    return render(request, "feedback/inbox.html", context | detail)


def _list(request: PageRequest) -> list[FeedbackCard]:
    return list_inbox(by=request.actor, view=_view(request), topic_id=_topic(request))


def _detail(request: PageRequest, card: FeedbackCard) -> dict[str, Any]:
    by, now = request.actor, clock.now()
    order = orders.find_order(card.order_id) if card.order_id and by.may("orders.view_orders") else None
    return {
        "card": card,
        "kind": KINDS[card.kind],
        "score": score_words(card),
        "customer": _customer(card, by),
        "order": order,
        "view": _view(request),
        "topic": request.GET.get("topic", ""),
        "may_handle": by.may("feedback.handle_feedback"),
        "panels": render_slot("feedback", card.id, by=by, now=now),
    }


def _customer(card: FeedbackCard, by: Actor) -> customers.CustomerCard | None:
    if card.customer_id is None or not by.may("customers.view_customers"):
        return None
    return customers.find_customer_card(card.customer_id)


def _row(request: PageRequest, card: FeedbackCard, chosen: FeedbackCard | None) -> dict[str, Any]:
    url = reverse("feedback:feedback", args=[card.id])
    address = f"{url}?{request.GET.urlencode()}" if request.GET else url
    return {
        "url": address,
        "fragment_url": address,
        "title": card.title or card.text or KINDS[card.kind][0],
        "detail": " · ".join(filter(None, [card.outlet, card.product, *(m.topic for m in card.mentions[:2])])),
        "at": card.occurred_at,
        "tag": score_words(card) or KINDS[card.kind][0],
        "tone": "bad" if card.kind == "complaint" else TONES.get(card.verdict, ""),
        "is_current": chosen is not None and card.id == chosen.id,
    }


def _filters(request: PageRequest) -> list[Filter]:
    words = {"low": _("Unhappy, nobody took note"), "words": _("In their own words"), "all": _("Everything")}
    chosen = _view(request)
    return [Filter(label=words[view], url=f"?view={view}", is_on=view == chosen) for view in _VIEWS]


def _topics(request: PageRequest) -> list[Filter]:
    view, chosen = _view(request), _topic(request)
    counted = count_topics(by=request.actor, view=view, now=clock.now())
    return [
        Filter(
            label=name, count=count, is_on=topic_id == chosen,
            url=f"?view={view}" if topic_id == chosen else f"?view={view}&topic={topic_id}",
        )
        for topic_id, name, count in counted
    ]  # fmt: skip


def _view(request: PageRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in _VIEWS else _VIEWS[0]


def _topic(request: PageRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("topic", ""))
    except ValueError:
        return None
