"""Finding customers, and the story of one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from shopkeeper.core import clock
from shopkeeper.core.panels import render_slot
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.contracts import Identity, RecordStory
from shopkeeper.customers.facts import compose_headline, compose_timeline
from shopkeeper.customers.queries.consent_conflicts import list_conflicts_of
from shopkeeper.customers.queries.consents import list_standing
from shopkeeper.customers.queries.explanations import explain_identity
from shopkeeper.customers.queries.identity import ids_of
from shopkeeper.customers.queries.lineage import find_givers
from shopkeeper.customers.queries.lists import count_customers, list_latest
from shopkeeper.customers.queries.search import asks_too_little, search_customers
from shopkeeper.customers.web.consent_conflicts import tell

_ROWS, _ALL_ROWS = 24, 2_000


@door("customers.view_customers")
def list_customers(request: PageRequest) -> HttpResponse:
    """Find somebody; without a question, those whose record changed last."""
    asked = request.GET.get("q", "").strip()
    found = search_customers(asked, by=request.actor, limit=40) if asked else []
    context = {
        "asked": asked,
        "is_short": asks_too_little(asked),
        "people": [hit.card for hit in found] if asked else list_latest(limit=20),
        "counted": count_customers(),
    }
    return render(request, "customers/customers.html", context)


@door("customers.view_customers")
def show_customer(request: PageRequest, key: str) -> HttpResponse:
    """One customer: their story on one timeline, why it is one person, what others know of them."""
    now, by = clock.now(), request.actor
    card = access_customer(by, key)
    if key != card.number:
        return redirect("customers:customer", key=card.number)
    ids = ids_of(card.id)
    limit = _ALL_ROWS if "all" in request.GET else _ROWS
    story = compose_timeline(ids, by=by, now=now, limit=limit + 1)
    identity = explain_identity(card.id)
    context = {
        "card": card,
        "given": _say_where_from(card.id, identity),
        "story": story[:limit],
        "has_more": len(story) > limit,
        "headline": compose_headline(ids, by=by, now=now),
        "identity": identity,
        "consents": list_standing(card.id, now=now),
        "conflicts": tell(list_conflicts_of(card.id)),
        "may_consent": by.may("customers.record_consent"),
        "banners": render_slot("customer_banner", card.id, by=by, now=now, request=request),
        "actions": render_slot("customer_actions", card.id, by=by, now=now, request=request),
        "panels": render_slot("customer", card.id, by=by, now=now, request=request),
    }
    return render(request, "customers/customer.html", context)


def _say_where_from(customer_id: UUID, identity: Identity) -> dict[str, RecordStory]:
    """Attribute -> the record that gave it."""
    records = {str(record.id): record for record in identity.records}
    return {name: records[giver] for name, giver in find_givers(customer_id).items() if giver in records}
