"""Why records are one person, and the decisions of those who know better."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.actions.distinguishing import withdraw_distinction
from shopkeeper.customers.actions.merging import merge_customers, part_records, unmerge_customer
from shopkeeper.customers.errors import CustomerNotFound
from shopkeeper.customers.queries.explanations import explain_identity, list_merges, preview_merge
from shopkeeper.customers.queries.partings import list_apart_from, list_partings, preview_parting
from shopkeeper.customers.queries.search import search_customers
from shopkeeper.customers.web.consent_conflicts import tell


@door("customers.view_customers")
def show_identity(request: PageRequest, key: str) -> HttpResponse:
    """Each record of the person, what it says, and what holds them together."""
    card = access_customer(request.actor, key)
    identity, may_merge = explain_identity(card.id), request.actor.may("customers.merge_customers")
    context = {
        "card": card, "identity": identity, "merges": list_merges(card.id), "may_merge": may_merge,
        "partings": list_partings(card.id), "apart": list_apart_from(card.id, now=clock.now()),
        "may_part": may_merge and len(identity.records) > 1,
        "may_export": request.actor.may("customers.export_customers"),
        "may_erase": request.actor.may("customers.erase_customers"),
    }  # fmt: skip
    return render(request, "customers/identity.html", context)


@door("customers.merge_customers")
def merge(request: PageRequest, key: str) -> HttpResponse:
    """Choose another customer, see what a merge would join, decide."""
    card = access_customer(request.actor, key)
    other = access_customer(request.actor, request.GET["with"]) if request.GET.get("with") else None
    if request.method == "POST" and other:
        merge_customers(one=card.id, other=other.id, by=request.actor, now=clock.now())
        messages.success(request, _("%(one)s and %(other)s are one customer now.") % {"one": card, "other": other})
        return redirect("customers:identity", key=card.number)
    asked = request.GET.get("q", card.name)
    found = [hit.card for hit in search_customers(asked, by=request.actor) if hit.card.id != card.id]
    preview = preview_merge(card.id, other.id, now=clock.now()) if other else None
    conflicts = tell(preview.consent_conflicts) if preview else []
    context = {"card": card, "other": other, "preview": preview, "conflicts": conflicts, "found": found, "asked": asked}
    return render(request, "customers/merge.html", context)


@door("customers.merge_customers")
def unmerge(request: PageRequest, key: str) -> HttpResponse:
    """See what undoing a merge would give back to whom, decide."""
    card = access_customer(request.actor, key)
    asked = request.POST if request.method == "POST" else request.GET
    merged_id = _uuid(asked.get("merged", ""))
    if request.method == "POST":
        unmerge_customer(merged_id=merged_id, by=request.actor, now=clock.now())
        messages.success(request, _("They are two customers again, each with what came with their records."))
        return redirect("customers:identity", key=card.number)
    preview = preview_parting(merged_id, now=clock.now())
    stays, goes = preview.stays.held, preview.goes.held
    joined = [(label, stays.get(label, 0), goes.get(label, 0)) for label in {**stays, **goes}]
    context = {"card": card, "merged_id": merged_id, "preview": preview, "sides": [preview.stays, preview.goes]}
    return render(request, "customers/unmerge.html", {**context, "joined": joined})


@require_POST
@door("customers.merge_customers")
def part(request: PageRequest, key: str) -> HttpResponse:
    """Give the chosen records to a customer of their own."""
    card = access_customer(request.actor, key)
    chosen = [_uuid(record) for record in request.POST.getlist("record")]
    fresh = part_records(customer_id=card.id, record_ids=chosen, by=request.actor, now=clock.now())
    messages.success(request, _("The records belong to a customer of their own now, with all that came with them."))
    return redirect("customers:customer", key=str(fresh))


@require_POST
@door("customers.merge_customers")
def withdraw(request: PageRequest, key: str) -> HttpResponse:
    """Take back that this customer and another are two people."""
    card = access_customer(request.actor, key)
    other = access_customer(request.actor, request.POST.get("other", ""))
    withdraw_distinction(one=card.id, other=other.id, by=request.actor, now=clock.now())
    messages.success(request, _("Taken back. They stay two until a rule, the model or somebody joins them."))
    return redirect("customers:identity", key=card.number)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CustomerNotFound(key=text) from None
