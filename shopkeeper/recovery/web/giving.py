"""Remedies at the door: offer one, give it, take it back, decide about it."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.recovery.access import access_case, access_remedy, access_step
from shopkeeper.recovery.actions.remedies import (
    decide_remedy,
    give_in_step,
    give_remedy,
    offer_remedy,
    release_remedy,
)
from shopkeeper.recovery.contracts import RemedyKind, RemedyState
from shopkeeper.recovery.errors import WrongAmount
from shopkeeper.recovery.web.doing import shown_again


@require_POST
@door("recovery.work_cases")
def offer(request: PageRequest, number: str) -> HttpResponse:
    """Reserve a remedy, or ask for it."""
    now, case = clock.now(), access_case(request.actor, number)
    state = offer_remedy(
        case_id=case.id, kind=_kind_of(request), amount=amount_of(request.POST.get("amount", "")),
        reason=request.POST.get("reason", ""), by=request.actor, now=now,
    )  # fmt: skip
    if state is RemedyState.ASKED:
        messages.info(request, _("It is above what your team may give in one case, so the approver was asked."))
    return shown_again(request, case, now=now)


@require_POST
@door("recovery.work_cases")
def give_now(request: PageRequest, number: str, position: int) -> HttpResponse:
    """Do a step by giving something back."""
    now, step = clock.now(), access_step(request.actor, number, position)
    state = give_in_step(
        step_id=step.id, kind=_kind_of(request), amount=amount_of(request.POST.get("amount", "")),
        reason=request.POST.get("note", ""), by=request.actor, now=now,
    )  # fmt: skip
    if state is not RemedyState.GIVEN:
        messages.info(request, _("It is above what you may give alone, so somebody was asked to agree."))
    return shown_again(request, step.case, now=now)


@require_POST
@door("recovery.work_cases")
def give(request: PageRequest, number: str, remedy_id: UUID) -> HttpResponse:
    """The customer has it."""
    now, remedy = clock.now(), access_remedy(request.actor, number, remedy_id)
    give_remedy(remedy_id=remedy.id, by=request.actor, now=now)
    if access_remedy(request.actor, number, remedy_id).state == RemedyState.RESERVED:
        messages.info(request, _("It is above what you may give alone. A second person was asked to agree."))
    return shown_again(request, remedy.case, now=now)


@require_POST
@door("recovery.work_cases")
def release(request: PageRequest, number: str, remedy_id: UUID) -> HttpResponse:
    """The customer did not want it."""
    now, remedy = clock.now(), access_remedy(request.actor, number, remedy_id)
    release_remedy(remedy_id=remedy.id, by=request.actor, now=now)
    return shown_again(request, remedy.case, now=now)


@require_POST
@door("recovery.approve_remedies")
def decide(request: PageRequest, number: str, remedy_id: UUID) -> HttpResponse:
    """Grant or refuse what was asked."""
    now, remedy = clock.now(), access_remedy(request.actor, number, remedy_id)
    decide_remedy(remedy_id=remedy.id, grant="grant" in request.POST, by=request.actor, now=now)
    return shown_again(request, remedy.case, now=now)


def _kind_of(request: PageRequest) -> RemedyKind:
    chosen = request.POST.get("kind", "")
    return RemedyKind(chosen) if chosen in set(RemedyKind) else RemedyKind.VOUCHER


def amount_of(text: str) -> Decimal:
    """An amount as people type it: `12.50` or `12,50`.

    :raises WrongAmount: when it is no number
    """
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise WrongAmount from None
