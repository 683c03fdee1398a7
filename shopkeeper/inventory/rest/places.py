"""REST routes of locations: what they do, whether they sell, what is kept back there."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.http import HttpResponse
from ninja import Router

from shopkeeper.core import clock
from shopkeeper.core.web.bodies import body_of, read
from shopkeeper.core.web.rest import permitted, respond
from shopkeeper.inventory.access import access_buffer, access_location, access_whole_company
from shopkeeper.inventory.actions import buffers, places
from shopkeeper.inventory.contracts import Abilities
from shopkeeper.inventory.errors import LocationNotFound
from shopkeeper.inventory.queries.places import get_locations, list_buffers, list_locations
from shopkeeper.organization import public as organization

router = Router()
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class AbilitiesIn(msgspec.Struct, frozen=True):
    """All of what a location does."""

    may_ship: bool
    may_pick_up: bool
    may_receive_returns: bool
    daily_capacity: Count | None = None
    stale_after_minutes: Count | None = None


class HoursIn(msgspec.Struct, frozen=True):
    """Hours by weekday (`0` is Monday) as `09:00-13:00, 14:00-18:30`; weekdays left out are closed."""

    hours: dict[Literal["0", "1", "2", "3", "4", "5", "6"], Annotated[str, msgspec.Meta(max_length=80)]]
    closed_on: list[date] = []


class WeekIn(msgspec.Struct, frozen=True):
    """The same week for all; weekdays left out are closed."""

    hours: dict[Literal["0", "1", "2", "3", "4", "5", "6"], Annotated[str, msgspec.Meta(max_length=80)]]


class SwitchIn(msgspec.Struct, frozen=True):
    """On, or off with a reason."""

    is_on: bool
    why: Annotated[str, msgspec.Meta(max_length=120)] = ""


class BufferIn(msgspec.Struct, frozen=True):
    """Keep pieces back; without channel, location, kind of locations or category it holds for all of them."""

    kind: Literal["safety", "buffer"]
    pieces: Count = 0
    percent: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    why: Annotated[str, msgspec.Meta(max_length=200)] = ""
    channel: Annotated[str, msgspec.Meta(max_length=24)] = ""
    location: str = ""
    place_kind: Literal["", "store", "warehouse", "supplier"] = ""
    category_id: UUID | None = None


@router.get("/locations", summary="Places that hold stock")
@permitted("inventory.view_stock")
def show_locations(request: Any) -> HttpResponse:
    """By kind and name."""
    return respond(list_locations(by=request.auth))


@router.put("/locations/{path:code}/switch", summary="Let a location sell, or not", openapi_extra=body_of(SwitchIn))
@permitted("inventory.manage_locations")
def put_switch(request: Any, code: str) -> HttpResponse:
    """While it is off, nothing is promised from it; what was promised stays promised."""
    row, said = access_location(request.auth, code), read(request, SwitchIn)
    if said.is_on:
        places.switch_on(location=row.code, by=request.auth, now=clock.now())
    else:
        places.switch_off(location=row.code, why=said.why, by=request.auth, now=clock.now())
    return respond(get_locations([row.code])[row.code])


@router.put("/locations/{path:code}/hours", summary="Say when a location is open", openapi_extra=body_of(HoursIn))
@permitted("organization.set_hours")
def put_hours(request: Any, code: str) -> HttpResponse:
    """What customers are promised follows at once. Gives the hours, and the days closed besides public holidays."""
    row, said, now = access_location(request.auth, code), read(request, HoursIn), clock.now()
    if row.outlet_id is None:
        raise LocationNotFound(what="location", key=code)
    blocks = organization.read_hours({int(day): line for day, line in said.hours.items()})
    organization.open_outlet(
        outlet_id=row.outlet_id, blocks=blocks, closed_on=said.closed_on, by=request.auth, now=now
    )  # fmt: skip
    hours = {day: organization.write_hours(blocks, int(day)) for day in sorted(said.hours)}
    return respond({"hours": hours, "closed_on": organization.list_closed_days(row.outlet_id, now=now)})


@router.put("/company/hours", summary="Say when outlets are open that have no hours of their own",
    openapi_extra=body_of(WeekIn))  # fmt: skip
@permitted("organization.set_hours")
def put_company_hours(request: Any) -> HttpResponse:
    """Days off stay. Gives the hours."""
    access_whole_company(request.auth)
    blocks = organization.read_hours({int(day): line for day, line in read(request, WeekIn).hours.items()})
    organization.set_company_hours(blocks=blocks, by=request.auth, now=clock.now())
    return respond({"hours": {str(day): organization.write_hours(blocks, day) for day in range(7)}})


@router.put("/company/closed-days/{day}", summary="Every outlet is closed on a day")
@permitted("organization.set_hours")
def put_closed_day(request: Any, day: date) -> HttpResponse:
    """Those with hours of their own too. Twice changes nothing."""
    access_whole_company(request.auth)
    organization.close_everywhere(day=day, by=request.auth, now=clock.now())
    return HttpResponse(status=204)


@router.delete("/company/closed-days/{day}", summary="No outlet is closed on a day any more")
@permitted("organization.set_hours")
def delete_closed_day(request: Any, day: date) -> HttpResponse:
    """Public holidays stay."""
    access_whole_company(request.auth)
    organization.open_everywhere(day=day, by=request.auth, now=clock.now())
    return HttpResponse(status=204)


@router.put("/locations/{path:code}", summary="Say what a location does", openapi_extra=body_of(AbilitiesIn))
@permitted("inventory.manage_locations")
def put_location(request: Any, code: str) -> HttpResponse:
    """Gives the location as it is then."""
    row, said = access_location(request.auth, code), read(request, AbilitiesIn)
    abilities = Abilities(**msgspec.structs.asdict(said))
    places.describe_location(location=row.code, abilities=abilities, by=request.auth, now=clock.now())
    return respond(get_locations([row.code])[row.code])


@router.get("/inventory/buffers", summary="How much is kept back, by which rules")
@permitted("inventory.view_stock")
def show_buffers(request: Any) -> HttpResponse:
    """`learned` ones are taught by searches; of a kind the most specific holds."""
    return respond([
        {"id": row.id, "kind": row.kind, "channel": row.channel, "location": row.location.code if row.location else "",
         "place_kind": row.place_kind, "category_id": row.category_id, "pieces": row.pieces, "percent": row.percent,
         "why": row.why, "learned": row.learned}
        for row in list_buffers(by=request.auth)
    ])  # fmt: skip


@router.put("/inventory/buffers", summary="Keep pieces back", openapi_extra=body_of(BufferIn))
@permitted("inventory.manage_locations")
def put_buffer(request: Any) -> HttpResponse:
    """Holds at once. A rule for all locations, or all of a kind, takes somebody of the whole company. Of several that
    fit, the one that says most holds alone: a location before a kind of locations before a category."""
    said = read(request, BufferIn)
    if said.location:
        access_location(request.auth, said.location)
    else:
        access_whole_company(request.auth)
    buffers.set_buffer(**msgspec.structs.asdict(said), by=request.auth, now=clock.now())
    return respond({"set": True})


@router.delete("/inventory/buffers/{rule_id}", summary="Keep nothing back by a rule any more")
@permitted("inventory.manage_locations")
def delete_buffer(request: Any, rule_id: UUID) -> HttpResponse:
    """Again changes nothing."""
    row = access_buffer(request.auth, rule_id)
    buffers.drop_buffer(rule_id=row.id, by=request.auth, now=clock.now())
    return respond({"dropped": True})
