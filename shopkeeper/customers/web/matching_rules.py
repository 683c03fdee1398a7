"""Rules of the retailer's own for who is one person: write one, see what it would change, switch it on, end it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.actions import matching_rules as actions
from shopkeeper.customers.contracts.matching_rules import RuleCard
from shopkeeper.customers.errors.matching_rules import RuleExists, RuleTooWide
from shopkeeper.customers.queries.deciders import name_deciders
from shopkeeper.customers.queries.identity import get_customer_cards
from shopkeeper.customers.queries.matching import has_model_in_force
from shopkeeper.customers.queries.matching_rules import list_matching_rules, name_rule, name_value
from shopkeeper.customers.rules.matching_rules import OFFERED

SET = "customers.set_matching_rules"


class RuleForm(PlainForm):
    """What two records have to say alike."""

    attributes = forms.MultipleChoiceField(
        label=gettext_lazy("The same in all of these"), widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(name, capfirst(name_value(name))) for name in OFFERED],
        error_messages={"required": gettext_lazy("Tick what two records have to say alike.")},
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)


@door(SET)
def show_rules(request: PageRequest) -> HttpResponse:
    """Every rule with what it would change or does."""
    return _render(request, RuleForm())


@require_POST
@door(SET)
def write_rule(request: PageRequest) -> HttpResponse:
    """A rule is written down and waits; what it would change is worked out in the background."""
    form = RuleForm(request.POST)
    if form.is_valid():
        try:
            actions.write_rule(**form.cleaned_data, by=request.actor, now=clock.now())
        except (RuleTooWide, RuleExists) as refusal:
            form.add_error("attributes", refusal.sentence())
        else:
            messages.success(request, _("The rule waits. What it would change is being worked out."))
            return redirect("customers:matching_rules")
    return _render(request, form)


@require_POST
@door(SET)
def look(request: PageRequest, number: int) -> HttpResponse:
    """Work out anew what a rule would change."""
    actions.request_rule_effect(number=number, by=request.actor, now=clock.now())
    return redirect("customers:matching_rules")


@require_POST
@door(SET)
def switch_on(request: PageRequest, number: int) -> HttpResponse:
    """Let a rule join records."""
    seen_at = parse_datetime(request.POST.get("seen", "")[:40])
    actions.switch_rule_on(number=number, seen_at=seen_at, by=request.actor, now=clock.now())
    messages.success(
        request, _("Rule %(n)s joins records from now on, those that are stored within minutes.") % {"n": number}
    )
    return redirect("customers:matching_rules")


@require_POST
@door(SET)
def end(request: PageRequest, number: int) -> HttpResponse:
    """Let a rule join nobody any more."""
    actions.end_rule(number=number, by=request.actor, now=clock.now())
    messages.success(request, _("Rule %(n)s joins nobody any more.") % {"n": number})
    return redirect("customers:matching_rules")


def _render(request: PageRequest, form: RuleForm) -> HttpResponse:
    cards = list_matching_rules(now=clock.now())
    context = {
        "form": form, "rules": _tell(cards), "topic": actions.TOPIC, "has_model": has_model_in_force(),
    }  # fmt: skip
    return render(request, "customers/matching_rules.html", context)


def _tell(cards: list[RuleCard]) -> list[dict[str, Any]]:
    signed = {who for card in cards for who in (card.written_by, card.switched_on_by, card.ended_by) if who}
    names = name_deciders(signed, now=clock.now())
    seen = {one for card in cards if card.effect for pair in card.effect.examples for one in pair}
    people = get_customer_cards(seen)
    return [
        {
            "card": card,
            "values": name_rule(card.attributes),
            "written_by": names.get(card.written_by, ""),
            "switched_on_by": names.get(card.switched_on_by, ""),
            "ended_by": names.get(card.ended_by, ""),
            "examples": [
                (people[one], people[other])
                for one, other in (card.effect.examples if card.effect else ())
                if one in people and other in people
            ],
        }
        for card in cards
    ]
