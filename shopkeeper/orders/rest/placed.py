"""REST routes of orders that are placed here."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.bodies import body_of, read
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.orders import queries
from shopkeeper.orders.access import access_order, check_outlet
from shopkeeper.orders.actions import holding, presale, releasing, resourcing, revising, undoing
from shopkeeper.orders.actions.placing import place_order
from shopkeeper.orders.contracts import HoldReason, NewPlacement, OrderRevision
from shopkeeper.orders.queries.revisions import preview_revision
from shopkeeper.orders.queries.unfilled import list_unfilled

_routes = Router()


class HoldIn(Schema):
    """Why an order may not leave, and who looks after it."""

    reason: HoldReason
    owner: str
    why: str = ""


class RefusalIn(Schema):
    """Pieces of a line that a location cannot send. What was `not_found` leaves its record."""

    line_id: UUID
    location: str
    quantity: int
    reason: str = "not_found"


def add_to(router: Router) -> None:
    """Offer these routes beside those of the book."""
    router.add_router("", _routes)


@_routes.post(
    "/placements", summary="Place an order: price, payment, stock, promise", openapi_extra=body_of(NewPlacement),
    response={200: None, 201: None},
)  # fmt: skip
@permitted("orders.place_orders")
def post_placement(request: Any) -> HttpResponse:
    """201 with the order and from where it comes; the same key and body again gives the same order with 200."""
    wish = read(request, NewPlacement)
    check_outlet(request.auth, wish.outlet_id)
    placed = place_order(placement=wish, by=request.auth, now=clock.now())
    return respond(placed, status=201 if placed.is_new else 200)


@_routes.get("/orders/{key}/fulfillment", summary="From where an order comes, why, and what holds it")
@permitted("orders.view_orders")
def show_fulfillment(request: Any, key: str) -> HttpResponse:
    """Decisions with their words, allocations by location, what is awaited, holds, what can be undone."""
    card = access_order(request.auth, key)
    decided, holds = queries.list_sourcings(card.id), queries.list_holds(card.id)
    allocated, awaited = queries.list_allocations(card.id), queries.list_awaited_of(card.id)
    changes, canceled = queries.list_changes(card.id), queries.list_canceled(card.id)
    return respond({
        "sourcings": decided, "allocations": allocated, "awaited": awaited, "holds": holds, "changes": changes,
        "canceled": canceled,
    })  # fmt: skip


@_routes.post("/orders/{key}/revision", summary="Change pieces, address or day", openapi_extra=body_of(OrderRevision))
@permitted("orders.change_orders")
@once
def post_revision(request: Any, key: str) -> HttpResponse:
    """Gives the order as it is then. What is added costs what it costs now; what is not wanted is canceled."""
    card, wish = access_order(request.auth, key), read(request, OrderRevision)
    revising.change_order(order_id=card.id, revision=wish, by=request.auth, now=clock.now())
    return respond(access_order(request.auth, card.id))


@_routes.post(
    "/orders/{key}/revision-preview", summary="What a change would cost", openapi_extra=body_of(OrderRevision)
)
@permitted("orders.change_orders")
def post_revision_preview(request: Any, key: str) -> HttpResponse:
    """Pieces beside and fewer, and the difference in price. Nothing is written."""
    card, wish = access_order(request.auth, key), read(request, OrderRevision)
    return respond(preview_revision(card.id, wish, now=clock.now()))


@_routes.post("/orders/{key}/refusals", summary="A location cannot send pieces of a line")
@permitted("orders.move_orders")
@once
def post_refusal(request: Any, key: str, refused: RefusalIn) -> HttpResponse:
    """Says whether another location sends them; if not, they wait for somebody to decide."""
    card = access_order(request.auth, key)
    found = resourcing.refuse_pieces(
        line_id=card.line(refused.line_id).id, location=refused.location, quantity=refused.quantity,
        reason=refused.reason[:40], by=request.auth, now=clock.now(),
    )  # fmt: skip
    return respond({"sourced": found, "sourcings": queries.list_sourcings(card.id)})


@_routes.post("/orders/{key}/sourcing", summary="Look again for whoever can send what an order lacks")
@permitted("orders.move_orders")
@once
def post_sourcing(request: Any, key: str) -> HttpResponse:
    """Says whether everything has a location now."""
    card = access_order(request.auth, key)
    found = resourcing.source_unfilled(order_id=card.id, by=request.auth, now=clock.now())
    return respond({"sourced": found, "sourcings": queries.list_sourcings(card.id)})


@_routes.post("/orders/{key}/holds", summary="Keep an order from leaving", response={201: None})
@permitted("orders.change_orders")
@once
def post_hold(request: Any, key: str, hold: HoldIn) -> HttpResponse:
    """With its reason, and who looks after it."""
    card = access_order(request.auth, key)
    made = holding.hold_order(order_id=card.id, **hold.dict(), by=request.auth, now=clock.now())
    return respond({"id": made}, status=201)


@_routes.delete("/orders/{key}/holds/{hold_id}", summary="Let an order go")
@permitted("orders.view_orders")
def delete_hold(request: Any, key: str, hold_id: UUID) -> HttpResponse:
    """Gives what still holds it. Takes `orders.release_holds` for fraud and credit, else `orders.change_orders`."""
    card = access_order(request.auth, key)
    releasing.release_hold(order_id=card.id, hold_id=hold_id, by=request.auth, now=clock.now())
    return respond([row for row in queries.list_holds(card.id) if row.released_at is None])


@_routes.delete("/orders/{key}/cancellations/{cancellation_id}", summary="Undo a cancellation")
@permitted("orders.change_orders")
def delete_cancellation(request: Any, key: str, cancellation_id: UUID) -> HttpResponse:
    """Stock, money and promises are as before, or it is refused."""
    card = access_order(request.auth, key)
    undoing.undo_cancellation(
        cancellation_id=cancellation_id, order_id=card.id, by=request.auth, now=clock.now()
    )  # fmt: skip
    return respond(access_order(request.auth, card.id))


@_routes.delete("/orders/{key}/changes/{change_id}", summary="Undo a change of address, day, way or pieces")
@permitted("orders.change_orders")
def delete_change(request: Any, key: str, change_id: UUID) -> HttpResponse:
    """The latest of its kind, while nothing has left. Gives the order as it is then."""
    card = access_order(request.auth, key)
    undoing.undo_change(change_id=change_id, order_id=card.id, by=request.auth, now=clock.now())
    return respond(access_order(request.auth, card.id))


@_routes.post("/orders/{key}/waiting", summary="Keep what an order lacks out of what comes", response={201: None})
@permitted("orders.move_orders")
@once
def post_waiting(request: Any, key: str) -> HttpResponse:
    """Gives what it waits for, with days; 409 when nobody expects it."""
    card = access_order(request.auth, key)
    presale.await_unfilled(order_id=card.id, by=request.auth, now=clock.now())
    return respond(queries.list_awaited_of(card.id), status=201)


@_routes.get("/awaited-lines", summary="Pieces that are kept out of what comes")
@permitted("orders.view_orders")
def show_awaited(request: Any) -> HttpResponse:
    """First those for which nobody knows a day, then by day; with the day that was promised first."""
    return respond(queries.list_awaited(by=request.auth))


@_routes.get("/unfilled-lines", summary="Pieces that no location can send")
@permitted("orders.view_orders")
def show_unfilled(request: Any) -> HttpResponse:
    """In the order in which they get what turns up; `precedence` says what that comes of."""
    return respond(list_unfilled(by=request.auth, now=clock.now()))
