"""A product's availability by itself, for pages that hear of no changes and ask every now and then."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock, live
from shopkeeper.core.web.doors import PageRequest, door


@door("inventory.view_stock")
def show_availability(request: PageRequest, product_id: UUID) -> HttpResponse:
    """The panel of a product's page as open pages are sent it."""
    key, view = str(product_id), live.view_of(request.actor, get_language())
    drawn = live.draw("inventory.availability", [key], view=view, now=clock.now())
    if key not in drawn:
        raise catalog.ProductNotFound(key=product_id)
    return HttpResponse(drawn[key])
