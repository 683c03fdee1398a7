"""REST routes of the delivery: offers are read without response models, since checkouts ask here with every page."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from ninja import Router

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.web.bodies import read
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.delivery.actions.lines import claim_cost, open_line, settle_claim
from shopkeeper.delivery.actions.parcels import return_to_sender
from shopkeeper.delivery.actions.services import close_day, find_service, set_capacity, set_service, switch_service
from shopkeeper.delivery.contracts import BasketLine, CapacitySpec, ClosureSpec, Destination, ServiceSpec
from shopkeeper.delivery.queries.claims import CLAIM_STATES, list_claimable, list_claims
from shopkeeper.delivery.queries.departures import list_unheard
from shopkeeper.delivery.queries.lines import find_line
from shopkeeper.delivery.queries.offers import offer_deliveries
from shopkeeper.delivery.queries.risks import list_risks, list_silent
from shopkeeper.delivery.queries.scorecards import get_carrier, get_scoreboard
from shopkeeper.delivery.queries.services import list_services
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.delivery.queries.trials import Question, try_out
from shopkeeper.inventory import public as inventory

router = Router()
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class LineIn(msgspec.Struct, frozen=True):
    """So many pieces of a SKU."""

    sku: Text
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    grams: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 0


class LineOpened(msgspec.Struct, frozen=True):
    """In which shape a carrier tells, and by which clock where it names none."""

    adapter: Text
    time_zone: Text = "UTC"


class OfferQuestion(msgspec.Struct, frozen=True):
    """A basket of up to 100 lines and an address."""

    lines: Annotated[list[LineIn], msgspec.Meta(min_length=1, max_length=100)]
    address: Destination
    channel: str = "web"


class ClaimIn(msgspec.Struct, frozen=True):
    """For what, and how much."""

    kind: str
    amount: Decimal
    currency: Annotated[str, msgspec.Meta(min_length=3, max_length=3)]


class AnswerIn(msgspec.Struct, frozen=True):
    """What was paid; nothing where the carrier refused."""

    paid: Decimal


@router.post("/delivery/offers", summary="How a basket can reach an address: services, prices, days, cut-offs")
@permitted("delivery.ask_offers")
def ask_offers(request: Any) -> HttpResponse:
    """Soonest first. Each offer is in stock where it leaves from; its day follows from measured times."""
    asked = read(request, OfferQuestion)
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
    service_id = set_service(spec=read(request, ServiceSpec), by=request.auth, now=clock.now())
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
    close_day(closure=read(request, ClosureSpec), by=request.auth, now=clock.now())
    return HttpResponse(status=204)


@router.put("/delivery/capacities", summary="How many parcels a day")
@permitted("delivery.manage_services")
def put_capacity(request: Any) -> HttpResponse:
    """Of a service, from a node, on a weekday or a day; `parcels` null takes the limit away."""
    set_capacity(capacity=read(request, CapacitySpec), by=request.auth, now=clock.now())
    return HttpResponse(status=204)


@router.post("/delivery/parcels/{parcel_id}/return", summary="A parcel came back: nobody lives at the address")
@permitted("delivery.report_returns")
def return_parcel(request: Any, parcel_id: UUID) -> HttpResponse:
    """It will not arrive, and the address is not chosen again while another one is known. Twice changes nothing."""
    return_to_sender(parcel_id=parcel_id, by=request.auth, now=clock.now())
    return HttpResponse(status=204)


@router.get("/delivery/suppliers/{supplier_id}", summary="How long a supplier takes: agreed, and measured")
@permitted("delivery.view_delivery")
def show_supplier(request: Any, supplier_id: UUID) -> HttpResponse:
    """Days until its parcels to customers leave, and until its deliveries are here; `slow` is what nine in ten took."""
    supplier, now = catalog.access_supplier(request.auth, supplier_id), clock.now()
    return respond({
        "name": supplier.name, "parcels": get_parcel_time(supplier.id, now=now),
        "deliveries": inventory.get_lead_time(supplier.id, now=now),
    })  # fmt: skip


@router.get("/delivery/carriers", summary="Carriers' scorecards: late by region and week, lost, returned, claimed")
@permitted("delivery.view_delivery")
def show_carriers(request: Any) -> HttpResponse:
    """Thirteen weeks; `outliers` are carriers that stand out in a region, the worst first."""
    return respond(get_scoreboard(by=request.auth, now=clock.now()))


@router.get("/delivery/carriers/{key}", summary="One carrier: by week, by region, by lane")
@permitted("delivery.view_delivery")
def show_carrier(request: Any, key: str) -> HttpResponse:
    """Its slowest lanes first."""
    return respond(get_carrier(key, by=request.auth, now=clock.now()))


@router.put("/delivery/carriers/{key}/line", summary="Let a carrier tell us of its parcels, or give it a new secret")
@permitted("delivery.manage_services")
def put_line(request: Any, key: str) -> HttpResponse:
    """Where it tells us, and the secret with which it signs: this once. The one before stops at once."""
    told = read(request, LineOpened)
    secret = open_line(carrier=key, adapter=told.adapter, time_zone=told.time_zone, by=request.auth, now=clock.now())
    return respond({"line": find_line(key), "secret": secret})


@router.get("/delivery/risks", summary="Parcels that will probably be late, and those that nobody hears of")
@permitted("delivery.view_delivery")
def show_risks(request: Any) -> HttpResponse:
    """The likeliest first, the longest silent first; `unheard` are nodes that report in batches: what should have left
    since they were last heard of counts as having left."""
    by, now = request.auth, clock.now()
    likely, silent = list_risks(by=by, now=now), list_silent(by=by, now=now)
    return respond({"likely": likely, "silent": silent, "unheard": list_unheard(now=now)})


@router.get("/delivery/trials", summary="What if: last quarter's parcels through another service or node")
@permitted("delivery.view_delivery")
def show_trial(
    request: Any, region: str = "", area: str = "", from_carrier: str = "", service_id: UUID | None = None,
    node: str = "",
) -> HttpResponse:  # fmt: skip
    """In time as it was and as it would have been, with intervals and costs; null where there were no such parcels."""
    asked = Question(region=region, area=area, from_carrier=from_carrier, service_id=service_id, node=node)
    return respond({"trial": try_out(asked, by=request.auth, now=clock.now())})


@router.get("/delivery/claims", summary="What carriers owe for parcels, and what they paid")
@permitted("delivery.view_delivery")
def show_claims(request: Any, state: str = "open") -> HttpResponse:
    """State is `open`, `settled` or `all`; `claimable` parcels could be claimed and were not."""
    by, now = request.auth, clock.now()
    found = list_claims(state=state if state in CLAIM_STATES else "open", by=by)
    return respond({"claims": found, "claimable": list_claimable(by=by, now=now)})


@router.post("/delivery/parcels/{parcel_id}/claims", summary="Ask a carrier to pay for a parcel")
@permitted("delivery.claim_costs")
@once
def post_claim(request: Any, parcel_id: UUID) -> HttpResponse:
    """Once for each kind of harm: `lost`, `damaged`, `late`."""
    told = read(request, ClaimIn)
    claim_id = claim_cost(parcel_id=parcel_id, **msgspec.structs.asdict(told), by=request.auth, now=clock.now())
    return respond({"id": claim_id}, status=201)


@router.post("/delivery/claims/{claim_id}/answer", summary="What a carrier paid for a claim, or that it pays nothing")
@permitted("delivery.claim_costs")
@once
def post_answer(request: Any, claim_id: UUID) -> HttpResponse:
    """The first answer counts."""
    settle_claim(claim_id=claim_id, paid=read(request, AnswerIn).paid, by=request.auth, now=clock.now())
    return HttpResponse(status=204)
