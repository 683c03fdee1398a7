"""REST routes of movements: told in batches, each taken, held or refused by itself; and held ones decided."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.web.bodies import body_of, read, read_each
from shopkeeper.core.web.rest import describe, once, permitted, respond
from shopkeeper.inventory.access import access_held_movement, list_foreign
from shopkeeper.inventory.actions.feeds import record_movements
from shopkeeper.inventory.actions.held import dismiss_movement, explain_movement
from shopkeeper.inventory.contracts import StockMovement
from shopkeeper.inventory.errors import LocationNotFound
from shopkeeper.inventory.queries.places import list_held_movements
from shopkeeper.inventory.words import WHY_HELD

router = Router()
MOST = 5_000
_TAKEN = {"state": "taken"}
_SHOWN = (
    "id", "source", "source_key", "sequence", "kind", "sku", "location_code", "quantity", "occurred_at", "reason",
    "why",
)  # fmt: skip


class MovementsIn(msgspec.Struct, frozen=True):
    """Up to 5,000 movements."""

    movements: Annotated[list[StockMovement], msgspec.Meta(min_length=1, max_length=MOST)]


class WhyIn(msgspec.Struct, frozen=True):
    """Why, in words."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


@router.post("/inventory/movements", summary="Tell up to 5,000 movements", openapi_extra=body_of(MovementsIn))
@permitted("inventory.record_movements", each=True)
def post_movements(request: Any) -> HttpResponse:
    """Each counts once by source, source_key and sequence, in any order. `outcomes` says of each, in the order sent,
    whether it is `taken` (now or before), `held` and why, or `refused` with what is wrong (then 207)."""
    outcomes = _refuse_foreign(read_each(request, "movements", StockMovement, most=MOST), by=request.auth)
    told = [(line, one) for line, one in enumerate(outcomes) if isinstance(one, StockMovement)]
    recorded = record_movements(movements=[one for _, one in told], by=request.auth, now=clock.now())
    outcomes = [one if isinstance(one, StockMovement) else {"state": "refused", **one} for one in outcomes]
    waiting = {told[place][0]: why for place, why in recorded.waiting}
    for line, _one in told:
        why = waiting.get(line)
        outcomes[line] = {"state": "held", "why": why, "title": _(WHY_HELD[why])} if why else _TAKEN
    refused = len(outcomes) - len(told)
    counts = {"applied": recorded.applied, "repeated": recorded.repeated, "held": recorded.held, "refused": refused}
    return respond({**counts, "outcomes": outcomes}, status=207 if refused else 200)


@router.get("/inventory/held-movements", summary="Movements that wait for their SKU, location or a reason")
@permitted("inventory.view_stock")
def show_held(request: Any) -> HttpResponse:
    """Oldest first, each with why."""
    rows = list_held_movements(by=request.auth)
    return respond([{name: getattr(row, name) for name in _SHOWN} for row in rows])


@router.put("/inventory/held-movements/{held_id}/reason", summary="Say why pieces went", openapi_extra=body_of(WhyIn))
@permitted("inventory.record_movements")
def put_reason(request: Any, held_id: UUID) -> HttpResponse:
    """A correction below zero is recorded with it; `recorded` is false while it waits for something else besides."""
    row, said = access_held_movement(request.auth, held_id), read(request, WhyIn)
    is_recorded = explain_movement(held_id=row.id, reason=said.reason, by=request.auth, now=clock.now())
    return respond({"id": row.id, "recorded": is_recorded})


@router.post("/inventory/held-movements/{held_id}/dismissal", summary="It never happened", openapi_extra=body_of(WhyIn))
@permitted("inventory.repair_stock")
@once
def post_dismissal(request: Any, held_id: UUID) -> HttpResponse:
    """Kept with who decided and why, and left out of the record for good, told again or not."""
    row, said = access_held_movement(request.auth, held_id), read(request, WhyIn)
    dismiss_movement(held_id=row.id, reason=said.reason, by=request.auth, now=clock.now())
    return respond({"id": row.id}, status=201)


def _refuse_foreign(entries: Sequence[Any], *, by: Actor) -> list[Any]:
    """The same with a problem instead of each movement of a location where the actor does not work."""
    foreign = list_foreign(by, {one.location for one in entries if isinstance(one, StockMovement)})
    if not foreign:
        return [*entries]
    return [
        describe(LocationNotFound(what="location", key=one.location))
        if isinstance(one, StockMovement) and one.location in foreign else one
        for one in entries
    ]  # fmt: skip
