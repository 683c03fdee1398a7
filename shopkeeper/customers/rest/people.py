"""REST routes of what people allow, what they ask about their data, and with whom they belong."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.actions import requests
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.customers.actions.relating import end_relation, relate_customers
from shopkeeper.customers.contracts import LONGEST_TEXT, ConsentState, Purpose
from shopkeeper.customers.queries.consent_conflicts import list_conflicts, list_conflicts_of
from shopkeeper.customers.queries.consents import list_standing, list_statements
from shopkeeper.customers.queries.relations import list_relations
from shopkeeper.customers.queries.requests import get_request, list_requests, list_requests_of
from shopkeeper.customers.rules.consents import Ground
from shopkeeper.customers.rules.relations import RelationKind
from shopkeeper.customers.rules.requests import RequestKind, RequestOutcome

router = Router()
Words = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Short = Annotated[str, StringConstraints(max_length=200)]


class ConsentIn(Schema):
    """What a person said."""

    purpose: Purpose
    state: ConsentState
    channel: Short = ""
    brand: Short = ""
    contact_point: Words = ""
    text_version: Short = ""
    proof: Words = ""


class RelationIn(Schema):
    """Who belongs with the customer: another customer, or a company that they work for."""

    kind: RelationKind
    other: UUID | None = None
    company: Words = ""
    starts_on: date | None = None


class RequestIn(Schema):
    """What somebody asks for."""

    kind: RequestKind
    wish: Words = ""


class ReasonIn(Schema):
    """A sentence that is kept as proof."""

    reason: Words


class SettlementIn(ReasonIn):
    """How a request ends."""

    outcome: RequestOutcome


@router.get("/customers/{key}/consents", summary="What a customer allows and refuses, and every statement behind it")
@permitted("customers.view_customers")
def get_consents(request: Any, key: str) -> HttpResponse:
    """What is in force by purpose and channel, every statement with its proof, and where sources disagree."""
    card = access_customer(request.auth, key)
    standing = list_standing(card.id, now=clock.now())
    told = {"in_force": standing, "statements": list_statements(card.id), "conflicts": list_conflicts_of(card.id)}
    return respond(told)


@router.get("/consent-conflicts", summary="Where sources disagree about what customers allow, the latest first")
@permitted("customers.view_consent_conflicts")
def get_consent_conflicts(
    request: Any, purpose: Purpose | None = None, channel: Literal["", "email", "sms"] = "",
    ground: Ground | None = None, limit: int = Query(100, ge=1, le=1000), offset: int = Query(0, ge=0, le=1_000_000),
) -> HttpResponse:  # fmt: skip
    """What each source said, which answer counts, and why."""
    return respond(list_conflicts(purpose=purpose, channel=channel, ground=ground, limit=limit, offset=offset))


@router.post("/customers/{key}/consents", summary="Write down what a customer allows or refuses")
@permitted("customers.record_consent")
@once
def post_consent(request: Any, key: str, consent: ConsentIn) -> HttpResponse:
    """In force at once (201), or once the customer confirms it by a link that they are sent (202)."""
    card, now = access_customer(request.auth, key), clock.now()
    written = record_consent(customer_id=card.id, **consent.dict(), by=request.auth, now=now)
    return respond(list_standing(card.id, now=now), status=201 if written else 202)


@router.get("/customers/{key}/relations", summary="Who lives, works or comes with a customer")
@permitted("customers.view_customers")
def get_relations(request: Any, key: str) -> HttpResponse:
    """Those in force today."""
    return respond(list_relations(access_customer(request.auth, key).id, on=clock.now().date()))


@router.post("/customers/{key}/relations", summary="Say who lives, works or comes with a customer")
@permitted("customers.relate_customers")
@once
def post_relation(request: Any, key: str, relation: RelationIn) -> HttpResponse:
    """They stay two customers; the same again changes nothing."""
    card, now = access_customer(request.auth, key), clock.now()
    said = {**relation.dict(), "starts_on": relation.starts_on or now.date()}
    relate_customers(one=card.id, **said, by=request.auth, now=now)
    return respond(list_relations(card.id, on=now.date()), status=201)


@router.delete("/customers/{key}/relations/{relation_id}", summary="End a relation today")
@permitted("customers.relate_customers")
def delete_relation(request: Any, key: str, relation_id: UUID) -> HttpResponse:
    """It stays written down with its days."""
    card, now = access_customer(request.auth, key), clock.now()
    end_relation(relation_id=relation_id, customer_id=card.id, ends_on=now.date(), by=request.auth, now=now)
    return respond(list_relations(card.id, on=now.date()))


@router.get("/privacy-requests", summary="What people ask about their data, by deadline, then what is settled")
@permitted("customers.handle_requests")
def get_requests(request: Any) -> HttpResponse:
    """The latest 200."""
    return respond(list_requests())


@router.get("/privacy-requests/{request_id}", summary="One request")
@permitted("customers.handle_requests")
def get_one_request(request: Any, request_id: UUID) -> HttpResponse:
    """Who asks, until when, whether it is known that it is they, how it ended."""
    return respond(get_request(request_id))


@router.get("/customers/{key}/requests", summary="What a customer asked about their data")
@permitted("customers.handle_requests")
def get_customer_requests(request: Any, key: str) -> HttpResponse:
    """The latest first."""
    return respond(list_requests_of(access_customer(request.auth, key).id))


@router.post("/customers/{key}/requests", summary="Write down what a customer asks about their data")
@permitted("customers.handle_requests")
@once
def post_request(request: Any, key: str, asked: RequestIn) -> HttpResponse:
    """They are mailed a link to confirm it; the same again, while it is open, is the same request."""
    card = access_customer(request.auth, key)
    found = requests.open_request(customer_id=card.id, **asked.dict(), by=request.auth, now=clock.now())
    return respond(get_request(found), status=201)


@router.post("/privacy-requests/{request_id}/check", summary="Say how it is known that it is they who ask")
@permitted("customers.handle_requests")
def post_check(request: Any, request_id: UUID, said: ReasonIn) -> HttpResponse:
    """What was asked for by access or portability is ready at once."""
    requests.check_request(request_id=request_id, reason=said.reason, by=request.auth, now=clock.now())
    return respond(get_request(request_id), status=201)


@router.post("/privacy-requests/{request_id}/extension", summary="Take two months more, once")
@permitted("customers.handle_requests")
def post_extension(request: Any, request_id: UUID, said: ReasonIn) -> HttpResponse:
    """With a reason."""
    requests.extend_request(request_id=request_id, reason=said.reason, by=request.auth, now=clock.now())
    return respond(get_request(request_id), status=201)


@router.post("/privacy-requests/{request_id}/settlement", summary="A correction is made, or a request is refused")
@permitted("customers.handle_requests")
def post_settlement(request: Any, request_id: UUID, said: SettlementIn) -> HttpResponse:
    """They are told the reason."""
    requests.settle_request(request_id=request_id, **said.dict(), by=request.auth, now=clock.now())
    return respond(get_request(request_id), status=201)


@router.post("/privacy-requests/{request_id}/erasure", summary="Erase the person who asked for it, for ever")
@permitted("customers.erase_customers")
def post_requested_erasure(request: Any, request_id: UUID) -> HttpResponse:
    """Gives the receipt; the person is mailed theirs where a mail server is set and an address is theirs alone."""
    done = requests.carry_out_erasure(request_id=request_id, by=request.auth, now=clock.now())
    return respond(done, status=201)
