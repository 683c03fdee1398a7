"""Why the record says what it says: every movement of a product at a location."""

from django.http import HttpResponse
from django.shortcuts import render

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_location_to_see
from shopkeeper.inventory.queries.ledger import list_ledger
from shopkeeper.inventory.queries.places import find_states
from shopkeeper.inventory.queries.reckoning import find_reckoning
from shopkeeper.inventory.queries.trust import find_belief
from shopkeeper.inventory.words_of_reckoning import explain_reckoning
from shopkeeper.inventory.words_of_refs import name_demands
from shopkeeper.inventory.words_of_tellers import name_tellers
from shopkeeper.inventory.words_of_trust import explain_belief


@door("inventory.view_stock")
def show_ledger(request: PageRequest, sku: str) -> HttpResponse:
    """The last movements, newest first, each with what was there after it."""
    product = catalog.access_product(request.actor, sku)
    row = access_location_to_see(request.actor, request.GET.get("location", ""))
    now, lines = clock.now(), list_ledger(product.id, row.id)
    names = name_demands({line.ref for line in lines}, by=request.actor)
    tellers = name_tellers({line.by for line in lines}, now=now)
    belief, reckoning = find_belief(product.id, row.id, now=now), find_reckoning(product.id, row.id, now=now)
    context = {
        "row": row, "product": product, "position": find_states(product.id, row),
        "lines": lines, "told": [(line, tellers[line.by], names.get(line.ref, [])) for line in lines], "belief": belief,
        "reasons": explain_belief(belief, now) if belief else [],
        "steps": explain_reckoning(reckoning) if reckoning else [],
    }  # fmt: skip
    return render(request, "inventory/ledger.html", context)
