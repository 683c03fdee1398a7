"""Whose installation this is: name, country, currency, days, and what an hour of service costs."""

from dataclasses import asdict, replace
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.organization import public as organization

ZONES = [(name, name) for name in sorted(available_timezones()) if "/" in name]


class RetailerForm(PlainForm):
    """Who the retailer is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    country = forms.CharField(label=gettext_lazy("Country"), help_text=gettext_lazy("Two letters, as GB."))
    currency = forms.CharField(label=gettext_lazy("Currency"), help_text=gettext_lazy("Three letters, as GBP."))
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=[("UTC", "UTC"), *ZONES])
    service_hour_cost = forms.FloatField(
        label=gettext_lazy("What an hour of service costs, all in"),
        help_text=gettext_lazy("Counts in what a broken promise costs. 0 while nobody has said."),
    )


@door("organization.manage_people")
def show_retailer(request: PageRequest) -> HttpResponse:
    """A form with what is known."""
    known = organization.get_retailer()
    form = RetailerForm(request.POST or None, initial=asdict(known))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data | {key: form.cleaned_data[key].upper() for key in ("country", "currency")}
        try:
            organization.describe_retailer(card=replace(known, **told), by=request.actor, now=clock.now())
        except InvalidInput as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("It is written down and holds from now on."))
            return redirect("desk:retailer")
    return render(request, "desk/retailer.html", {"form": form})
