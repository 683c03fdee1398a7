"""REST routes of the matching rules of the retailer's own."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.customers.actions.matching_rules import end_rule, request_rule_effect, switch_rule_on, write_rule
from shopkeeper.customers.contracts.matching_rules import RuleCard
from shopkeeper.customers.queries.matching_rules import list_matching_rules
from shopkeeper.customers.rest.inputs import MatchingRuleIn

router = Router()
SET = "customers.set_matching_rules"


class RuleActivationIn(Schema):
    """Which effect was seen: its `looked_at`, as the list of rules tells it."""

    effect_seen: datetime | None = None


@router.get("/matching-rules", summary="Rules of your own for which records are one person")
@permitted(SET)
def get_rules(request: Any) -> HttpResponse:
    """With what each would change while it waits."""
    return respond(list_matching_rules(now=clock.now()))


@router.post("/matching-rules", summary="Write a matching rule")
@permitted(SET)
@once
def post_rule(request: Any, rule: MatchingRuleIn) -> HttpResponse:
    """It joins nobody yet; what it would change is worked out in the background."""
    number = write_rule(attributes=rule.attributes, reason=rule.reason, by=request.auth, now=clock.now())
    return respond(_find(number), status=201)


@router.post("/matching-rules/{number}/effect", summary="Work out anew what a rule would change")
@permitted(SET)
@once
def post_rule_effect(request: Any, number: int) -> HttpResponse:
    """The list shows it once it is known."""
    request_rule_effect(number=number, by=request.auth, now=clock.now())
    return respond({"requested": True}, status=202)


@router.post("/matching-rules/{number}/activation", summary="Switch a matching rule on")
@permitted(SET)
@once
def post_rule_activation(request: Any, number: int, said: RuleActivationIn | None = None) -> HttpResponse:
    """Read first what it would change, and send back when that was worked out."""
    seen_at = said.effect_seen if said else None
    switch_rule_on(number=number, seen_at=seen_at, by=request.auth, now=clock.now())
    return respond(_find(number), status=201)


@router.delete("/matching-rules/{number}", summary="End a matching rule")
@permitted(SET)
def delete_rule(request: Any, number: int) -> HttpResponse:
    """It joins nobody any more; a model in force looks again at what it alone had joined."""
    end_rule(number=number, by=request.auth, now=clock.now())
    return respond(_find(number))


def _find(number: int) -> dict[str, Any]:
    cards: list[RuleCard] = list_matching_rules(now=clock.now())
    return next(asdict(card) for card in cards if card.number == number)
