"""REST routes of the inventory: read and written without response models, since shops ask here with every page."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from ninja import Router

from shopkeeper.core import clock
from shopkeeper.core.web.bodies import body_of, read
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.inventory.actions.claims import consume, harden, release
from shopkeeper.inventory.actions.reservations import reserve
from shopkeeper.inventory.actions.restock import request_restock
from shopkeeper.inventory.contracts import Claim, Demand, ReservationKind
from shopkeeper.inventory.queries.availability import get_availability
from shopkeeper.inventory.queries.checks import find_last_inspection, list_drifts
from shopkeeper.inventory.queries.places import list_reservations
from shopkeeper.inventory.rest.coming import router as coming
from shopkeeper.inventory.rest.movements import router as movements
from shopkeeper.inventory.rest.places import router as places
from shopkeeper.inventory.rest.truth import router as truth

router = Router()
for part in (coming, movements, places, truth):
    router.add_router("", part)
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Pieces = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class AvailabilityQuestion(msgspec.Struct, frozen=True):
    """Up to 200 SKUs."""

    skus: Annotated[list[Text], msgspec.Meta(min_length=1, max_length=200)]
    channel: str = ""


class DemandIn(msgspec.Struct, frozen=True):
    """A line that needs pieces."""

    ref: Text
    sku: Text
    location: Text
    quantity: Pieces
    attempt: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class ReservationWish(msgspec.Struct, frozen=True):
    """All demands or none; `partial`: as much as there is. With `minutes` they end by themselves. Of a bundle the parts
    are kept under its `ref`; one ref may stand for a whole cart."""

    demands: Annotated[list[DemandIn], msgspec.Meta(min_length=1, max_length=200)]
    minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] | None = None
    partial: bool = False
    channel: str = ""


class ClaimIn(msgspec.Struct, frozen=True):
    """What was reserved under a ref, all of it or some pieces."""

    ref: Text
    attempt: int = 1
    location: str = ""
    quantity: Pieces | None = None


class RestockWish(msgspec.Struct, frozen=True):
    """Who waits for what; at a location, or anywhere from where it can be sent."""

    sku: Text
    customer_id: UUID
    location: str = ""


@router.get("/availability/{path:sku}", summary="What can be promised of one SKU, location by location")
@permitted("inventory.view_stock")
def show_availability(request: Any, sku: str, channel: str = "") -> HttpResponse:
    """With the age of each record, what comes by which day, and how far the number may be trusted."""
    return respond(get_availability([sku], channel=channel, by=request.auth, now=clock.now())[sku])


@router.post("/availability", summary="The same for up to 200 SKUs", openapi_extra=body_of(AvailabilityQuestion))
@permitted("inventory.view_stock")
def ask_availability(request: Any) -> HttpResponse:
    """In the order asked."""
    asked = read(request, AvailabilityQuestion)
    found = get_availability(asked.skus, channel=asked.channel, by=request.auth, now=clock.now())
    return respond({"items": list(found.values())})


@router.post("/reservations", summary="Keep pieces for somebody", openapi_extra=body_of(ReservationWish))
@permitted("inventory.reserve_stock")
def post_reservation(request: Any) -> HttpResponse:
    """201 when all was kept, 409 when not: then `lines` says what is free. The same ref and attempt reserves once."""
    wish, now = read(request, ReservationWish), clock.now()
    demands = [Demand(d.ref, d.attempt, d.sku, d.quantity, d.location) for d in wish.demands]
    kind = ReservationKind.SOFT if wish.minutes else ReservationKind.HARD
    expires_at = now + timedelta(minutes=wish.minutes) if wish.minutes else None
    outcome = reserve(
        demands=demands, kind=kind, expires_at=expires_at, channel=wish.channel, partial=wish.partial, by=request.auth,
        now=now,
    )  # fmt: skip
    kept = outcome.complete or (wish.partial and any(line.got for line in outcome.lines))
    return respond(outcome, status=201 if kept else 409)


@router.get("/reservations", summary="What is or was kept under a ref")
@permitted("inventory.reserve_stock")
def show_reservations(request: Any, ref: str) -> HttpResponse:
    """Oldest first."""
    return respond(list_reservations(ref))


@router.post("/reservations/release", summary="Give kept pieces back", openapi_extra=body_of(ClaimIn))
@permitted("inventory.reserve_stock")
@once
def post_release(request: Any) -> HttpResponse:
    """How many pieces were given back; again gives none."""
    claim = read(request, ClaimIn)
    pieces = release(claims=[_claim(claim)], quantity=claim.quantity, by=request.auth, now=clock.now())
    return respond({"released": pieces})


@router.post("/reservations/consumption", summary="Kept pieces have left", openapi_extra=body_of(ClaimIn))
@permitted("inventory.reserve_stock")
@once
def post_consumption(request: Any) -> HttpResponse:
    """How many pieces left."""
    claim = read(request, ClaimIn)
    pieces = consume(claims=[_claim(claim)], quantity=claim.quantity, by=request.auth, now=clock.now())
    return respond({"consumed": pieces})


@router.post(
    "/reservations/hardening", summary="An order was placed: keep until it leaves", openapi_extra=body_of(ClaimIn)
)
@permitted("inventory.reserve_stock")
def post_hardening(request: Any) -> HttpResponse:
    """How many pieces are kept."""
    return respond({"kept": harden(claims=[_claim(read(request, ClaimIn))], by=request.auth, now=clock.now())})


@router.post("/restock-requests", summary="Tell a customer when it is back", openapi_extra=body_of(RestockWish))
@permitted("inventory.reserve_stock")
def post_restock_request(request: Any) -> HttpResponse:
    """One letter, once there is a piece for them, in the order in which people asked. Asked twice is asked once."""
    wish = read(request, RestockWish)
    identifier = request_restock(
        sku=wish.sku, customer_id=wish.customer_id, location=wish.location, by=request.auth, now=clock.now()
    )
    return respond({"id": identifier}, status=201)


@router.get("/inventory/inspection", summary="Whether the record agrees with its movements")
@permitted("inventory.view_stock")
def show_inspection(request: Any) -> HttpResponse:
    """The last walk of the checker, and what is wrong and not repaired yet."""
    last = find_last_inspection(by=request.auth)
    walk = (
        {"started_at": last.started_at, "finished_at": last.finished_at, "positions": last.positions} if last else None
    )
    wrong = [
        {"sku": d.product.sku, "location": d.location.code, "counter": d.counter, "recorded": d.recorded,
         "expected": d.expected, "found_at": d.found_at}
        for d in list_drifts(by=request.auth)
    ]  # fmt: skip
    return respond({"inspection": walk, "wrong": wrong})


def _claim(claim: ClaimIn) -> Claim:
    return Claim(claim.ref, claim.attempt, claim.location)
