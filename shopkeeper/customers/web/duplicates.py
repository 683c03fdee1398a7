"""Pairs that may be one person, one at a time: look, decide, take back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Link
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.customers.actions import deciding
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.contracts import ProposalKind
from shopkeeper.customers.queries.likely import describe_likely
from shopkeeper.customers.queries.matching import find_last_look, has_model_in_force
from shopkeeper.customers.queries.pairs import get_pair
from shopkeeper.customers.queries.proposals import count_waiting, find_last_decision, find_neighbors, find_next_proposal
from shopkeeper.customers.web.consent_conflicts import tell
from shopkeeper.customers.web.evidence import draw_score, list_lines
from shopkeeper.customers.web.questions import UNDO_FOR, answer
from shopkeeper.customers.words import write_sure

DECIDE = "customers.decide_pairs"


@door(DECIDE)
def show_next(request: PageRequest) -> HttpResponse:
    """The pair that is worth most."""
    return render(request, "customers/duplicates.html", _describe(find_next_proposal(), request.actor, clock.now()))


@door(DECIDE)
def show_pair(request: PageRequest, proposal_id: UUID) -> HttpResponse:
    """One pair by its address, to be sent to a colleague."""
    return render(request, "customers/duplicates.html", _describe(proposal_id, request.actor, clock.now()))


@require_POST
@door(DECIDE)
def confirm(request: PageRequest, proposal_id: UUID) -> HttpResponse:
    """What is proposed is right."""
    return _decide(request, proposal_id, deciding.confirm_proposal)


@require_POST
@door(DECIDE)
def reject(request: PageRequest, proposal_id: UUID) -> HttpResponse:
    """What is proposed is wrong."""
    return _decide(request, proposal_id, deciding.reject_proposal)


@require_POST
@door(DECIDE)
def skip(request: PageRequest, proposal_id: UUID) -> HttpResponse:
    """Not now."""
    return _decide(request, proposal_id, deciding.skip_proposal)


@require_POST
@door(DECIDE)
def reopen(request: PageRequest, proposal_id: UUID) -> HttpResponse:
    """Take the last decision back: the pair is shown again."""
    deciding.reopen_proposal(proposal_id=proposal_id, by=request.actor, now=clock.now())
    if "in_place" in request.GET:
        context = describe_likely(proposal_id, by=request.actor, now=clock.now())
        return render(request, "customers/_likely_duplicate.html", context)
    return _respond(request, proposal_id)


def _decide(request: PageRequest, proposal_id: UUID, decide: Callable[..., None]) -> HttpResponse:
    answer(request, decide, proposal_id=proposal_id)
    if "in_place" in request.GET:
        last = find_last_decision(sign(request.actor), since=clock.now() - UNDO_FOR)
        return render(request, "customers/_likely_decided.html", {"last": last})
    return _respond(request, find_next_proposal())


def _respond(request: PageRequest, proposal_id: UUID | None) -> HttpResponse:
    if not request.htmx:
        return redirect("customers:duplicates")
    context = _describe(proposal_id, request.actor, clock.now())
    return render(request, "customers/_pair.html", {**context, "is_swapped": True})


def _describe(proposal_id: UUID | None, by: Actor, now: datetime) -> dict[str, Any]:
    context: dict[str, Any] = {
        "waiting": count_waiting(),
        "last": find_last_decision(sign(by), since=now - UNDO_FOR),
    }
    if proposal_id is None:
        return context | {"look": find_last_look(), "action": None if has_model_in_force() else _way_to_models()}
    pair = get_pair(proposal_id, by=by, now=now)
    before, behind = find_neighbors(proposal_id)
    return context | {
        "before": before,
        "behind": behind,
        "pair": pair,
        "conflicts": tell(pair.preview.consent_conflicts) if pair.preview else [],
        "is_join": pair.kind is ProposalKind.JOIN,
        "sure": write_sure(pair.probability),
        "lines": list_lines(pair),
        "score": draw_score(pair),
        "may_see": by.may("customers.view_customers"),
    }


def _way_to_models() -> Link:
    return Link(_("Look at the models"), f"{reverse('customers:quality')}#models", icon="graduation-cap")
