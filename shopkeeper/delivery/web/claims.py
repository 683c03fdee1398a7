"""Claims: parcels for which a carrier owes something, asked for, answered, paid."""

from decimal import Decimal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.policies import agreed
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.delivery.actions.lines import KINDS, claim_cost, settle_claim
from shopkeeper.delivery.policies import CLAIMS
from shopkeeper.delivery.queries.claims import CLAIM_STATES, count_claimable, list_claimable, list_claims, sum_claims

STATES = {
    "open": gettext_lazy("Not answered"), "settled": gettext_lazy("Answered"), "all": gettext_lazy("All"),
}  # fmt: skip


class ClaimForm(PlainForm):
    """For what, and how much."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    amount = forms.DecimalField(min_value=Decimal("0.01"), max_digits=10, decimal_places=2)
    currency = forms.CharField(min_length=3, max_length=3)


class AnswerForm(PlainForm):
    """What was paid."""

    paid = forms.DecimalField(min_value=Decimal(0), max_digits=10, decimal_places=2)


@door("delivery.view_delivery")
def show_claims(request: PageRequest) -> HttpResponse:
    """What was claimed and not answered; beside it what could still be claimed."""
    by, state, now = request.actor, request.GET.get("state", "open"), clock.now()
    state = state if state in CLAIM_STATES else "open"
    return render(request, "delivery/claims.html", {
        "rules": agreed(CLAIMS), "claims": list_claims(state=state, by=by), "state": state,
        "states": STATES.items(), "sums": sum_claims(by=by),
        "claimable": list_claimable(by=by, now=now), "could_be": count_claimable(by=by, now=now),
        "may_claim": by.may("delivery.claim_costs"),
    })  # fmt: skip


@door("delivery.claim_costs")
def claim(request: PageRequest, parcel_id: UUID) -> HttpResponse:
    """Ask the carrier to pay."""
    form = ClaimForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say for what, and an amount above zero."))
    claim_cost(parcel_id=parcel_id, **form.cleaned_data, by=request.actor, now=clock.now())
    messages.success(request, _("Claimed. It waits for the carrier's answer."))
    return redirect("delivery:claims")


@door("delivery.claim_costs")
def answer(request: PageRequest, claim_id: UUID) -> HttpResponse:
    """What the carrier paid, or that it pays nothing."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Write down what was paid: nothing, if the carrier refused."))
    settle_claim(claim_id=claim_id, paid=form.cleaned_data["paid"], by=request.actor, now=clock.now())
    messages.success(request, _("Noted. It counts on the carrier's scorecard."))
    return redirect("delivery:claims")
