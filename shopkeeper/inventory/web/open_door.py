"""Availability for everybody: words instead of numbers, cacheable, limited by caller, open to pages of any web shop."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import quote_etag

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.actors import PUBLIC, system_actor
from shopkeeper.core.web.rest import problem, respond
from shopkeeper.inventory.contracts import Confidence, LocationKind, Stock
from shopkeeper.inventory.queries.network import Network, Place, get_network
from shopkeeper.inventory.web.limits import Limit

FEW = 3
SECONDS = 10
CHANNEL = "web"
LIMIT = Limit(requests=240, seconds=60)
READER = system_actor("public availability")


def respond_with_availability(request: HttpRequest, sku: str) -> HttpResponse:
    """What customers may know of a SKU; the same response to all, so that any cache may keep it."""
    response = _respond(request, sku)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


respond_with_availability.permission = PUBLIC  # type: ignore[attr-defined]  # read by the test that walks every door


def _respond(request: HttpRequest, sku: str) -> HttpResponse:
    now = clock.now()
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if not LIMIT.allows(request.META.get("REMOTE_ADDR", ""), now.timestamp()):
        return HttpResponse(status=429, headers={"Retry-After": str(LIMIT.seconds), "Cache-Control": "no-store"})
    product = catalog.find_product_by_sku(sku[:80])
    if product is None:
        return problem(catalog.ProductNotFound(key=sku[:80]))
    response = respond(tell(get_network(product, by=READER, now=now, channel=CHANNEL)))
    return _cacheable(request, response)


def _cacheable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    etag = quote_etag(digest)
    if etag in [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def tell(network: Network) -> dict[str, Any]:
    """What customers may know, in words that pages put into sentences."""
    stores = [place for place in network.places if place.stock.kind == LocationKind.STORE and place.stock.may_pick_up]
    by_name = sorted(stores, key=lambda place: place.stock.name)
    return {
        "sku": network.product.sku,
        "name": network.product.name,
        "delivery": _word(network.shippable),
        "comes_on": None if network.shippable > 0 else _first_day(p.stock for p in network.places if p.stock.may_ship),
        "pickup_today": network.collectable,
        "stores": [_store(place) for place in by_name],
    }


def _store(place: Place) -> dict[str, object]:
    stock = place.stock
    state = _state(place)
    ready = place.ready_today and state != "call_first"
    comes_on = _first_day([stock]) if state == "none" else None
    return {
        "code": stock.location, "name": stock.name, "state": state, "ready_today": ready,
        "ready_until": place.ready_until if ready else None, "comes_on": comes_on,
    }  # fmt: skip


def _first_day(stocks: Iterable[Stock]) -> date | None:
    """When a piece comes that nobody was promised; of what is late nobody knows."""
    days = (coming.due_on for stock in stocks for coming in stock.by_date if coming.available > 0)
    return min(days, default=None)


def _state(place: Place) -> str:
    """`unknown` where its tills have been silent: it may be there, and nobody should say that it is not."""
    stock = place.stock
    if not stock.counts:
        return "unknown" if stock.on_hand > 0 and not place.why_off else "none"
    doubted = stock.available > 0 and stock.confidence is Confidence.CALL_FIRST
    return "call_first" if doubted else _word(stock.available)


def _word(available: int) -> str:
    return "none" if available <= 0 else "few" if available <= FEW else "plenty"
