"""The survey that a customer sees: one question, room for words, no script needed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PUBLIC, PageRequest, door
from shopkeeper.feedback.actions.inviting import open_survey
from shopkeeper.feedback.actions.receiving import record_feedback
from shopkeeper.feedback.contracts import FeedbackKind, NewFeedback, Scale
from shopkeeper.feedback.models import Invitation
from shopkeeper.organization import public as organization

_QUESTIONS = {
    "delivery": _("How satisfied are you with the delivery of your order?"),
    "pickup": _("How satisfied are you with collecting your order?"),
}
_ANSWERS = [
    (1, _("Very dissatisfied")),
    (2, _("Dissatisfied")),
    (3, _("Neither nor")),
    (4, _("Satisfied")),
    (5, _("Very satisfied")),
]


class SurveyForm(PlainForm):
    """A score and, if they like, words."""

    score = forms.TypedChoiceField(coerce=int, choices=_ANSWERS, widget=forms.RadioSelect)
    text = forms.CharField(max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


@door(PUBLIC)
def answer(request: PageRequest, token: str) -> HttpResponse:
    """Ask, and thank. The address can be used once."""
    invitation = open_survey(token)
    form = SurveyForm(request.POST or None)
    context: dict[str, Any] = {
        "brand": organization.get_retailer().name,
        "question": _QUESTIONS.get(invitation.touchpoint, _("How satisfied are you?")),
        "form": form,
        "answers": _ANSWERS,
    }
    if request.method == "POST" and form.is_valid():
        _record(invitation, form.cleaned_data)
        return render(request, "feedback/thanks.html", context)
    return render(request, "feedback/survey.html", context)


def _record(invitation: Invitation, said: dict[str, Any]) -> None:
    now = clock.now()
    feedback = NewFeedback(
        kind=FeedbackKind.SURVEY,
        channel="email",
        touchpoint=invitation.touchpoint,
        scale=Scale.CSAT,
        score=Decimal(said["score"]),
        text=said["text"],
        customer_id=invitation.customer_id,
        record_id=invitation.record_id,
        order_id=invitation.order_id,
        outlet_id=invitation.outlet_id,
        invitation_id=invitation.id,
        source_key=f"invitation:{invitation.id}",
        occurred_at=now,
    )
    by = Actor(ActorKind.CUSTOMER_LINK, f"invitation:{invitation.id}")
    record_feedback(feedback=feedback, by=by, now=now)
