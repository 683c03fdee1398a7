"""REST routes of what locations send: warehouses' and suppliers' systems say what has left, and what arrived."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.access import access_moved_order, access_sent_here, access_to_open, access_to_send
from shopkeeper.orders.actions import packing, sending
from shopkeeper.orders.actions.handed_over import undo_parcel_hand_over
from shopkeeper.orders.actions.voiding import tell_opened
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.board import get_board
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.orders.queries.to_open import list_to_open

_routes = Router()


class LabelIn(Schema):
    """The number on the label; without one nobody can track the parcel."""

    tracking_number: str = ""


class ScanIn(Schema):
    """A barcode, or a SKU; or all pieces of the parcel, if it says so."""

    code: str = ""
    everything: bool = False


class DelayIn(Schema):
    """The day on which it leaves now, and what was said about it."""

    leaves_on: date
    why: str


class ArrivalIn(Schema):
    """When it arrived; now, if nobody says."""

    at: datetime | None = None


def add_to(router: Router) -> None:
    """Offer these routes beside those of the book."""
    router.add_router("", _routes)


@_routes.get("/parcels-to-send", summary="Parcels that have to leave, with their pieces")
@permitted("orders.move_orders")
def list_parcels(request: Any, location: str = "") -> HttpResponse:
    """Those that leave first come first; of one location, or of all of the caller's."""
    return respond(list_to_send(by=request.auth, now=clock.now(), location=location[:40]))


@_routes.post("/orders/{order_id}/parcels/{parcel_id}/handover", summary="A parcel has left by its carrier")
@permitted("orders.move_orders")
@once
def post_handover(request: Any, order_id: UUID, parcel_id: UUID, label: LabelIn) -> HttpResponse:
    """With all pieces that its location fulfills, once it was closed with all of them in it; a supplier's as soon as
    it says so. Their money is taken. Gives the parcels of the order."""
    now = clock.now()
    card = access_to_send(request.auth, order_id, parcel_id, now=now)
    sending.hand_over_to_carrier(
        order_id=card.order_id, parcel_id=card.parcel_id, tracking_number=label.tracking_number, by=request.auth,
        now=now,
    )  # fmt: skip
    return _tell(order_id, now)


@_routes.post(
    "/orders/{order_id}/parcels/{parcel_id}/delay",
    summary="A parcel leaves on another day, as announced",
    response={201: None},
)
@permitted("orders.note_delays")
@once
def post_delay(request: Any, order_id: UUID, parcel_id: UUID, delay: DelayIn) -> HttpResponse:
    """The promise stays what it was. Gives the day that the customer is told of; null where it still comes in time, or
    nobody is known to write to."""
    now = clock.now()
    card = access_to_send(request.auth, order_id, parcel_id, now=now)
    told_on = delivery.put_off_parcel(
        parcel_id=card.parcel_id, leaves_on=delay.leaves_on, why=delay.why, by=request.auth, now=now
    )  # fmt: skip
    return respond({"leaves_on": delay.leaves_on, "told_on": told_on}, status=201)


@_routes.delete("/orders/{order_id}/parcels/{parcel_id}/handover", summary="A parcel has not left after all")
@permitted("orders.move_orders")
def delete_handover(request: Any, order_id: UUID, parcel_id: UUID, why: str = "") -> HttpResponse:
    """As long as its carrier has not scanned it; `why` is kept. Gives the parcels of the order."""
    now = clock.now()
    access_moved_order(request.auth, order_id, now=now)
    undo_parcel_hand_over(order_id=order_id, parcel_id=parcel_id, why=why, by=request.auth, now=now)
    return _tell(order_id, now)


