"""REST routes of what is given for a broken promise: offered, granted, given, released."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted
from shopkeeper.recovery.access import access_case, access_remedy, access_step
from shopkeeper.recovery.actions.remedies import decide_remedy, give_in_step, give_remedy, offer_remedy, release_remedy
from shopkeeper.recovery.contracts import RemedyKind
from shopkeeper.recovery.rest.telling import tell_case

router = Router()


class Gift(Schema):
    """A remedy in the retailer's currency."""

    kind: RemedyKind
    amount: Decimal
    reason: str = ""


@router.post("/cases/{number}/steps/{position}/gift", summary="Do a step by giving something back")
@permitted("recovery.work_cases")
@once
def give_at_step(request: Any, number: str, position: int, gift: Gift) -> HttpResponse:
    """At once where it is within all limits; else somebody is asked."""
    step = access_step(request.auth, number, position)
    give_in_step(step_id=step.id, by=request.auth, now=clock.now(), **gift.dict())
    return tell_case(request, number)


@router.post("/cases/{number}/remedies", summary="Offer a remedy")
@permitted("recovery.work_cases")
@once
def offer(request: Any, number: str, gift: Gift) -> HttpResponse:
    """Reserved in the team's month; above its ceiling the approver is asked."""
    case = access_case(request.auth, number)
    offer_remedy(
        case_id=case.id, kind=gift.kind, amount=gift.amount, reason=gift.reason, by=request.auth, now=clock.now()
    )
    return tell_case(request, number, status=201)


@router.post("/cases/{number}/remedies/{remedy_id}/gift", summary="The customer has the remedy")
@permitted("recovery.work_cases")
@once
def give(request: Any, number: str, remedy_id: UUID) -> HttpResponse:
    """What was reserved counts as given."""
    give_remedy(remedy_id=access_remedy(request.auth, number, remedy_id).id, by=request.auth, now=clock.now())
    return tell_case(request, number)


@router.post("/cases/{number}/remedies/{remedy_id}/release", summary="The customer does not want the remedy")
@permitted("recovery.work_cases")
@once
def release(request: Any, number: str, remedy_id: UUID) -> HttpResponse:
    """What was reserved is free again."""
    release_remedy(remedy_id=access_remedy(request.auth, number, remedy_id).id, by=request.auth, now=clock.now())
    return tell_case(request, number)


@router.post("/cases/{number}/remedies/{remedy_id}/decision", summary="Grant or refuse a remedy")
@permitted("recovery.approve_remedies")
@once
def decide(request: Any, number: str, remedy_id: UUID, grant: bool) -> HttpResponse:
    """What is granted comes from the approver's own month."""
    remedy = access_remedy(request.auth, number, remedy_id)
    decide_remedy(remedy_id=remedy.id, grant=grant, by=request.auth, now=clock.now())
    return tell_case(request, number)
