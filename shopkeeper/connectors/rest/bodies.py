"""REST routes of order bodies."""

import json
from typing import Any

from django.http import HttpResponse
from ninja import Router

from shopkeeper.connectors.access import access_run
from shopkeeper.connectors.bodies import give_back, request_bodies
from shopkeeper.connectors.errors import NoOrderInIt
from shopkeeper.connectors.models import ImportRun
from shopkeeper.connectors.queries import get_card
from shopkeeper.core import clock
from shopkeeper.core.refusals import NotFound
from shopkeeper.core.web.rest import permitted, respond
from shopkeeper.orders import public as orders

_routes = Router()


def add_to(router: Router) -> None:
    """Offer these routes."""
    router.add_router("", _routes)


@_routes.post("/order-bodies", summary="Import orders as Shopify or WooCommerce write them")
@permitted("connectors.run_imports")
def post_bodies(request: Any, shape: str, source: str = "") -> HttpResponse:
    """One order, a list, or an answer of that system. 202 with the import that takes them; nothing of them is lost."""
    try:
        document = json.loads(request.body)
    except ValueError as broken:
        raise NoOrderInIt(shape=shape) from broken
    by = request.auth
    run_id = request_bodies(document=document, shape=shape, source=source, by=by, now=clock.now())
    number = ImportRun.objects.values_list("number", flat=True).get(pk=run_id)
    return respond(get_card(access_run(by, number)), status=202)


@_routes.get("/order-bodies/{key}", summary="An order as its own system wrote it")
@permitted("orders.view_orders")
def show_body(request: Any, key: str) -> HttpResponse:
    """By id or number: what the book says of it now, and the rest as it came."""
    body = give_back(orders.access_order(request.auth, key).id)
    if body is None:
        raise NotFound(what="order body", key=key)
    return respond(body)
