"""REST routes of the customer record."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Query, Router
from pydantic import ValidationError

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.core.web.bodies import describe_wrong
from shopkeeper.core.web.rest import describe, once, permitted, respond
from shopkeeper.customers.access import access_customer
from shopkeeper.customers.actions.arrivals import record_person
from shopkeeper.customers.actions.deciding import confirm_proposal, reject_proposal
from shopkeeper.customers.actions.distinguishing import keep_apart, withdraw_distinction
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.looking import request_effect, request_training
from shopkeeper.customers.actions.merging import merge_customers, unmerge_customer
from shopkeeper.customers.actions.opt_ins import set_opt_in_rules
from shopkeeper.customers.actions.training import activate_model
from shopkeeper.customers.contracts import ProposalOutcome, RecordCard, RecordData
from shopkeeper.customers.errors import TooManyRecords
from shopkeeper.customers.facts import compose_timeline
from shopkeeper.customers.queries.blocking import find_comparisons
from shopkeeper.customers.queries.consents import list_standing
from shopkeeper.customers.queries.explanations import explain_identity
from shopkeeper.customers.queries.exports import export_customer
from shopkeeper.customers.queries.identity import ids_of
from shopkeeper.customers.queries.matching import list_models
from shopkeeper.customers.queries.opt_ins import list_opt_in_terms
from shopkeeper.customers.queries.partings import list_partings
from shopkeeper.customers.queries.proposals import count_waiting, list_proposals
from shopkeeper.customers.queries.quality import measure_quality
from shopkeeper.customers.queries.search import search_customers
from shopkeeper.customers.queries.shared_values import list_hot_values
from shopkeeper.customers.rest.households import router as households_router
from shopkeeper.customers.rest.inputs import ActivationIn, MergeIn, OptInTermIn, RecordIn
from shopkeeper.customers.rest.matching_rules import router as rules_router
from shopkeeper.customers.rest.people import router as people_router
from shopkeeper.customers.rules.opt_ins import OptInTerm

router = Router()
MOST_RECORDS = 1_000


@router.get("/customers", summary="Find customers by name, e-mail, telephone, card or order number")
@permitted("customers.view_customers")
def find_customers(request: Any, q: str, limit: int = Query(20, ge=1, le=100)) -> HttpResponse:
    """The people who fit best, with how well they fit."""
    return respond(search_customers(q, by=request.auth, limit=limit))


# Fixed addresses come before `{key}`, which would take them for a customer's number.
@router.post("/customers/records", summary="Hand over customer records from another system, one or many")
@permitted("customers.record_customers", each=True)
@once
def post_records(request: Any, records: Annotated[RecordIn | list[Any], Body()]) -> HttpResponse:
    """Resolved at once: the response says whose record it is (201).

    A list of up to 1,000 gives a list (207): for each record whose it is, or the problem with it, in the same order.
    What is wrong with one does not stop the others.
    """
    if isinstance(records, RecordIn):
        data = RecordData(**records.dict())
        return respond(record_person(data=data, by=request.auth, now=clock.now()), status=201)
    if len(records) > MOST_RECORDS:
        raise TooManyRecords(most=MOST_RECORDS)
    return respond([_take_record(record, by=request.auth) for record in records], status=207)


def _take_record(record: Any, *, by: Actor) -> RecordCard | dict[str, Any]:
    try:
        data = RecordData(**RecordIn.model_validate(record).dict())
        return record_person(data=data, by=by, now=clock.now())
    except ValidationError as wrong:
        said = [{"field": ".".join(map(str, one["loc"])), "why": one["msg"]} for one in wrong.errors()]
        return describe_wrong(said, title=_("This record is not complete."))
    except Refusal as refusal:
        return describe(refusal)


@router.post("/customers/distinctions", summary="Decide that two customers are two people")
@permitted("customers.merge_customers")
@once
def post_distinction(request: Any, two: MergeIn) -> HttpResponse:
    """No rule and no import joins them any more."""
    keep_apart(one=two.one, other=two.other, by=request.auth, now=clock.now())
    return respond({"one": two.one, "other": two.other}, status=201)


@router.delete("/customers/distinctions", summary="Take back that two customers are two people")
@permitted("customers.merge_customers")
def delete_distinction(request: Any, one: UUID, other: UUID) -> HttpResponse:
    """They may be joined again."""
    withdraw_distinction(one=one, other=other, by=request.auth, now=clock.now())
    return respond({"one": one, "other": other})


@router.post("/customers/merges", summary="Decide that two customers are one person")
@permitted("customers.merge_customers")
@once
def post_merge(request: Any, merge: MergeIn) -> HttpResponse:
    """Gives the customer that lives on."""
    survivor = merge_customers(one=merge.one, other=merge.other, by=request.auth, now=clock.now())
    return respond({"customer_id": survivor}, status=201)


@router.get("/customers/proposals", summary="Pairs that may be one person, the most valuable first")
@permitted("customers.decide_pairs")
def get_proposals(request: Any, limit: int = Query(100, ge=1, le=1000)) -> HttpResponse:
    """How many wait, since when, and the pairs: what is proposed, how sure the model is, what deciding is worth."""
    return respond({"waiting": count_waiting(), "proposals": list_proposals(limit=limit)})


@router.post("/customers/proposals/{proposal_id}/confirmation", summary="Do what is proposed, for good")
@permitted("customers.decide_pairs")
@once
def post_confirmation(request: Any, proposal_id: UUID) -> HttpResponse:
    """Joins the two, or parts them."""
    confirm_proposal(proposal_id=proposal_id, by=request.auth, now=clock.now())
    return respond({"proposal_id": proposal_id, "outcome": ProposalOutcome.CONFIRMED}, status=201)


@router.post("/customers/proposals/{proposal_id}/rejection", summary="Decide against what is proposed, for good")
@permitted("customers.decide_pairs")
@once
def post_rejection(request: Any, proposal_id: UUID) -> HttpResponse:
    """The two stay two people, or the records stay together, whatever a model says."""
    reject_proposal(proposal_id=proposal_id, by=request.auth, now=clock.now())
    return respond({"proposal_id": proposal_id, "outcome": ProposalOutcome.REJECTED}, status=201)


@router.get("/customers/quality", summary="How good the customer record is today")
@permitted("customers.view_quality")
def get_quality(request: Any) -> HttpResponse:
    """People, records, whom marketing may reach, pairs that wait, and the model against what people decided."""
    return respond(measure_quality())


@router.get("/customers/shared-values", summary="Values that too many hold, so that they join nobody")
@permitted("customers.view_quality")
def get_shared_values(request: Any, limit: int = Query(100, ge=1, le=1000)) -> HttpResponse:
    """What it is, which sources send it, how many records, names and customers hold it. Mended, it counts again."""
    told = [asdict(value) for value in list_hot_values(limit=limit)]
    return respond([{name: said for name, said in value.items() if name != "holders"} for value in told])


@router.get("/customers/models", summary="The trained models, the newest first")
@permitted("customers.train_models")
def get_models(request: Any) -> HttpResponse:
    """With how each judged the pairs that people decided on, and what it would change where somebody looked."""
    return respond(list_models(now=clock.now()))


@router.get("/customers/comparisons", summary="Which pairs of records would be compared, by rule")
@permitted("customers.train_models")
def get_comparisons(request: Any) -> HttpResponse:
    """Counted once a day and after imports: `counted_at` says when, null before the first time.

    A pair that shares several keys counts under each. `passed_over`: keys that too many records share.
    """
    counted = find_comparisons()
    told = {"pairs": counted.pairs, "all_pairs": counted.all_pairs} if counted else {}
    return respond({"counted": counted, **told})


@router.post("/customers/models", summary="Train a model in the background")
@permitted("customers.train_models")
@once
def post_model(request: Any) -> HttpResponse:
    """It appears in the list and waits until it is switched on."""
    request_training(by=request.auth, now=clock.now())
    return respond({"requested": True}, status=202)


@router.post("/customers/models/{version}/effect", summary="Work out in the background what a model would change")
@permitted("customers.train_models")
@once
def post_effect(request: Any, version: int) -> HttpResponse:
    """The list shows it once it is known."""
    request_effect(version=version, by=request.auth, now=clock.now())
    return respond({"requested": True}, status=202)


@router.post("/customers/models/{version}/activation", summary="Let a model say who is who from now on")
@permitted("customers.train_models")
@once
def post_activation(request: Any, version: int, said: ActivationIn | None = None) -> HttpResponse:
    """Records that arrive are judged by it at once; all others at the next look at all records.

    Read first in the list of models what it would change, and send back when that was worked out: `effect_seen` is the
    `looked_at` of its effect.
    """
    seen_at = said.effect_seen if said else None
    activate_model(version=version, seen_at=seen_at, by=request.auth, now=clock.now())
    return respond(list_models(now=clock.now()), status=201)


@router.get("/customers/opt-in-rules", summary="Where a yes to marketing has to be confirmed by the customer")
@permitted("customers.set_opt_in_rules")
def get_opt_in_rules(request: Any) -> HttpResponse:
    """By brand (empty: all) and channel, with the days for which the link works."""
    return respond(list_opt_in_terms())


@router.put("/customers/opt-in-rules", summary="Agree where a yes to marketing has to be confirmed")
@permitted("customers.set_opt_in_rules")
def put_opt_in_rules(request: Any, terms: list[OptInTermIn]) -> HttpResponse:
    """In place of all that was agreed before."""
    set_opt_in_rules(terms=[OptInTerm(**term.dict()) for term in terms], by=request.auth, now=clock.now())
    return respond(list_opt_in_terms())


@router.get("/customers/{key}", summary="One customer: card, why it is one person, what they allow")
@permitted("customers.view_customers")
def get_customer(request: Any, key: str) -> HttpResponse:
    """By id or number; the id of a merged customer gives its survivor."""
    card = access_customer(request.auth, key)
    consents = list_standing(card.id, now=clock.now())
    facts = {"ids": ids_of(card.id), "identity": explain_identity(card.id), "consents": consents}
    return respond({"customer": card, **facts})


@router.get("/customers/{key}/timeline", summary="The story of one customer, newest first")
@permitted("customers.view_customers")
def get_timeline(request: Any, key: str, limit: int = Query(100, ge=1, le=2000)) -> HttpResponse:
    """Rows of every module that the caller may see."""
    card = access_customer(request.auth, key)
    return respond(compose_timeline(ids_of(card.id), by=request.auth, now=clock.now(), limit=limit))


@router.get("/customers/{key}/export", summary="Everything that is held about a person")
@permitted("customers.export_customers")
def get_export(request: Any, key: str) -> HttpResponse:
    """For the person's own request."""
    return respond(export_customer(access_customer(request.auth, key).id))


@router.delete("/customers/merges/{merged_id}", summary="Undo a merge")
@permitted("customers.merge_customers")
def delete_merge(request: Any, merged_id: UUID) -> HttpResponse:
    """The merged customer is a person of their own again. `left`: what came meanwhile without a record of either, and
    stays where it was written down.
    """
    parted = unmerge_customer(merged_id=merged_id, by=request.auth, now=clock.now())
    return respond({"customer_id": parted, "left": dict(list_partings(parted)[0].left)})


@router.post("/customers/{key}/erasure", summary="Erase a person for ever")
@permitted("customers.erase_customers")
@once
def post_erasure(request: Any, key: str) -> HttpResponse:
    """Gives the receipt."""
    return respond(erase_customer(customer_id=access_customer(request.auth, key).id, by=request.auth, now=clock.now()))


router.add_router("", households_router)
router.add_router("", people_router)
router.add_router("", rules_router)