@_routes.post(
    "/orders/{order_id}/parcels/{parcel_id}/scans", summary="Scan a piece into a parcel", response={201: None}
)
@permitted("orders.move_orders")
@once
def post_scan(request: Any, order_id: UUID, parcel_id: UUID, scan: ScanIn) -> HttpResponse:
    """One barcode or SKU; gives its line, with how many of its pieces are in. With `everything` a system says that it
    has scanned them all; gives the parcel with its pieces."""
    now = clock.now()
    card = access_to_send(request.auth, order_id, parcel_id, now=now)
    if scan.everything:
        packing.scan_all_into_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=request.auth, now=now)
        return respond(access_to_send(request.auth, order_id, parcel_id, now=now), status=201)
    told = packing.scan_into_parcel(
        order_id=card.order_id, parcel_id=card.parcel_id, code=scan.code, by=request.auth, now=now
    )
    return respond(told, status=201)


@_routes.post("/orders/{order_id}/parcels/{parcel_id}/packing", summary="A parcel is closed with all of its pieces")
@permitted("orders.move_orders")
@once
def post_packing(request: Any, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """Its label is asked for. Gives the parcel with its pieces."""
    now = clock.now()
    card = access_to_send(request.auth, order_id, parcel_id, now=now)
    packing.pack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=request.auth, now=now)
    return respond(access_to_send(request.auth, order_id, parcel_id, now=now))


@_routes.delete("/orders/{order_id}/parcels/{parcel_id}/packing", summary="A parcel is opened, and scanned anew")
@permitted("orders.move_orders")
def delete_packing(request: Any, order_id: UUID, parcel_id: UUID) -> HttpResponse:
    """Gives the parcel with its pieces, none of them scanned."""
    now = clock.now()
    card = access_to_send(request.auth, order_id, parcel_id, now=now)
    packing.unpack_parcel(order_id=card.order_id, parcel_id=card.parcel_id, by=request.auth, now=now)
    return respond(access_to_send(request.auth, order_id, parcel_id, now=now))


@_routes.get("/parcels-to-open", summary="Parcels that were packed and called back")
@permitted("orders.move_orders")
def show_to_open(request: Any) -> HttpResponse:
    """With the pieces that go back to where they lay; of the caller's locations, or of all."""
    return respond(list_to_open(by=request.auth))


@_routes.post("/parcels-to-open/{parcel_id}/opening", summary="A parcel that was called back is open again")
@permitted("orders.move_orders")
@once
def post_opening(request: Any, parcel_id: UUID) -> HttpResponse:
    """Gives the parcels that are still to be opened."""
    card = access_to_open(request.auth, parcel_id)
    tell_opened(parcel_id=card.parcel_id, by=request.auth, now=clock.now())
    return respond(list_to_open(by=request.auth))


@_routes.get("/orders/{order_id}/sent-from-here", summary="What an outlet sends of an order of another")
@permitted("orders.move_orders")
def show_sent_here(request: Any, order_id: UUID) -> HttpResponse:
    """Its pieces, its parcels, where they go."""
    return respond(access_sent_here(request.auth, order_id, now=clock.now()))


@_routes.get("/fulfillment-stages", summary="What waits in which stage, by place: how much, how much too long")
@permitted("orders.move_orders")
def list_stages(request: Any) -> HttpResponse:
    """At the caller's places, or at all; ages in seconds while the place was open."""
    return respond(get_board(by=request.auth, now=clock.now()).rows)


@_routes.post("/orders/{order_id}/parcels/{parcel_id}/arrival", summary="A parcel arrived that no carrier tells of")
@permitted("orders.move_orders")
@once
def post_arrival(request: Any, order_id: UUID, parcel_id: UUID, told: ArrivalIn) -> HttpResponse:
    """Its promise is kept or broken by that. Gives the parcels of the order."""
    now = clock.now()
    access_moved_order(request.auth, order_id, now=now)
    sending.tell_arrival(order_id=order_id, parcel_id=parcel_id, at=told.at or now, by=request.auth, now=now)
    return _tell(order_id, now)


def _tell(order_id: UUID, now: datetime) -> HttpResponse:
    return respond(delivery.list_parcels_for_ref(ref_of(order_id), now=now))
