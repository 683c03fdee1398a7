"""What a person allows, what is held about them, and being forgotten."""

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers import facts
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.actions import consents
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.queries.exports import export_customer
from shopkeeper.customers.queries.identity import ids_of


class ConsentForm(PlainForm):
    """What the customer just said."""

    purpose = forms.ChoiceField(choices=[(purpose.value, purpose.value) for purpose in Purpose])
    channel = forms.CharField(max_length=20, required=False)
    state = forms.ChoiceField(choices=[(state.value, state.value) for state in ConsentState])


class ErasureForm(PlainForm):
    """The customer's number, typed, so that nobody is erased by a slip."""

    number = forms.CharField(label=gettext_lazy("Type the customer's number"), max_length=16)


@require_POST
@door("customers.record_consent")
def record_consent(request: PageRequest, key: str) -> HttpResponse:
    """Write down what the customer said."""
    card = access_customer(request.actor, key)
    form = ConsentForm(request.POST)
    if form.is_valid():
        written = consents.record_consent(
            customer_id=card.id,
            purpose=Purpose(form.cleaned_data["purpose"]),
            channel=form.cleaned_data["channel"],
            state=ConsentState(form.cleaned_data["state"]),
            by=request.actor,
            now=clock.now(),
        )
        done, asked = _("Written down. It is in force from now on."), _("We ask them to confirm it, and wait for that.")
        messages.success(request, done if written else asked)
    return redirect("customers:customer", key=card.number)


@door("customers.export_customers")
def export(request: PageRequest, key: str) -> HttpResponse:
    """Everything that is held about the person, as a file to be given to them."""
    card = access_customer(request.actor, key)
    body = msgspec.json.format(msgspec.json.encode(export_customer(card.id)), indent=2)
    response = HttpResponse(body, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="customer-{card.number}.json"'
    return response


@door("customers.erase_customers")
def erase(request: PageRequest, key: str) -> HttpResponse:
    """Erase the person for ever, after the number was typed."""
    card = access_customer(request.actor, key)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["number"].strip().upper() == card.number:
            receipt = erase_customer(customer_id=card.id, by=request.actor, now=clock.now())
            return render(request, "customers/erased.html", {"receipt": receipt})
        form.add_error("number", _("This is not the number of this customer."))
    held = facts.count_held(ids_of(card.id))
    return render(request, "customers/erasure.html", {"card": card, "form": form, "held": held})
