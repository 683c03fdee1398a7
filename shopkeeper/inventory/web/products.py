"""A product's availability, fetched again whenever its stock changes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.queries.network import get_network, list_parts
from shopkeeper.inventory.words import sum_up


@door("inventory.view_stock")
def show_availability(request: PageRequest, product_id: UUID) -> HttpResponse:
    """The panel of a product's page by itself."""
    product = catalog.find_product(product_id)
    if product is None:
        raise catalog.ProductNotFound(key=product_id)
    by, now = request.actor, clock.now()
    network = get_network(product, by=by, now=now)
    context = {"network": network, "sentence": sum_up(network), "parts": list_parts(product, by=by, now=now)}
    return render(request, "inventory/_availability.html", context)
