"""A carrier is let in to tell us of parcels: its secret is shown with the answer and never again."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.delivery.actions.lines import open_line
from shopkeeper.delivery.web.carriers import context_of
from shopkeeper.delivery.words import ADAPTER_WORDS


class LineForm(PlainForm):
    """In which shape it tells, and by which clock."""

    adapter = forms.ChoiceField(choices=list(ADAPTER_WORDS.items()))
    time_zone = forms.CharField(max_length=60)


@door("delivery.manage_services")
def open_to_carrier(request: PageRequest, key: str) -> HttpResponse:
    """Open its line, or give it a new secret: the one before stops at once."""
    form, now = LineForm(request.POST), clock.now()
    if not form.is_valid():
        raise InvalidInput(reason="Choose in which shape the carrier tells, and its time zone.")
    secret = open_line(carrier=key, **form.cleaned_data, by=request.actor, now=now)
    context = context_of(key, by=request.actor, now=now) | {"secret": secret}
    response = render(request, "delivery/carrier.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
