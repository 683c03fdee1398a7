"""REST routes of the delivery: offers are read without response models, since checkouts ask here with every page."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from ninja import Router

from shopkeeper.core import clock
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.delivery.actions.parcels import return_to_sender
from shopkeeper.delivery.actions.services import close_day, find_service, set_capacity, set_service, switch_service
from shopkeeper.delivery.contracts import BasketLine, CapacitySpec, ClosureSpec, Destination, ServiceSpec
from shopkeeper.delivery.queries.offers import offer_deliveries
from shopkeeper.delivery.queries.services import list_services

router = Router()
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class LineIn(msgspec.Struct, frozen=True):
    """So many pieces of a SKU."""

    sku: Text
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    grams: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 0


class OfferQuestion(msgspec.Struct, frozen=True):
    """A basket of up to 100 lines and an address."""

    lines: Annotated[list[LineIn], msgspec.Meta(min_length=1, max_length=100)]
    address: Destination
    channel: str = "web"


def _read[T](request: Any, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(request.body, type=shape)
    except msgspec.DecodeError as error:
        raise InvalidInput(reason=str(error)) from None


@router.post("/delivery/offers", summary="How a basket can reach an address: services, prices, days, cut-offs")
@permitted("delivery.ask_offers")
def ask_offers(request: Any) -> HttpResponse:
    """Soonest first. Each offer is in stock where it leaves from; its day follows from measured times."""
    asked = _read(request, OfferQuestion)
    lines = [BasketLine(line.sku, line.quantity, line.grams) for line in asked.lines]
    found = offer_deliveries(
        lines=lines, address=asked.address, by=request.auth, now=clock.now(), channel=asked.channel
    )
    return respond({"offers": found})


@router.get("/delivery/services", summary="What carriers offer")
@permitted("delivery.view_delivery")
def show_services(request: Any) -> HttpResponse:
    """With prices, cut-offs and the days on which they drive."""
    return respond([card.spec for card in list_services(by=request.auth)])


@router.put("/delivery/services", summary="Set up a service, its prices and cut-offs")
@permitted("delivery.manage_services")
@once
def put_service(request: Any) -> HttpResponse:
    """What stood there before under the same carrier and code is replaced."""
    service_id = set_service(spec=_read(request, ServiceSpec), by=request.auth, now=clock.now())
    return respond({"id": service_id})


@router.delete("/delivery/services/{carrier}/{code}", summary="Offer a service no longer")
@permitted("delivery.manage_services")
def delete_service(request: Any, carrier: str, code: str) -> HttpResponse:
    """Parcels that are on their way go on."""
    row = find_service("" if carrier == "-" else carrier, code)
    switch_service(service_id=row.id, on=False, by=request.auth, now=clock.now())
    return HttpResponse(status=204)


@router.post("/delivery/closures", summary="A day on which a carrier or a node does not work")
@permitted("delivery.manage_services")
def post_closure(request: Any) -> HttpResponse:
    """Twice changes nothing."""
    close_day(closure=_read(request, ClosureSpec), by=request.auth, now=clock.now())
    return HttpResponse(status=204)


@router.put("/delivery/capacities", summary="How many parcels a day")
@permitted("delivery.manage_services")
def put_capacity(request: Any) -> HttpResponse:
    """Of a service, from a node, on a weekday or a day; `parcels` null takes the limit away."""
    set_capacity(capacity=_read(request, CapacitySpec), by=request.auth, now=clock.now())
    return HttpResponse(status=204)


@router.post("/delivery/parcels/{parcel_id}/return", summary="A parcel came back: nobody lives at the address")
@permitted("delivery.report_returns")
def return_parcel(request: Any, parcel_id: UUID) -> HttpResponse:
    """It will not arrive, and the address is not chosen again while another one is known. Twice changes nothing."""
    return_to_sender(parcel_id=parcel_id, by=request.auth, now=clock.now())
    return HttpResponse(status=204)
