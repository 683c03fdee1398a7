"""What may come back: the windows and limits by category, and what they would have decided lately."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.forms import PlainForm
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.orders.actions.policies import set_return_policy
from shopkeeper.orders.contracts import PolicySpec
from shopkeeper.orders.queries.ruling import count_ruled_on, list_policies
from shopkeeper.orders.rules.returning import STANDARD


class PolicyForm(PlainForm):
    """A window, what is final, when a person decides."""

    category = forms.UUIDField(required=False)
    days = forms.IntegerField(min_value=0, max_value=3650)
    is_final_sale = forms.BooleanField(required=False)
    person_above = forms.DecimalField(min_value=0, max_digits=10, decimal_places=2, required=False)
    worn_percent = forms.IntegerField(min_value=0, max_value=100)
    refunds_delivery = forms.BooleanField(required=False)


@door("orders.set_return_policies")
def show_policies(request: PageRequest) -> HttpResponse:
    """What is set, and a form for one category."""
    set_ones, tree = list_policies(), catalog.list_categories()
    names = {node.id: node.name for node in tree}
    standard = set_ones.pop(None, STANDARD)
    rows = [(names.get(key, "") if key else "", spec) for key, spec in set_ones.items()]
    context = {
        "rows": [*rows, (_("Everything else"), standard)], "tree": tree, "standard": standard,
        "lately": count_ruled_on(now=clock.now()),
    }  # fmt: skip
    return render(request, "orders/policies.html", context)


@door("orders.set_return_policies")
def set_policy(request: PageRequest) -> HttpResponse:
    """From now on this holds for a category, or for everything."""
    form = PolicyForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(reason=_("Say within how many days it may come back, and what worn pieces bring."))
    told = form.cleaned_data
    category: UUID | None = told.pop("category")
    set_return_policy(policy=PolicySpec(category_id=category, **told), by=request.actor, now=clock.now())
    messages.success(request, _("Set. It holds for what is asked from now on."))
    return redirect("orders:return_policies")
