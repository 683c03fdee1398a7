"""Who lives, works or comes with a customer."""

from uuid import UUID

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
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.actions.relating import end_relation, relate_customers
from shopkeeper.customers.queries.relations import list_relations
from shopkeeper.customers.rules.relations import RelationKind
from shopkeeper.customers.web.households import describe_neighbors

RELATE = "customers.relate_customers"


class RelationForm(PlainForm):
    """What somebody told us."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How they belong together"),
        choices=[
            (RelationKind.HOUSEHOLD, gettext_lazy("live together")),
            (RelationKind.GUARDIAN, gettext_lazy("this customer answers for the other")),
            (RelationKind.EMPLOYEE, gettext_lazy("this customer works for a company")),
        ],
    )
    number = forms.CharField(label=gettext_lazy("Number of the other customer"), max_length=40, required=False)
    company = forms.CharField(label=gettext_lazy("Or the company's name"), max_length=200, required=False)


@door("customers.view_customers")
def show_relations(request: PageRequest, key: str) -> HttpResponse:
    """The relations in force, who may be of the household, and a form for what somebody told us."""
    card, now, may = access_customer(request.actor, key), clock.now(), request.actor.may(RELATE)
    form = RelationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.actor.require(RELATE)
        said = form.cleaned_data
        other = access_customer(request.actor, said["number"]).id if said["number"] else None
        facts = {"kind": RelationKind(said["kind"]), "company": said["company"], "starts_on": now.date()}
        relate_customers(one=card.id, other=other, **facts, by=request.actor, now=now)
        messages.success(request, _("Written down. They stay two customers."))
        return redirect("customers:relations", key=card.number)
    relations = list_relations(card.id, on=now.date())
    near = describe_neighbors(card.id) if may else []
    context = {"card": card, "relations": relations, "near": near, "form": form, "may_relate": may}
    return render(request, "customers/relations.html", context)


@require_POST
@door(RELATE)
def end(request: PageRequest, key: str, relation_id: UUID) -> HttpResponse:
    """It is so no more."""
    card, now = access_customer(request.actor, key), clock.now()
    end_relation(relation_id=relation_id, customer_id=card.id, ends_on=now.date(), by=request.actor, now=now)
    messages.success(request, _("Ended today."))
    return redirect("customers:relations", key=card.number)
