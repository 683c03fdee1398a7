"""Problems as a list, one as a story, and the button that facts refuse."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shopkeeper.core import clock, panels
from shopkeeper.core.actors import Actor
from shopkeeper.core.components import Filter, Link
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_about
from shopkeeper.customers import public as customers
from shopkeeper.improvement.access import access_problem
from shopkeeper.improvement.actions.closing import ask_to_close
from shopkeeper.improvement.contracts import Level, ProblemCard, ProblemState
from shopkeeper.improvement.errors import FactsKeepItOpen
from shopkeeper.improvement.models import Problem
from shopkeeper.improvement.queries.problems import list_problems, select_problems
from shopkeeper.improvement.queries.standings import facts_of, terms_of, today_of
from shopkeeper.improvement.queries.stories import tell_problem
from shopkeeper.improvement.rules.watchdog import judge
from shopkeeper.improvement.web.charts import chart_of
from shopkeeper.improvement.web.explanations import all_weeks, conditions_of, evidence_of, explain, shown_weeks
from shopkeeper.improvement.web.measures import measures_of
from shopkeeper.improvement.words import LEVELS, STATES, TONES
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization
from shopkeeper.recovery import public as recovery

UNOWNED_SHOWN = 5


@door("improvement.view_problems")
def show_problems(request: PageRequest) -> HttpResponse:
    """What keeps happening, what is done about it, and what the figures say; those that need somebody most first."""
    now, by, closed = clock.now(), request.actor, request.GET.get("view") == "closed"
    problems = {problem.number: problem for problem in select_problems(by=by, closed=closed)}
    facts = facts_of(problems.values())
    cards = list_problems(by=by, now=now, closed=closed)
    context = {
        "rows": [_row(card, problems[card.number], facts, now=now) for card in cards],
        "filters": [
            Filter(label=_("Open"), url=reverse("improvement:problems"), is_on=not closed,
                   count=select_problems(by=by).count()),
            Filter(label=_("Closed by figures"), url=f"{reverse('improvement:problems')}?view=closed", is_on=closed,
                   count=select_problems(by=by, closed=True).count()),
        ],
        "closed": closed,
        "unowned": [] if closed else _unowned(by),
        "may_work": by.may("improvement.work_problems"),
        "may_agree": by.may("improvement.set_policy"),
    }  # fmt: skip
    return render(request, "improvement/problems.html", context)


@door("improvement.view_problems")
def show_problem(request: PageRequest, number: str) -> HttpResponse:
    """One problem: what its figures say, what would close it, what is done, whom it touches."""
    return render(request, "improvement/problem.html", _context(access_problem(request.actor, number), request))


@require_POST
@door("improvement.work_problems")
def close(request: PageRequest, number: str) -> HttpResponse:
    """Ask the figures. They close the problem, or the refusal shows what they say.

    :raises FactsKeepItOpen: unless the figures agree; the attempt is kept
    """
    now, problem = clock.now(), access_problem(request.actor, number)
    response = ask_to_close(problem_id=problem.id, by=request.actor, now=now)
    if not response.closed:
        raise FactsKeepItOpen(sentence=response.sentence, explanation=explain(problem, now=now))
    page = reverse("improvement:problem", args=[problem.number])
    return HttpResponse(status=204, headers={"HX-Redirect": page}) if request.htmx else redirect(page)


def _unowned(by: Actor) -> list[tuple[str, str]]:
    """Causes that were found and that no problem has taken up, the dearest first: their sentence and the way there."""
    if not by.may("insight.view_metrics"):
        return []
    owned = set(Problem.objects.exclude(cause_id="").values_list("cause_id", flat=True))
    free = [card for card in insight.list_causes(by=by) if str(card.id) not in owned][:UNOWNED_SHOWN]
    return [(insight.sentence_of_cause(card), reverse("insight:cause", args=[card.id])) for card in free]


def _row(card: ProblemCard, problem: Problem, facts: Any, *, now: Any) -> dict[str, Any]:
    weeks = shown_weeks(facts[problem.id].weeks, now=now)
    return {
        "card": card,
        "url": reverse("improvement:problem", args=[card.number]),
        "state": _(STATES[card.state]),
        "tone": TONES[card.state],
        "place": card.outlet or card.department or _(LEVELS[card.level]),
        "values": tuple(week.value for week in weeks),
        "boxes": [index < card.weeks_in_a_row for index in range(card.weeks)],
        "cost": write_about(card.cost_a_year, card.currency) if card.cost_a_year else "",
    }


def _context(problem: Problem, request: PageRequest) -> dict[str, Any]:
    now, by = clock.now(), request.actor
    facts = facts_of([problem])[problem.id]
    standing = judge(facts.weeks, facts.history, terms_of(problem.watch), today=today_of(now))
    return _whom(problem, request) | {
        "problem": problem,
        "watch": problem.watch,
        "where": insight.where_words(problem.watch.filters),
        "has_measures": facts.history.has_measures,
        "state": _(STATES[standing.state]),
        "tone": TONES[standing.state],
        "is_closed": problem.closed_at is not None,
        "is_gone": standing.state is ProblemState.GONE,
        "standing": standing,
        "conditions": conditions_of(problem.watch, standing),
        "evidence": evidence_of(problem.watch, standing.last),
        "chart": chart_of(problem, all_weeks(facts.weeks, now=now), standing, now=now),
        "place": _place(problem),
        "cost": write_about(problem.cost_a_year, problem.currency) if problem.cost_a_year else "",
        "measures": measures_of(problem, by=by, now=now),
        "people_here": organization.list_people(now=now),
        "outlets": organization.list_outlets(by=by),
        "levels": [(level.value, _(LEVELS[level])) for level in Level],
        "entries": tell_problem(problem),
        "cause_url": reverse("insight:cause", args=[problem.cause_id]) if problem.cause_id else "",
        "may_work": by.may("improvement.work_problems"),
        "panels": panels.render_slot("problem", problem.id, by=by, now=now),
        "crumbs": [Link(_("Problems"), reverse("improvement:problems"))],
    }


def _whom(problem: Problem, request: PageRequest) -> dict[str, Any]:
    """The people whom it touches, and the cases of these."""
    now, by = clock.now(), request.actor
    people = list(problem.affected.order_by("-at").values_list("customer_id", "spoke"))
    ids = [customer for customer, _spoke in people]
    return {
        "people": len(set(ids)),
        "silent": len({customer for customer, spoke in people if not spoke}),
        "some": customers.get_customer_cards(ids[:6]).values(),
        "cases": recovery.list_cases_of(ids, by=by, now=now, limit=8) if by.may("recovery.view_cases") else [],
    }


def _place(problem: Problem) -> str:
    if problem.outlet:
        return problem.outlet.name
    return problem.department.name if problem.department else _(LEVELS[Level(problem.level)])
