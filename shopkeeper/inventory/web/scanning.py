"""A phone in a hand between shelves: scan or type, and see what is here, what is near, what can be sent."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csp import csp_override

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.panels import render_slot
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.queries.days import day_of
from shopkeeper.inventory.queries.network import get_network
from shopkeeper.inventory.queries.places import find_states
from shopkeeper.inventory.queries.rooms import list_deliveries
from shopkeeper.inventory.queries.substitutes import list_substitutes
from shopkeeper.inventory.web.here import find_here, list_choices
from shopkeeper.inventory.words import sum_up

_NEAR = 4
READS_CODES = {**settings.SECURE_CSP, "script-src": [*settings.SECURE_CSP["script-src"], "'wasm-unsafe-eval'"]}
"""The reader of codes that browsers without one fetch is compiled code; it comes from here, as all else does."""


@csp_override(READS_CODES)
@door("inventory.record_movements")
def scan(request: PageRequest) -> HttpResponse:
    """What a code stands for and where it is."""
    code = request.GET.get("code", "").strip()[:120]
    match = catalog.find_by_code(code)
    context: dict[str, Any] = {
        "code": code,
        "match": match,
        "here": find_here(request),
        "choices": list_choices(request),
    }
    if match:
        network = get_network(match.product, by=request.actor, now=clock.now(), here=context["here"])
        near = [place for place in network.places if not place.is_here and place.stock.available > 0]
        context |= {
            "network": network, "sentence": sum_up(network),
            "near": [place for place in near if place.stock.may_pick_up][:_NEAR],
            "senders": [place for place in near if place.stock.may_ship and not place.stock.may_pick_up][:_NEAR],
            "substitutes": list_substitutes(match.product, by=request.actor, now=clock.now(), here=_code(context)),
            "states": find_states(match.product.id, context["here"]) if context["here"] else None,
            "due": list_deliveries([context["here"].id], product_id=match.product.id) if context["here"] else [],
            "today": day_of(clock.now()),
            "bundle": catalog.list_components([match.product.id]).get(match.product.id, []),
        }  # fmt: skip
        here, mine = context["here"], network.here
        if here and network.available > 0 and (mine is None or mine.stock.available < 1):
            wish = (match.product.sku, here.name, here.postcode)
            context["panels"] = render_slot("lacking_here", wish, by=request.actor, now=clock.now())
    return render(request, "inventory/scan.html", context)


def _code(context: dict[str, Any]) -> str:
    return context["here"].code if context["here"] else ""
