"""REST routes of orders that lie on a pick-up shelf: kept longer, collected by somebody else, let go, put back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.orders.access import access_pickup
from shopkeeper.orders.actions import keeping, picking

_routes = Router()


class WhyIn(Schema):
    """Why, in words that the story of the order keeps."""

    why: str = ""


class CollectorIn(Schema):
    """Who may collect it."""

    name: str


class ShortIn(Schema):
    """Pieces that are not where they should be; of a bundle of another system's order, the SKU of the `part`."""

    line_id: UUID
    quantity: int
    part: str = ""


def add_to(router: Router) -> None:
    """Offer these routes beside those of the book."""
    router.add_router("", _routes)


@_routes.post("/pickups/{pickup_id}/extension", summary="Keep an order longer on the pick-up shelf")
@permitted("orders.serve_pickups")
@once
def post_extension(request: Any, pickup_id: UUID, told: WhyIn) -> HttpResponse:
    """By as many open days as the policy says. Gives the pick-up as it is then."""
    card = access_pickup(request.auth, pickup_id)
    keeping.keep_longer(pickup_id=card.id, why=told.why, by=request.auth, now=clock.now())
    return respond(access_pickup(request.auth, pickup_id))


@_routes.post("/pickups/{pickup_id}/collector", summary="Somebody else may collect an order")
@permitted("orders.serve_pickups")
@once
def post_collector(request: Any, pickup_id: UUID, told: CollectorIn) -> HttpResponse:
    """As its customer says. Gives the pick-up as it is then."""
    card = access_pickup(request.auth, pickup_id)
    keeping.name_collector(pickup_id=card.id, name=told.name, by=request.auth, now=clock.now())
    return respond(access_pickup(request.auth, pickup_id))


@_routes.post("/pickups/{pickup_id}/release", summary="Let an order go that nobody comes for")
@permitted("orders.serve_pickups")
@once
def post_release(request: Any, pickup_id: UUID) -> HttpResponse:
    """Its pieces are canceled and its money goes back. Gives the pick-up as it is then."""
    card = access_pickup(request.auth, pickup_id)
    keeping.release_pickup(pickup_id=card.id, by=request.auth, now=clock.now())
    return respond(access_pickup(request.auth, pickup_id))


@_routes.post("/pickups/{pickup_id}/put-back", summary="The pieces of an order lie where they are sold again")
@permitted("orders.serve_pickups")
@once
def post_put_back(request: Any, pickup_id: UUID) -> HttpResponse:
    """Of one that was let go, canceled, or comes another way. Gives the pick-up as it is then."""
    card = access_pickup(request.auth, pickup_id)
    keeping.put_back(pickup_id=card.id, by=request.auth, now=clock.now())
    return respond(access_pickup(request.auth, pickup_id))


@_routes.post("/pickups/{pickup_id}/shortage", summary="A store has not got pieces of an order to be collected")
@permitted("orders.serve_pickups")
@once
def post_shortage(request: Any, pickup_id: UUID, short: ShortIn) -> HttpResponse:
    """The record is put right; says whether other pieces were found there. If not, the customer chooses."""
    card = access_pickup(request.auth, pickup_id)
    found = picking.report_short(
        pickup_id=card.id, line_id=short.line_id, quantity=short.quantity, part=short.part, by=request.auth,
        now=clock.now(),
    )  # fmt: skip
    return respond({"sourced": found})
