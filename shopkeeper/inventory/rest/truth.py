"""REST routes of the record itself: what people found, how far it can be trusted, and its repair."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from ninja import Router

from shopkeeper.catalog import public as catalog
from shopkeeper.core import clock
from shopkeeper.core.web.bodies import body_of, read
from shopkeeper.core.web.rest import permitted, respond
from shopkeeper.inventory.access import access_location, access_location_to_see
from shopkeeper.inventory.actions.checking import repair_stock
from shopkeeper.inventory.actions.searches import record_search
from shopkeeper.inventory.contracts import Found
from shopkeeper.inventory.queries.delays import measure_delay
from shopkeeper.inventory.queries.ledger import list_ledger
from shopkeeper.inventory.queries.reckoning import find_reckoning
from shopkeeper.inventory.queries.rooms import list_count_tasks
from shopkeeper.inventory.queries.standing import list_standing
from shopkeeper.inventory.queries.truth import list_class_truths
from shopkeeper.inventory.words_of_reckoning import explain_reckoning

router = Router()
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
_TASKS = 50


class FoundIn(msgspec.Struct, frozen=True):
    """Somebody went for `wanted` pieces that were promised to `ref`; `missing` of them were not there."""

    ref: Text
    sku: Text
    location: Text
    wanted: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    missing: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    occurred_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


@router.post("/inventory/searches", summary="Somebody went for promised pieces", openapi_extra=body_of(FoundIn))
@permitted("inventory.record_movements")
def post_search(request: Any) -> HttpResponse:
    """What is missing leaves the record at once and a count is due; told again, it counts once."""
    said, now = read(request, FoundIn), clock.now()
    place, product = access_location(request.auth, said.location), catalog.access_product(request.auth, said.sku)
    found = Found(
        said.ref, product.id, place.outlet_id or place.supplier_id or place.id, said.wanted, said.missing,
        said.occurred_at or now,
    )  # fmt: skip
    return respond({"recorded": record_search(found=found, by=request.auth, now=now)}, status=201)


@router.get("/inventory/truth", summary="How often a location's record told the truth, class by class")
@permitted("inventory.view_stock")
def show_truth(request: Any, location: str) -> HttpResponse:
    """Shares with their 95 % intervals over 60 days, and how many pieces are kept back because of them."""
    place = access_location_to_see(request.auth, location)
    return respond([
        {"class": each.name, "searches": each.truth.tally.searches, "missed": each.truth.tally.missed,
         "found": each.truth.found, "low": each.truth.low, "high": each.truth.high,
         "kept_back": each.lesson.pieces if each.lesson else None}
        for each in list_class_truths(place.id, now=clock.now())
    ])  # fmt: skip


@router.get("/inventory/count-tasks", summary="Shelves that are worth a look, the most doubted first")
@permitted("inventory.view_stock")
def show_count_tasks(request: Any, location: str) -> HttpResponse:
    """`short` promised pieces are missing, or the record was wrong of late."""
    place = access_location_to_see(request.auth, location)
    return respond(list_count_tasks([place.id], now=clock.now(), each=_TASKS))


@router.get("/inventory/ledger", summary="What happened to a SKU at a location")
@permitted("inventory.view_stock")
def show_ledger(request: Any, sku: str, location: str) -> HttpResponse:
    """The last 100 movements, newest first, each with what was there and kept after it."""
    place, product = access_location_to_see(request.auth, location), catalog.find_product_by_sku(sku)
    return respond(list_ledger(product.id, place.id) if product else [])


@router.get("/inventory/reckoning", summary="Why so many of a SKU can be promised at a location")
@permitted("inventory.view_stock")
def show_reckoning(request: Any, sku: str, location: str, channel: str = "") -> HttpResponse:
    """What is on the record, what is taken off and by which rule, as a channel sees it; the same step by step in
    `words`."""
    place, product = access_location_to_see(request.auth, location), catalog.access_product(request.auth, sku)
    found = find_reckoning(product.id, place.id, now=clock.now(), channel=channel)
    if found is None:
        return respond({"available": 0, "counters": None, "kept_back": [], "words": []})
    kept_back = [
        {"pieces": each.pieces, "rule": each.rule.id, "kind": each.rule.kind, "channel": each.rule.channel}
        for each in found.kept_back
    ]
    return respond({
        "available": found.available, "counters": found.counters, "kept_back": kept_back,
        "words": explain_reckoning(found),
    })  # fmt: skip


@router.get("/inventory/standing", summary="A SKU's pieces in all their states, location by location")
@permitted("inventory.view_stock")
def show_standing(request: Any, sku: str, location: str = "") -> HttpResponse:
    """There, damaged, on hold, on display, reserved for a while or until they leave, missing, ordered, on the road."""
    code = access_location_to_see(request.auth, location).code if location else ""
    product = catalog.find_product_by_sku(sku)
    if product is None:
        raise catalog.ProductNotFound(key=sku)
    return respond(list_standing(product.id, location=code))


@router.get("/inventory/delay", summary="How long after a sale the record knows of it")
@permitted("inventory.view_stock")
def show_delay(request: Any, location: str) -> HttpResponse:
    """Of the sales of the last 24 hours; in seconds, once there are 20."""
    return respond(measure_delay(access_location_to_see(request.auth, location).id, now=clock.now()))


@router.post("/inventory/repair", summary="Put right what the checker found")
@permitted("inventory.repair_stock")
def post_repair(request: Any) -> HttpResponse:
    """By compensating movements; how many positions were repaired."""
    return respond({"repaired": repair_stock(by=request.auth, now=clock.now())})
