"""By which rules the best of the known values is chosen."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.actions.surviving import choose_rule
from shopkeeper.customers.errors import RuleNotOffered
from shopkeeper.customers.queries.deciders import name_deciders
from shopkeeper.customers.queries.survivorship import (
    RuleCard,
    list_former_rules,
    list_rules,
    list_sources,
    preview_choice,
)
from shopkeeper.customers.rules.survivorship import ATTRIBUTES, NEEDS_SOURCES, Choice, Rule, list_offered
from shopkeeper.customers.words import ATTRIBUTES as WORDS
from shopkeeper.customers.words import RULES

VIEW, SET = "customers.view_quality", "customers.set_survivorship"


class RuleForm(PlainForm):
    """Which rule, and by which sources it goes."""

    rule = forms.ChoiceField(label=gettext_lazy("Which value counts"), widget=forms.RadioSelect)
    sources = forms.CharField(
        label=gettext_lazy("Sources, one on a line"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("In the order in which they count, or those where people type their own data."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)

    def __init__(self, attribute: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._attribute = attribute
        self.fields["rule"].choices = [(rule, _(RULES[rule])) for rule in list_offered(attribute)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A rule that goes by sources names at least one that exists."""
        said = super().clean() or {}
        known = set(list_sources())
        lines = [line.strip() for line in said.get("sources", "").splitlines() if line.strip()]
        if said.get("rule") in NEEDS_SOURCES and not known & set(lines):
            self.add_error("sources", _("Name at least one of: %(known)s.") % {"known": ", ".join(sorted(known))})
        said["sources"] = [line for line in lines if line in known]
        return said

    def choice(self) -> Choice:
        """What was filled in, once it is valid."""
        return Choice(self._attribute, Rule(self.cleaned_data["rule"]), tuple(self.cleaned_data["sources"]))


@door(VIEW)
def show_rules(request: PageRequest) -> HttpResponse:
    """Every attribute with its rule."""
    context = {"rules": _tell(list_rules()), "may_set": request.actor.may(SET)}
    return render(request, "customers/golden_rules.html", context)


@door(SET)
def change_rule(request: PageRequest, attribute: str) -> HttpResponse:
    """Choose another rule beside what it would change."""
    card = _card_of(attribute)
    initial = {"rule": card.choice.rule, "sources": "\n".join(card.choice.sources or list_sources())}
    form = RuleForm(attribute, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_rule(choice=form.choice(), reason=form.cleaned_data["reason"], by=request.actor, now=clock.now())
        messages.success(request, _("Agreed. The profiles follow within minutes."))
        return redirect("customers:golden_rules")
    context = {
        "form": form, "attribute": attribute, "label": _(WORDS[attribute]),
        "history": _tell(list_former_rules(attribute)),
    }  # fmt: skip
    return render(request, "customers/golden_rule.html", context)


@door(SET)
def preview_rule(request: PageRequest, attribute: str) -> HttpResponse:
    """How many profiles the rule, as it is being filled in, would change."""
    _card_of(attribute)
    form = RuleForm(attribute, request.GET)
    preview = preview_choice(form.choice()) if form.is_valid() else None
    return render(request, "customers/_golden_preview.html", {"preview": preview})


def _card_of(attribute: str) -> RuleCard:
    if attribute not in ATTRIBUTES:
        raise RuleNotOffered
    return next(card for card in list_rules() if card.choice.attribute == attribute)


def _tell(cards: list[RuleCard]) -> list[dict[str, Any]]:
    names = name_deciders((card.decided_by for card in cards if card.decided_by), now=clock.now())
    return [
        {
            "card": card, "label": _(WORDS[card.choice.attribute]), "rule": _(RULES[card.choice.rule]),
            "who": names.get(card.decided_by, ""),
        }
        for card in cards
    ]  # fmt: skip
