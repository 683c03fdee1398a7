"""Setting up what carriers offer: promise, price, cut-off; days off and capacity."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

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
from shopkeeper.delivery.actions.services import close_day, open_day, set_service, switch_service
from shopkeeper.delivery.contracts import ClosureSpec, CutOffSpec, RateSpec, ServiceSpec
from shopkeeper.delivery.queries.services import ServiceCard, get_service, list_closures, list_services
from shopkeeper.organization import public as organization

_AT = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ServiceForm(PlainForm):
    """What changes most: how sure the promise is, the price for all, the cut-off for all."""

    name = forms.CharField(max_length=120, label=gettext_lazy("What customers read"))
    promise_percent = forms.IntegerField(
        min_value=50, max_value=99, label=gettext_lazy("Of 100 parcels so many shall come by the promised day")
    )
    price = forms.DecimalField(min_value=Decimal(0), decimal_places=2, required=False, label=gettext_lazy("Price"))
    cost = forms.DecimalField(min_value=Decimal(0), decimal_places=2, required=False, label=gettext_lazy("Cost"))
    cut_off = forms.TimeField(required=False, label=gettext_lazy("Order by"), widget=_AT)
    picked_up_at = forms.TimeField(required=False, label=gettext_lazy("The van comes at"), widget=_AT)
    leaves_after_days = forms.IntegerField(
        min_value=0, max_value=30, required=False, label=gettext_lazy("Leaves so many days later")
    )


@door("delivery.view_delivery")
def show_services(request: PageRequest) -> HttpResponse:
    """All services with what was measured of each, and the days off to come."""
    return render(request, "delivery/services.html", {
        "services": list_services(by=request.actor), "closures": list_closures(now=clock.now()),
        "may_manage": request.actor.may("delivery.manage_services"),
    })  # fmt: skip


@door("delivery.manage_services")
def change_service(request: PageRequest, service_id: UUID) -> HttpResponse:
    """Change one service. Prices by zone and cut-offs by node come by file or REST and stay as they are."""
    card = get_service(service_id, by=request.actor)
    form = ServiceForm(request.POST or None, initial=_initial(card))
    if request.method == "POST" and form.is_valid():
        set_service(spec=_changed(card.spec, form.cleaned_data), by=request.actor, now=clock.now())
        messages.success(request, _("Offers follow the new rules from now on."))
        return redirect("delivery:services")
    return render(request, "delivery/service.html", {"card": card, "form": form})


@door("delivery.manage_services")
def switch(request: PageRequest, service_id: UUID) -> HttpResponse:
    """Offer a service, or no longer."""
    is_on = request.POST.get("to") == "on"
    switch_service(service_id=service_id, on=is_on, by=request.actor, now=clock.now())
    messages.success(request, _("It is offered again.") if is_on else _("It is offered no longer."))
    return redirect("delivery:services")


@door("delivery.manage_services")
def change_days_off(request: PageRequest) -> HttpResponse:
    """A day off more, or one less."""
    if closure_id := request.POST.get("take_back"):
        open_day(closure_id=UUID(closure_id), by=request.actor, now=clock.now())
        return redirect("delivery:services")
    field = forms.DateField()
    try:
        day = field.clean(request.POST.get("day", ""))
    except forms.ValidationError:
        raise InvalidInput(reason=_("Write a day, such as 14 May 2026.")) from None
    closure = ClosureSpec(day, request.POST.get("carrier", ""), why=request.POST.get("why", ""))
    close_day(closure=closure, by=request.actor, now=clock.now())
    messages.success(request, _("No parcel is promised to leave or arrive on that day."))
    return redirect("delivery:services")


def _plain_rate(spec: ServiceSpec) -> RateSpec | None:
    return next((rate for rate in spec.rates if not rate.zone and rate.up_to_grams is None), None)


def _plain_cut_off(spec: ServiceSpec) -> CutOffSpec | None:
    return next((cut for cut in spec.cut_offs if not cut.node and cut.weekday is None), None)


def _initial(card: ServiceCard) -> dict[str, Any]:
    rate, cut = _plain_rate(card.spec), _plain_cut_off(card.spec)
    return {
        "name": card.spec.name, "promise_percent": card.spec.promise_percent, "price": rate.price if rate else None,
        "cost": rate.cost if rate else None, "cut_off": cut.at if cut else None,
        "leaves_after_days": cut.leaves_after_days if cut else 0, "picked_up_at": cut.picked_up_at if cut else None,
    }  # fmt: skip


def _changed(spec: ServiceSpec, said: dict[str, Any]) -> ServiceSpec:
    rate, cut = _plain_rate(spec), _plain_cut_off(spec)
    rates = tuple(other for other in spec.rates if other is not rate)
    cuts = tuple(other for other in spec.cut_offs if other is not cut)
    if said["price"] is not None:
        currency = rate.currency if rate else organization.get_retailer().currency
        rates += (RateSpec(said["price"], currency, said["cost"]),)
    if said["cut_off"] is not None:
        days, van = said["leaves_after_days"] or 0, said["picked_up_at"]
        cuts += (CutOffSpec(said["cut_off"], leaves_after_days=days, picked_up_at=van),)
    return replace(spec, name=said["name"], promise_percent=said["promise_percent"], rates=rates, cut_offs=cuts)
