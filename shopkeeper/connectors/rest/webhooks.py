"""REST routes of the webhooks: who is told of which events, what arrived, and once more from a number on."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.connectors.actions import webhooks
from shopkeeper.connectors.announced import list_events
from shopkeeper.connectors.queries import get_endpoint, list_endpoints, list_messages
from shopkeeper.core import clock
from shopkeeper.core.web.bodies import body_of, read
from shopkeeper.core.web.rest import once, permitted, respond

_routes = Router()


class EndpointIn(msgspec.Struct, frozen=True):
    """An address, and the events that it is told of: names of events, or of modules for all of theirs."""

    url: Annotated[str, msgspec.Meta(max_length=500)]
    events: Annotated[list[Annotated[str, msgspec.Meta(max_length=80)]], msgspec.Meta(min_length=1, max_length=200)]
    name: Annotated[str, msgspec.Meta(max_length=80)] = ""


class ReplayIn(Schema):
    """From which number on everything is sent once more."""

    sequence: int


def add_to(router: Router) -> None:
    """Offer these routes."""
    router.add_router("", _routes)


@_routes.get("/webhook-endpoints", summary="Who is told of events")
@permitted("connectors.manage_webhooks")
def show_endpoints(request: Any) -> HttpResponse:
    """With their state, what waits for them and from which number on they can be told once more."""
    return respond(list_endpoints(by=request.auth))


@_routes.post("/webhook-endpoints", summary="Tell another system of events", openapi_extra=body_of(EndpointIn))
@permitted("connectors.manage_webhooks")
@once
def post_endpoint(request: Any) -> HttpResponse:
    """201 with the id and the secret by which messages are signed (Standard Webhooks, v1). It is not shown again."""
    said = read(request, EndpointIn)
    made, secret = webhooks.add_endpoint(
        name=said.name, url=said.url, events=said.events, by=request.auth, now=clock.now()
    )  # fmt: skip
    return respond({"id": made, "secret": secret}, status=201)


@_routes.get("/webhook-endpoints/{endpoint_id}/messages", summary="What an endpoint was told, newest first")
@permitted("connectors.manage_webhooks")
def show_messages(request: Any, endpoint_id: UUID, failed: bool = False) -> HttpResponse:
    """With `failed` those that were tried and did not arrive."""
    card = get_endpoint(endpoint_id, by=request.auth)
    return respond(list_messages(card.id, failed=failed, by=request.auth))


@_routes.post("/webhook-endpoints/{endpoint_id}/replay", summary="Send everything from a number on once more")
@permitted("connectors.manage_webhooks")
@once
def post_replay(request: Any, endpoint_id: UUID, asked: ReplayIn) -> HttpResponse:
    """Same ids and numbers as the first time, so that whoever has them already can tell."""
    sent = webhooks.replay(endpoint_id=endpoint_id, sequence=asked.sequence, by=request.auth, now=clock.now())
    return respond({"messages": sent}, status=202)


@_routes.post("/webhook-endpoints/{endpoint_id}/secret", summary="Sign with a new secret")
@permitted("connectors.manage_webhooks")
def post_secret(request: Any, endpoint_id: UUID) -> HttpResponse:
    """201 with the secret, this once. For a day messages carry two signatures, by the new one and the former one."""
    secret = webhooks.renew_secret(endpoint_id=endpoint_id, by=request.auth, now=clock.now())
    return respond({"id": endpoint_id, "secret": secret}, status=201)


@_routes.get("/webhook-events", summary="What other systems can be told of")
@permitted("connectors.manage_webhooks")
def show_events(request: Any) -> HttpResponse:
    """By module: the name of each event, what it means, and the fields of its `data`."""
    return respond(list_events())


@_routes.post("/webhook-endpoints/{endpoint_id}/pause", summary="Send nothing for now")
@permitted("connectors.manage_webhooks")
def post_pause(request: Any, endpoint_id: UUID) -> HttpResponse:
    """What happens meanwhile is kept."""
    webhooks.pause_endpoint(endpoint_id=endpoint_id, by=request.auth, now=clock.now())
    return respond(get_endpoint(endpoint_id, by=request.auth))


@_routes.delete("/webhook-endpoints/{endpoint_id}/pause", summary="Go on with the first message that did not arrive")
@permitted("connectors.manage_webhooks")
def delete_pause(request: Any, endpoint_id: UUID) -> HttpResponse:
    """Also after nobody answered for days."""
    webhooks.resume_endpoint(endpoint_id=endpoint_id, by=request.auth, now=clock.now())
    return respond(get_endpoint(endpoint_id, by=request.auth))


@_routes.delete("/webhook-endpoints/{endpoint_id}", summary="Tell a system nothing more")
@permitted("connectors.manage_webhooks")
def delete_endpoint(request: Any, endpoint_id: UUID) -> HttpResponse:
    """What it was told is forgotten."""
    webhooks.remove_endpoint(endpoint_id=endpoint_id, by=request.auth, now=clock.now())
    return HttpResponse(status=204)
