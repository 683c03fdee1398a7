"""Ideas at the door: raise one, see what became of the others, respond."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.improvement.access import access_idea, access_problem
from shopkeeper.improvement.actions.ideas import raise_idea, respond_to_idea
from shopkeeper.improvement.contracts import IdeaVerdict
from shopkeeper.improvement.queries.ideas import list_ideas
from shopkeeper.improvement.words import VERDICTS


@door("improvement.raise_ideas")
def show_ideas(request: PageRequest) -> HttpResponse:
    """What people who serve have raised, with the responses; one's own on top."""
    if request.method == "POST":
        number = request.POST.get("problem", "")
        problem_id = access_problem(request.actor, number).id if number else None
        raise_idea(text=request.POST.get("text", ""), problem_id=problem_id, by=request.actor, now=clock.now())
        messages.success(request, _("Thank you. You get a response within a week."))
        return redirect("improvement:ideas")
    context = {
        "ideas": list_ideas(by=request.actor, now=clock.now()),
        "verdicts": [(verdict.value, _(VERDICTS[verdict])) for verdict in IdeaVerdict],
    }
    return render(request, "improvement/ideas.html", context)


@require_POST
@door("improvement.work_problems")
def respond(request: PageRequest, idea_id: UUID) -> HttpResponse:
    """Say what becomes of it."""
    idea, asked = access_idea(request.actor, idea_id), request.POST.get("verdict", "")
    verdict = IdeaVerdict(asked) if asked in set(IdeaVerdict) else IdeaVerdict.PLANNED
    respond_to_idea(
        idea_id=idea.id, verdict=verdict, text=request.POST.get("text", ""), by=request.actor, now=clock.now()
    )
    return redirect("improvement:ideas")
