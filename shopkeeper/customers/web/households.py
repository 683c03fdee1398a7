"""People who may live together, one household at a time: look, decide, take back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_list
from shopkeeper.customers.actions import households as deciding
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.queries import households
from shopkeeper.customers.web.questions import UNDO_FOR, answer
from shopkeeper.customers.words import HOUSEHOLD_SIGNS

RELATE = "customers.relate_customers"


@door(RELATE)
def show_next(request: PageRequest) -> HttpResponse:
    """The household for which most speaks."""
    return render(request, "customers/households.html", _describe(households.find_next_household(), request.actor))


@door(RELATE)
def show_household(request: PageRequest, pair_id: UUID) -> HttpResponse:
    """One household by its address, to be sent to a colleague."""
    return render(request, "customers/households.html", _describe(pair_id, request.actor))


@require_POST
@door(RELATE)
def confirm(request: PageRequest, pair_id: UUID) -> HttpResponse:
    """Who is ticked lives together."""
    ticked = [UUID(one) for one in request.POST.getlist("member")]
    return _decide(request, pair_id, deciding.confirm_household, members=ticked)


@require_POST
@door(RELATE)
def reject(request: PageRequest, pair_id: UUID) -> HttpResponse:
    """They do not."""
    return _decide(request, pair_id, deciding.reject_household)


@require_POST
@door(RELATE)
def skip(request: PageRequest, pair_id: UUID) -> HttpResponse:
    """Not now."""
    return _decide(request, pair_id, deciding.skip_household)


@require_POST
@door(RELATE)
def reopen(request: PageRequest, pair_id: UUID) -> HttpResponse:
    """Take the last decision back: the household is shown again."""
    deciding.reopen_household(pair_id=pair_id, by=request.actor, now=clock.now())
    return _respond(request, pair_id)


def describe_neighbors(customer_id: UUID) -> list[dict[str, Any]]:
    """Who may live with a customer, with what speaks for it in words."""
    return [
        {
            "card": found.card,
            "pair_id": found.pair_id,
            "why": write_list(_(HOUSEHOLD_SIGNS[one]) for one in found.signs),
        }
        for found in households.list_neighbors(customer_id)
    ]


def _decide(request: PageRequest, pair_id: UUID, decide: Callable[..., None], **said: Any) -> HttpResponse:
    answer(request, decide, pair_id=pair_id, **said)
    return _respond(request, households.find_next_household())


def _respond(request: PageRequest, pair_id: UUID | None) -> HttpResponse:
    if not request.htmx:
        return redirect("customers:household", pair_id) if pair_id else redirect("customers:households")
    return render(request, "customers/_household.html", {**_describe(pair_id, request.actor), "is_swapped": True})


def _describe(pair_id: UUID | None, by: Actor) -> dict[str, Any]:
    context: dict[str, Any] = {
        "waiting": households.count_waiting_households(),
        "last": households.find_last_household(sign(by), since=clock.now() - UNDO_FOR),
    }
    if pair_id is None:
        return context
    found = households.get_household(pair_id)
    before, behind = households.find_households_beside(found)
    return context | {
        "household": found,
        "before": before,
        "behind": behind,
        "names": write_list(one.card.name or one.card.number for one in found.people),
        "place": found.people[0],
        "shared": [(_(HOUSEHOLD_SIGNS[one.sign]), one.value, write_list(one.names)) for one in found.shared],
        "may_see": by.may("customers.view_customers"),
    }
