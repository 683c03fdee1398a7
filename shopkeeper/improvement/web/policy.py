"""Agreeing on which causes become problems by themselves, with what that means for the causes of today."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.agreeing import agree
from shopkeeper.core.components import Link
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_about
from shopkeeper.improvement.adopting import list_deserving
from shopkeeper.improvement.policies import OPENING
from shopkeeper.improvement.queries.policies import get_opening_policy
from shopkeeper.improvement.rules.policy import Policy
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization


class PolicyForm(PlainForm):
    """From what size on a cause is a problem without anybody asking."""

    is_on = forms.BooleanField(label=gettext_lazy("Certain causes become problems by themselves"), required=False)
    fewest_people = forms.IntegerField(label=gettext_lazy("From so many people hurt"), min_value=1)
    least_a_year = forms.DecimalField(
        label=gettext_lazy("Or from so much money a year"), min_value=Decimal(0), max_digits=12, decimal_places=2,
        help_text=gettext_lazy("Either is enough."),
    )  # fmt: skip

    def policy(self) -> Policy:
        """What was filled in, once it is valid."""
        return Policy(**self.cleaned_data)


@door("improvement.set_policy")
def show_policy(request: PageRequest) -> HttpResponse:
    """Show what is agreed, and agree on something else."""
    agreed = get_opening_policy()
    form = PolicyForm(request.POST or None, initial=_initial(agreed))
    if request.method == "POST" and form.is_valid():
        agree(policy=OPENING, values=form.policy(), why="", by=request.actor, now=clock.now())
        messages.success(request, _("Agreed. What is open already stays open."))
        return redirect("improvement:problems")
    crumbs = [Link(_("Problems"), reverse("improvement:problems"))]
    context = {"form": form, "crumbs": crumbs, **_preview(agreed, by=request.actor)}
    return render(request, "improvement/policy.html", context)


@door("improvement.set_policy")
def preview_policy(request: PageRequest) -> HttpResponse:
    """The causes of today that the policy, as it is being filled in, would make problems."""
    form = PolicyForm(request.GET)
    context = _preview(form.policy(), by=request.actor) if form.is_valid() else {"unclear": True}
    return render(request, "improvement/_policy_preview.html", context)


def _initial(policy: Policy) -> dict[str, object]:
    return {"is_on": policy.is_on, "fewest_people": policy.fewest_people, "least_a_year": policy.least_a_year}


def _preview(policy: Policy, *, by: Actor) -> dict[str, Any]:
    currency = organization.get_retailer().currency
    causes = [
        {
            "sentence": insight.sentence_of_cause(card), "people": card.people_hurt,
            "cost": write_about(Decimal(str(card.money)), currency),
        }
        for card in list_deserving(policy, by=by)
    ]  # fmt: skip
    return {"policy": policy, "causes": causes}
