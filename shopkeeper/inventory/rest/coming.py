"""REST routes of what comes: deliveries expected, moved and received, transfers, and promises for a day."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from ninja import Router

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.web.bodies import body_of, read
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.inventory.access import access_delivery, access_location, access_location_to_see, access_transfer
from shopkeeper.inventory.actions import coming
from shopkeeper.inventory.actions.dated import reserve_by_date, reserve_when_it_comes
from shopkeeper.inventory.actions.leaving import send_transfer
from shopkeeper.inventory.contracts import Demand, Ordered, ReservationKind
from shopkeeper.inventory.queries.rooms import list_deliveries, list_to_leave

router = Router()
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Pieces = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class ExpectedIn(msgspec.Struct, frozen=True):
    """A line of a purchase order; `quantity` counts packs where a `pack` of the product is named, else base units."""

    sku: Text
    location: Text
    quantity: Pieces
    due_on: date
    pack: Annotated[str, msgspec.Meta(max_length=60)] = ""
    ref: Annotated[str, msgspec.Meta(max_length=80)] = ""
    supplier_id: UUID | None = None
    ordered_on: date | None = None


class DayIn(msgspec.Struct, frozen=True):
    """When it comes."""

    due_on: date


class ReceiptIn(msgspec.Struct, frozen=True):
    """What is there, in packs where a `pack` is named; `is_last`: the rest does not come."""

    quantity: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    pack: Annotated[str, msgspec.Meta(max_length=60)] = ""
    is_last: bool = False


class TransferIn(msgspec.Struct, frozen=True):
    """What goes from where to where."""

    sku: Text
    origin: Text
    destination: Text
    quantity: Pieces
    due_on: date
    ref: Annotated[str, msgspec.Meta(max_length=80)] = ""


class LeftIn(msgspec.Struct, frozen=True):
    """How many pieces leave; all where it is not said."""

    found: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] | None = None


class DatedWish(msgspec.Struct, frozen=True):
    """Pieces for a day, or, without one, as soon as there are any; with `minutes` a wish for a day ends by itself."""

    ref: Text
    sku: Text
    location: Text
    quantity: Pieces
    attempt: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    needed_on: date | None = None
    minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] | None = None
    channel: str = ""


@router.get("/inventory/deliveries", summary="What is on its way to a location")
@permitted("inventory.view_stock")
def show_deliveries(request: Any, location: str) -> HttpResponse:
    """By day; `reserved` pieces are promised already."""
    return respond(list_deliveries([access_location_to_see(request.auth, location).id]))


@router.post("/inventory/deliveries", summary="Expect pieces at a location", openapi_extra=body_of(ExpectedIn))
@permitted("inventory.record_movements")
@once
def post_delivery(request: Any) -> HttpResponse:
    """Gives the id under which they are received. Those who wait are promised theirs at once. Supplier and day of
    the order measure how long the supplier takes."""
    said = read(request, ExpectedIn)
    access_location(request.auth, said.location)
    if said.supplier_id is not None:
        catalog.access_supplier(request.auth, said.supplier_id)
    made = coming.expect(
        sku=said.sku, location=said.location, quantity=_pieces(said.sku, said), due_on=said.due_on, ref=said.ref,
        ordered=Ordered(said.supplier_id, said.ordered_on), by=request.auth, now=clock.now(),
    )  # fmt: skip
    return respond({"id": made}, status=201)


@router.put("/inventory/deliveries/{inbound_id}", summary="It comes on another day", openapi_extra=body_of(DayIn))
@permitted("inventory.record_movements")
def put_delivery(request: Any, inbound_id: UUID) -> HttpResponse:
    """Those who were promised pieces of it are told by `inventory.inbound_moved`."""
    found, said = access_delivery(request.auth, inbound_id), read(request, DayIn)
    coming.move_inbound(inbound_id=found.id, due_on=said.due_on, by=request.auth, now=clock.now())
    return respond({"id": found.id, "due_on": said.due_on})


@router.post("/inventory/deliveries/{inbound_id}/receipt", summary="Pieces are there", openapi_extra=body_of(ReceiptIn))
@permitted("inventory.record_movements")
@once
def post_receipt(request: Any, inbound_id: UUID) -> HttpResponse:
    """How many may still come."""
    found, said = access_delivery(request.auth, inbound_id), read(request, ReceiptIn)
    left = coming.receive(
        inbound_id=found.id, quantity=_pieces(found.sku, said), is_last=said.is_last, by=request.auth, now=clock.now()
    )
    return respond({"left": left})


@router.delete("/inventory/deliveries/{inbound_id}", summary="The rest does not come")
@permitted("inventory.record_movements")
def delete_delivery(request: Any, inbound_id: UUID) -> HttpResponse:
    """What was promised out of it waits for the next one."""
    found = access_delivery(request.auth, inbound_id)
    coming.cancel_inbound(inbound_id=found.id, by=request.auth, now=clock.now())
    return respond({"id": found.id})


@router.post("/inventory/transfers", summary="Send pieces to another location", openapi_extra=body_of(TransferIn))
@permitted("inventory.record_movements")
@once
def post_transfer(request: Any) -> HttpResponse:
    """Only pieces that nobody was promised. Gives the id under which they are received."""
    said = read(request, TransferIn)
    access_location(request.auth, said.origin)
    made = coming.transfer(**msgspec.structs.asdict(said), by=request.auth, now=clock.now())
    return respond({"id": made}, status=201)


@router.get("/inventory/transfers", summary="Ordered transfers that a location has to send")
@permitted("inventory.view_stock")
def show_transfers(request: Any, location: str) -> HttpResponse:
    """The most urgent first; they are kept for customers who collect them at their destination."""
    rows = list_to_leave([access_location_to_see(request.auth, location).id])
    return respond([
        {"id": row.id, "sku": row.product.sku, "destination": row.location.code, "quantity": row.quantity,
         "leave_by": row.leave_by, "due_on": row.due_on, "ref": row.ref}
        for row in rows
    ])  # fmt: skip


@router.post(
    "/inventory/transfers/{inbound_id}/departure", summary="An ordered transfer leaves", openapi_extra=body_of(LeftIn)
)
@permitted("inventory.record_movements")
@once
def post_departure(request: Any, inbound_id: UUID) -> HttpResponse:
    """How many left. With fewer `found` than ordered the record is put right, and those who wait are told."""
    row, said = access_transfer(request.auth, inbound_id), read(request, LeftIn)
    return respond({"sent": send_transfer(inbound_id=row.id, found=said.found, by=request.auth, now=clock.now())})


@router.post("/reservations/dated", summary="Keep pieces for a day to come", openapi_extra=body_of(DatedWish))
@permitted("inventory.reserve_stock")
def post_dated(request: Any) -> HttpResponse:
    """201 with the day on which they come; 409 when there are none for `needed_on`. Without a day all are kept: of
    what is there, of the first delivery with room, or queued (`is_queued`) until one is expected."""
    wish, now = read(request, DatedWish), clock.now()
    demand = Demand(wish.ref, wish.attempt, wish.sku, wish.quantity, wish.location)
    if wish.needed_on is None:
        kept = reserve_when_it_comes(demand=demand, channel=wish.channel, by=request.auth, now=now)
        return respond(kept, status=201)
    outcome = reserve_by_date(
        demand=demand, needed_on=wish.needed_on, channel=wish.channel, by=request.auth, now=now,
        kind=ReservationKind.SOFT if wish.minutes else ReservationKind.HARD,
        expires_at=now + timedelta(minutes=wish.minutes) if wish.minutes else None,
    )  # fmt: skip
    return respond(outcome, status=201 if outcome.complete else 409)


def _pieces(sku: str, said: ExpectedIn | ReceiptIn) -> int:
    if not said.pack:
        return said.quantity
    return catalog.count_pieces(catalog.get_products([sku])[sku], said.quantity, pack=said.pack)
