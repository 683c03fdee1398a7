"""How far sources are trusted, what failed lately, and where their records are typed."""

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
from shopkeeper.core.actors import Actor
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_code
from shopkeeper.customers.actions.hearing import name_place, weigh_sources
from shopkeeper.customers.queries.survivorship import list_sources
from shopkeeper.customers.queries.trust import TrustCard, list_failed, list_places, list_trust
from shopkeeper.customers.words import VALUE_KINDS
from shopkeeper.organization import public as organization

SEE, PLACE = "customers.mend_sources", "customers.place_sources"


class PlaceForm(PlainForm):
    """Where records are typed."""

    system = forms.ChoiceField(label=gettext_lazy("Source"))
    begins_with = forms.CharField(
        label=gettext_lazy("Only records whose key begins with"), max_length=60, required=False,
        help_text=gettext_lazy("Empty for the whole source."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("What people call the place, such as till 3"), max_length=80)
    outlet = forms.ChoiceField(label=gettext_lazy("Whose manager is told"), required=False)

    def __init__(self, by: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].choices = [(name, write_code(name)) for name in list_sources()]  # type: ignore[attr-defined]
        outlets = [(str(card.id), card.name) for card in organization.list_outlets(by=by)]
        self.fields["outlet"].choices = [("", _("IT")), *outlets]  # type: ignore[attr-defined]


@door(SEE)
def show_sources(request: PageRequest) -> HttpResponse:
    """Every source that was tried, with what failed lately; and a form for where its records are typed."""
    may_place = request.actor.may(PLACE)
    form = PlaceForm(request.actor, request.POST or None) if may_place else None
    if request.method == "POST" and form:
        request.actor.require(PLACE)
        if form.is_valid():
            said = form.cleaned_data
            outlet = UUID(said["outlet"]) if said["outlet"] else None
            facts = {"source": said["system"], "prefix": said["begins_with"], "name": said["name"], "outlet_id": outlet}
            name_place(**facts, by=request.actor, now=clock.now())
            messages.success(request, _("Written down. Whoever types there hears of what fails."))
            return redirect("customers:sources")
    cards = list_trust(request.actor)
    failed = [(value, _(VALUE_KINDS[value.kind])) for value in list_failed(cards)] if cards else []
    context = {
        "sources": [_told(card) for card in cards], "failed": failed, "form": form,
        "places": list_places() if may_place else [], "may_see": request.actor.may("customers.view_customers"),
    }  # fmt: skip
    return render(request, "customers/sources.html", context)


@require_POST
@door(SEE)
def count(request: PageRequest) -> HttpResponse:
    """Count now what came back, not within half an hour."""
    weigh_sources(by=request.actor, now=clock.now())
    messages.success(request, _("Counted anew."))
    return redirect("customers:sources")


def _told(card: TrustCard) -> dict[str, Any]:
    low, high = card.trust.interval
    return {"card": card, "kind": _(VALUE_KINDS[card.kind]), "low": low, "high": high, "rate": card.trust.rate}
