"""REST routes of orders that customers collect."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_pickup
from shopkeeper.orders.actions import picking, pickups
from shopkeeper.orders.actions.handed_over import undo_collection
from shopkeeper.orders.contracts import Handover, Proof

_routes = Router()


class ShelfIn(Schema):
    """Where an order lies."""

    shelf: str = ""


class ScanIn(Schema):
    """What somebody holds in their hands: the code of a piece or a pack; or all pieces of the order, if it says so."""

    code: str = ""
    everything: bool = False


class HandoverIn(Schema):
    """What was shown at the counter: the code, or a paper or a signature with the name on it."""

    proof: Proof
    code: str = ""
    name: str = ""


def add_to(router: Router) -> None:
    """Offer these routes beside those of the book."""
    router.add_router("", _routes)


@_routes.get("/pickups", summary="Orders to be collected at the caller's outlets")
@permitted("orders.view_orders")
def list_pickups(request: Any) -> HttpResponse:
    """Most urgent first."""
    return respond(queries.list_pickups_to_serve(by=request.auth, now=clock.now()))


@_routes.get("/pickups/{pickup_id}/pieces", summary="What has to be found for an order, and what was")
@permitted("orders.view_orders")
def get_pieces(request: Any, pickup_id: UUID) -> HttpResponse:
    """Line by line."""
    return _tell(access_pickup(request.auth, pickup_id).id)


@_routes.post("/pickups/{pickup_id}/scans", summary="A piece of an order was found", response={201: None})
@permitted("orders.serve_pickups")
@once
def post_scan(request: Any, pickup_id: UUID, found: ScanIn) -> HttpResponse:
    """Gives what is left to find. An order is ready only after every piece was scanned."""
    card, now = access_pickup(request.auth, pickup_id), clock.now()
    if found.everything:
        picking.scan_all(pickup_id=card.id, by=request.auth, now=now)
    else:
        picking.scan_piece(pickup_id=card.id, code=found.code[:80], by=request.auth, now=now)
    return _tell(card.id, status=201)


@_routes.post("/pickups/{pickup_id}/readiness", summary="An order lies on the pick-up shelf")
@permitted("orders.serve_pickups")
@once
def post_readiness(request: Any, pickup_id: UUID, lies: ShelfIn) -> HttpResponse:
    """Gives the pick-up as it is then."""
    card, now = access_pickup(request.auth, pickup_id), clock.now()
    pickups.mark_ready(pickup_id=card.id, shelf=lies.shelf[:20], at=now, by=request.auth, now=now)
    return respond(access_pickup(request.auth, pickup_id))


@_routes.post("/pickups/{pickup_id}/collection", summary="A customer has collected an order")
@permitted("orders.serve_pickups")
@once
def post_collection(request: Any, pickup_id: UUID, shown: HandoverIn) -> HttpResponse:
    """What was shown is kept with it. Gives the pick-up as it is then."""
    card, now = access_pickup(request.auth, pickup_id), clock.now()
    pickups.collect(pickup_id=card.id, at=now, handed=Handover(**shown.dict()), by=request.auth, now=now)
    return respond(access_pickup(request.auth, pickup_id))


@_routes.delete("/pickups/{pickup_id}/collection", summary="An order was not collected after all")
@permitted("orders.serve_pickups")
def delete_collection(request: Any, pickup_id: UUID, why: str = "") -> HttpResponse:
    """As long as nothing of it has come back; `why` is kept. Gives the pick-up as it is then."""
    card, now = access_pickup(request.auth, pickup_id), clock.now()
    undo_collection(pickup_id=card.id, why=why, by=request.auth, now=now)
    return respond(access_pickup(request.auth, pickup_id))


@_routes.post("/pickups/{pickup_id}/miss", summary="An order was not found when its customer came")
@permitted("orders.serve_pickups")
@once
def post_miss(request: Any, pickup_id: UUID) -> HttpResponse:
    """Gives the pick-up as it is then."""
    card, now = access_pickup(request.auth, pickup_id), clock.now()
    pickups.report_not_found(pickup_id=card.id, at=now, by=request.auth, now=now)
    return respond(access_pickup(request.auth, pickup_id))


def _tell(pickup_id: UUID, status: int = 200) -> HttpResponse:
    pick = queries.get_pick(pickup_id)
    return respond({"left": pick.left, "lines": pick.lines}, status=status)
