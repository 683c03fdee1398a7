"""What people do in a case: a step, a note, handing over, ending it, opening it again."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.recovery.access import access_case, access_episode, access_step
from shopkeeper.recovery.actions.endings import reopen_case, resolve_case
from shopkeeper.recovery.actions.opening import open_case
from shopkeeper.recovery.actions.owners import hand_over_case
from shopkeeper.recovery.actions.steps import add_note, complete_step
from shopkeeper.recovery.contracts import Outcome
from shopkeeper.recovery.models import Case
from shopkeeper.recovery.web.story import brief_of, story_of


@door("recovery.view_cases")
def show_case(request: PageRequest, number: str) -> HttpResponse:
    """The whole case: its next step, its story, what may be given."""
    case = access_case(request.actor, number)
    return render(request, "recovery/case.html", story_of(case, by=request.actor, now=clock.now()))


@require_POST
@door("recovery.work_cases")
def complete(request: PageRequest, number: str, position: int) -> HttpResponse:
    """A step was done, or cannot be."""
    now, step = clock.now(), access_step(request.actor, number, position)
    complete_step(
        step_id=step.id, note=request.POST.get("note", ""), text=request.POST.get("text", ""),
        channel=request.POST.get("channel", ""), possible="impossible" not in request.POST, by=request.actor, now=now,
    )  # fmt: skip
    return shown_again(request, step.case, now=now)


@require_POST
@door("recovery.work_cases")
def note(request: PageRequest, number: str) -> HttpResponse:
    """Write something down."""
    now, case = clock.now(), access_case(request.actor, number)
    add_note(case_id=case.id, text=request.POST.get("text", ""), by=request.actor, now=now)
    return shown_again(request, case, now=now)


@require_POST
@door("recovery.work_cases")
def hand_over(request: PageRequest, number: str) -> HttpResponse:
    """Give the case to somebody else."""
    now, case = clock.now(), access_case(request.actor, number)
    to_id, reason = _uuid(request.POST.get("to", "")), request.POST.get("reason", "")
    hand_over_case(case_id=case.id, to_id=to_id, reason=reason, by=request.actor, now=now)
    messages.success(request, _("Handed over, with the steps that are open."))
    return shown_again(request, case, now=now)


@require_POST
@door("recovery.work_cases")
def resolve(request: PageRequest, number: str) -> HttpResponse:
    """End the case."""
    now, case = clock.now(), access_case(request.actor, number)
    outcome = Outcome.UNABLE if "unable" in request.POST else Outcome.PUT_RIGHT
    resolve_case(case_id=case.id, outcome=outcome, note=request.POST.get("note", ""), by=request.actor, now=now)
    return shown_again(request, case, now=now)


@require_POST
@door("recovery.work_cases")
def reopen(request: PageRequest, number: str) -> HttpResponse:
    """It was not over."""
    now, case = clock.now(), access_case(request.actor, number)
    reopen_case(case_id=case.id, note=request.POST.get("note", ""), by=request.actor, now=now)
    return shown_again(request, case, now=now)


@require_POST
@door("recovery.work_cases")
def open_for_somebody(request: PageRequest, episode_id: UUID) -> HttpResponse:
    """Take on somebody who waits."""
    episode = access_episode(request.actor, episode_id)
    number = open_case(episode_id=episode.id, by=request.actor, now=clock.now())
    return redirect("recovery:case", number=number)


def shown_again(request: PageRequest, case: Case, *, now: datetime) -> HttpResponse:
    """The part of the page that changed, or the page anew where scripts are off."""
    if not request.htmx:
        return redirect("recovery:case", number=case.number)
    if request.htmx.target == "case-page":
        return render(request, "recovery/_case_page.html", story_of(case, by=request.actor, now=now))
    return render(request, "recovery/_case.html", brief_of(case, by=request.actor, now=now) | {"in_queue": True})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(reason=_("Choose somebody.")) from None
