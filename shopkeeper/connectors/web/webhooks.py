"""Webhooks at the door: who is told of events, what arrived and what did not, pause and replay."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shopkeeper.connectors.actions import webhooks
from shopkeeper.connectors.announced import list_events, title_of
from shopkeeper.connectors.queries import get_endpoint, list_endpoints, list_messages
from shopkeeper.connectors.words import ENDPOINT_STATES, ENDPOINT_TONES
from shopkeeper.core import clock
from shopkeeper.core.components import Link
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.web.doors import PageRequest, door


class EndpointForm(PlainForm):
    """Where to, and of what."""

    name = forms.CharField(max_length=80, label=gettext_lazy("What it is called"))
    url = forms.CharField(
        max_length=500, label=gettext_lazy("Address"), help_text=gettext_lazy("https://, reachable from here")
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told of"), widget=forms.CheckboxSelectMultiple, choices=lambda: _modules()
    )


class ReplayForm(PlainForm):
    """From which number on."""

    sequence = forms.IntegerField(min_value=1, label=gettext_lazy("From number"))


@door("connectors.manage_webhooks")
def show_endpoints(request: PageRequest) -> HttpResponse:
    """All endpoints, and a form for one more; its secret is shown with the answer and never again."""
    form, secret = EndpointForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _made, secret = webhooks.add_endpoint(**form.cleaned_data, by=request.actor, now=clock.now())
            form = EndpointForm()
        except Refusal as refusal:
            form.add_error("url", refusal.sentence())
    cards = [_shown(card) for card in list_endpoints(by=request.actor)]
    return render(request, "connectors/webhooks.html", {"endpoints": cards, "form": form, "secret": secret})


@door("connectors.manage_webhooks")
def show_endpoint(request: PageRequest, endpoint_id: UUID) -> HttpResponse:
    """One endpoint: its last failures, then its newest messages."""
    return _page_of(request, endpoint_id)


def _page_of(request: PageRequest, endpoint_id: UUID, *, secret: str = "") -> HttpResponse:
    card = get_endpoint(endpoint_id, by=request.actor)
    context = _shown(card) | {
        "failures": list_messages(card.id, failed=True, limit=10, by=request.actor),
        "messages_sent": list_messages(card.id, by=request.actor),
        "secret": secret,
        "form": ReplayForm(initial={"sequence": card.first_kept}),
        "crumbs": [Link(_("Webhooks"), reverse("connectors:webhooks"))],
    }
    return render(request, "connectors/webhook.html", context)


@door("connectors.manage_webhooks")
def show_events(request: PageRequest) -> HttpResponse:
    """What can be told: every event, what it means, what its message says."""
    groups = sorted((_(title_of(name)), cards) for name, cards in list_events().items())
    crumbs = [Link(_("Webhooks"), reverse("connectors:webhooks"))]
    return render(request, "connectors/webhook_events.html", {"groups": groups, "crumbs": crumbs})


@door("connectors.manage_webhooks")
def renew(request: PageRequest, endpoint_id: UUID) -> HttpResponse:
    """A new secret, shown with this answer and never again."""
    secret = webhooks.renew_secret(endpoint_id=endpoint_id, by=request.actor, now=clock.now())
    return _page_of(request, endpoint_id, secret=secret)


@door("connectors.manage_webhooks")
def pause(request: PageRequest, endpoint_id: UUID) -> HttpResponse:
    """Pause, or go on."""
    do = webhooks.pause_endpoint if request.POST.get("to") == "pause" else webhooks.resume_endpoint
    do(endpoint_id=endpoint_id, by=request.actor, now=clock.now())
    return redirect("connectors:webhook", endpoint_id)


@door("connectors.manage_webhooks")
def replay_messages(request: PageRequest, endpoint_id: UUID) -> HttpResponse:
    """Send everything from a number on once more."""
    form = ReplayForm(request.POST)
    if form.is_valid():
        sequence = form.cleaned_data["sequence"]
        sent = webhooks.replay(endpoint_id=endpoint_id, sequence=sequence, by=request.actor, now=clock.now())
        words = ngettext("One message is sent once more.", "%(n)s messages are sent once more.", sent)
        messages.success(request, words % {"n": sent})
    return redirect("connectors:webhook", endpoint_id)


@door("connectors.manage_webhooks")
def remove(request: PageRequest, endpoint_id: UUID) -> HttpResponse:
    """Tell it nothing more."""
    webhooks.remove_endpoint(endpoint_id=endpoint_id, by=request.actor, now=clock.now())
    messages.success(request, _("It is told nothing more."))
    return redirect("connectors:webhooks")


def _modules() -> list[tuple[str, str]]:
    return sorted(((name, _(title_of(name))) for name in list_events()), key=lambda one: one[1])


def _shown(card: Any) -> dict[str, Any]:
    told = [_(title_of(name)) for name in card.events]
    return {"card": card, "told": told, "state": ENDPOINT_STATES[card.state], "tone": ENDPOINT_TONES[card.state]}
