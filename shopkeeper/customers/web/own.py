"""A customer's own page, behind a signed link: what is known of them, what they allow, how they want to be reached."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.actions.choosing import choose_consent, choose_contact
from shopkeeper.customers.actions.own_links import ask_for_own_link, open_own_link, send_own_link
from shopkeeper.customers.contracts import ConsentState, CustomerCard, Purpose
from shopkeeper.customers.errors import LinkClosed
from shopkeeper.customers.models import OwnLink
from shopkeeper.customers.queries.identity import find_customer_card
from shopkeeper.customers.queries.own_pages import (
    Switch,
    count_other_things,
    find_choice,
    list_switches,
    tell_known,
)
from shopkeeper.customers.queries.requests import list_requests_of
from shopkeeper.customers.rules.own_pages import CHANNELS, QUIET_DAYS
from shopkeeper.organization import public as organization

ATTRIBUTES = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "address": gettext_lazy("Lives in"),
}
PURPOSES = {Purpose.MARKETING: gettext_lazy("News and offers"), Purpose.SURVEY: gettext_lazy("Questions how it went")}
BY = {
    "email": gettext_lazy("by e-mail"),
    "sms": gettext_lazy("by text message"),
    "phone": gettext_lazy("by telephone"),
    "letter": gettext_lazy("by letter"),
}
QUIET = {
    30: gettext_lazy("for a month"),
    90: gettext_lazy("for three months"),
    365: gettext_lazy("for a year"),
}


class AddressForm(PlainForm):
    """Whose page."""

    address = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254)


class ConsentForm(PlainForm):
    """One switch."""

    brand = forms.CharField(max_length=200, required=False)
    purpose = forms.ChoiceField(choices=[(purpose.value, purpose.value) for purpose in PURPOSES])
    channel = forms.ChoiceField(choices=[(name, name) for name in CHANNELS])
    state = forms.ChoiceField(choices=[(state.value, state.value) for state in ConsentState])


class ContactForm(PlainForm):
    """How to be reached, and whether not for a while."""

    preferred_channel = forms.ChoiceField(
        label=gettext_lazy("If we need you, best reach you"), required=False,
        choices=[("", gettext_lazy("as it suits")), *BY.items()],
    )  # fmt: skip
    quiet = forms.TypedChoiceField(
        label=gettext_lazy("No offers and no questions"), required=False, coerce=int,
        choices=[("", gettext_lazy("write as agreed above")), *((days, QUIET[days]) for days in QUIET_DAYS)],
        help_text=gettext_lazy("What you wait for, such as a parcel, is told all the same."),
    )  # fmt: skip


@door(PUBLIC)
def ask(request: PageRequest) -> HttpResponse:
    """Send a link to whoever has this address; the page says the same to everybody, so that nobody is found out."""
    form = AddressForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent:
        by = Actor(ActorKind.ANONYMOUS, "own-page")
        ask_for_own_link(address=form.cleaned_data["address"], by=by, now=clock.now())
    return render(request, "customers/own_ask.html", {"form": form, "sent": sent})


@require_POST
@door("customers.view_customers")
def send_link(request: PageRequest, key: str) -> HttpResponse:
    """Somebody on the telephone wants to see their data: send the link to their address."""
    card = access_customer(request.actor, key)
    send_own_link(customer_id=card.id, by=request.actor, now=clock.now())
    messages.success(request, _("The link is on its way to the address that we know."))
    return redirect("customers:customer", key=card.number)


@door(PUBLIC)
def show(request: PageRequest, token: str) -> HttpResponse:
    """All on one page, for the person alone; whose link is too old is offered a new one."""
    try:
        link, card = identify(token)
    except LinkClosed:
        return render(request, "customers/own_ask.html", {"form": AddressForm(), "closed": True}, status=410)
    now = clock.now()
    choice = find_choice(card.id)
    quiet_until = choice.quiet_until if choice.is_quiet(on=now.date()) else None
    context = {
        "token": token,
        "card": card,
        "expires_at": link.expires_at,
        "known": [{"label": ATTRIBUTES[known.attribute], "known": known} for known in tell_known(card)],
        "others": count_other_things(card.id),
        "brands": _by_brand(list_switches(card.id, now=now)),
        "contact": ContactForm(initial={"preferred_channel": choice.preferred_channel}),
        "quiet_until": quiet_until,
        "requests": [{"card": asked} for asked in list_requests_of(card.id)],
    }
    return private(render(request, "customers/own_page.html", context))


@require_POST
@door(PUBLIC)
def switch(request: PageRequest, token: str) -> HttpResponse:
    """Yes or no to one thing."""
    link, _card = identify(token)
    form = ConsentForm(request.POST)
    if form.is_valid():
        said = {
            "purpose": Purpose(form.cleaned_data["purpose"]), "state": ConsentState(form.cleaned_data["state"]),
            "channel": form.cleaned_data["channel"], "brand": form.cleaned_data["brand"],
        }  # fmt: skip
        done = choose_consent(link_id=link.id, **said, by=by_link(link.id), now=clock.now())
        asked = _("We have sent you a link to confirm it. It counts from then on.")
        messages.success(request, _("It is so from now on.") if done else asked)
    return redirect("customers:own_page", token=token)


@require_POST
@door(PUBLIC)
def contact(request: PageRequest, token: str) -> HttpResponse:
    """How to be reached."""
    link, card = identify(token)
    form, now = ContactForm(request.POST), clock.now()
    if form.is_valid():
        days = form.cleaned_data["quiet"] or 0
        choose_contact(
            customer_id=card.id, preferred_channel=form.cleaned_data["preferred_channel"], record_id=link.record_id,
            quiet_until=now.date() + timedelta(days=days) if days else None, by=by_link(link.id), now=now,
        )  # fmt: skip
        messages.success(request, _("We keep to that from now on."))
    return redirect("customers:own_page", token=token)


def identify(token: str) -> tuple[OwnLink, CustomerCard]:
    """Whose page a link opens.

    :raises LinkClosed: when it opens none
    """
    link = open_own_link(token, now=clock.now())
    card = find_customer_card(link.customer_id)
    if card is None:
        raise LinkClosed
    return link, card


def by_link(link_id: UUID) -> Actor:
    """The person themselves, as far as the link shows it."""
    return Actor(ActorKind.CUSTOMER_LINK, f"own-link:{link_id}")


def private(response: HttpResponse) -> HttpResponse:
    """Nobody on the way, and no later user of the browser, keeps it."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _by_brand(switches: list[Switch]) -> list[dict[str, Any]]:
    names = dict(organization.list_brands())
    brands: dict[str, list[dict[str, Any]]] = {}
    for one in switches:
        words = {"purpose": PURPOSES[Purpose(one.purpose)], "by": BY[one.channel]}
        brands.setdefault(one.brand, []).append({"switch": one, **words})
    return [{"key": key, "name": names.get(key, ""), "switches": rows} for key, rows in brands.items()]
