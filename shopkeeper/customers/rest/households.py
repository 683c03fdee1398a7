"""REST routes of the households that wait for people."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.customers.actions.households import confirm_household, reject_household, skip_household
from shopkeeper.customers.contracts import ProposalOutcome
from shopkeeper.customers.queries.households import count_waiting_households, list_households

router = Router()
RELATE = "customers.relate_customers"


class MembersIn(Schema):
    """Who of a suggested household lives together; without a list all of them."""

    members: list[UUID] | None = None


@router.get("/households", summary="People who may live together, the surest first")
@permitted(RELATE)
def get_households(request: Any, limit: int = Query(50, ge=1, le=200)) -> HttpResponse:
    """How many wait, since when, and for each who they are and what they share beside the door."""
    return respond({"waiting": count_waiting_households(), "households": list_households(limit=limit)})


@router.post("/households/{pair_id}/confirmation", summary="They live together; they stay customers each")
@permitted(RELATE)
@once
def post_confirmation(request: Any, pair_id: UUID, said: MembersIn) -> HttpResponse:
    """Writes their relations; whoever is left out of `members` does not live with them."""
    confirm_household(pair_id=pair_id, members=said.members, by=request.auth, now=clock.now())
    return respond({"household_id": pair_id, "outcome": ProposalOutcome.CONFIRMED}, status=201)


@router.post("/households/{pair_id}/rejection", summary="They do not live together, for good")
@permitted(RELATE)
@once
def post_rejection(request: Any, pair_id: UUID) -> HttpResponse:
    """No night suggests it again."""
    reject_household(pair_id=pair_id, by=request.auth, now=clock.now())
    return respond({"household_id": pair_id, "outcome": ProposalOutcome.REJECTED}, status=201)


@router.post("/households/{pair_id}/skipping", summary="Leave a suggested household for now")
@permitted(RELATE)
@once
def post_skipping(request: Any, pair_id: UUID) -> HttpResponse:
    """It comes back."""
    skip_household(pair_id=pair_id, by=request.auth, now=clock.now())
    return respond({"household_id": pair_id, "outcome": ProposalOutcome.SKIPPED}, status=201)
