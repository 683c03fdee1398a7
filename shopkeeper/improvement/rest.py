"""REST routes of improvement."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.agreeing import agree
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.improvement.access import access_measure, access_problem
from shopkeeper.improvement.actions.closing import ask_to_close
from shopkeeper.improvement.actions.measures import propose_measure, put_in_force
from shopkeeper.improvement.actions.problems import open_problem
from shopkeeper.improvement.contracts import (
    Direction,
    Level,
    MeasureDraft,
    ProblemDraft,
    Terms,
    WatchPlan,
)
from shopkeeper.improvement.drafts import draft_from_cause
from shopkeeper.improvement.errors import FactsKeepItOpen
from shopkeeper.improvement.policies import OPENING
from shopkeeper.improvement.queries.ideas import list_ideas
from shopkeeper.improvement.queries.policies import get_opening_policy
from shopkeeper.improvement.queries.problems import list_problems
from shopkeeper.improvement.queries.reports import describe
from shopkeeper.improvement.rules.policy import Policy
from shopkeeper.insight import public as insight

router = Router()


class WatchIn(Schema):
    """A watch: shares are fractions; a value equal to the threshold has reached it."""

    metric: str
    direction: Direction
    threshold: Decimal
    weeks: int = 4
    minimum: int
    unit: str = "share"
    what: str = ""
    noun: str = ""
    filters: dict[str, str] = {}
    complement: bool = False


class ProblemIn(Schema):
    """A problem with its watch. Without an owner, whoever holds the role."""

    title: str
    level: Level
    watch: WatchIn
    owner_role: str
    since_on: date
    owner_id: UUID | None = None
    outlet_id: UUID | None = None
    story: str = ""
    promise_to_customers: str = ""


class PolicyIn(Schema):
    """From what size on a cause becomes a problem by itself: people hurt, or money a year; either is enough."""

    is_on: bool
    fewest_people: int
    least_a_year: Decimal


class MeasureIn(Schema):
    """A measure: who does what by when; at an outlet, or for the company."""

    title: str
    owner_id: UUID
    due_on: date
    outlet_id: UUID | None = None
    cost: Decimal | None = None
    expected: Decimal | None = None


class EffectIn(Schema):
    """Since when a measure is in force; without an outlet, wherever the measure is for."""

    on: date
    outlet_id: UUID | None = None


@router.get("/problems", summary="List problems")
@permitted("improvement.view_problems")
def list_all(request: Any, closed: bool = False) -> HttpResponse:
    """Open ones by urgency and money, or those that figures have closed."""
    return respond(list_problems(by=request.auth, now=clock.now(), closed=closed))


@router.post("/problems", summary="Open a problem")
@permitted("improvement.work_problems")
@once
def open_new(request: Any, told: ProblemIn) -> HttpResponse:
    """With the watch that decides when it is over."""
    told_watch = told.watch.dict()
    terms = Terms(**{name: told_watch.pop(name) for name in ("direction", "threshold", "weeks", "minimum")})
    fields = told.dict() | {"watch": WatchPlan(terms=terms, **told_watch)}
    number = open_problem(draft=ProblemDraft(**fields), by=request.auth, now=clock.now())
    return _problem(request, number, status=201)


@router.post("/problems/from-cause/{cause_id}", summary="Make a cause a problem, as it suggests itself")
@permitted("improvement.work_problems")
@once
def open_from_cause(request: Any, cause_id: UUID) -> HttpResponse:
    """Owner, words and watch follow from the cause."""
    now = clock.now()
    draft = draft_from_cause(insight.get_cause_card(cause_id, by=request.auth), now=now)
    return _problem(request, open_problem(draft=draft, by=request.auth, now=now), status=201)


@router.get("/problems/{number}", summary="One problem with its weeks, measures and attempts to close it")
@permitted("improvement.view_problems")
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The whole problem."""
    return _problem(request, number)


@router.post("/problems/{number}/closing", summary="Ask the figures whether it is over")
@permitted("improvement.work_problems")
def close(request: Any, number: str) -> HttpResponse:
    """Closes the problem, or 409 with what the figures say. The attempt is kept either way."""
    problem = access_problem(request.auth, number)
    response = ask_to_close(problem_id=problem.id, by=request.auth, now=clock.now())
    if not response.closed:
        raise FactsKeepItOpen(sentence=response.sentence, number=problem.number)
    return _problem(request, number)


@router.post("/problems/{number}/measures", summary="Agree a measure")
@permitted("improvement.work_problems")
@once
def propose(request: Any, number: str, told: MeasureIn) -> HttpResponse:
    """Who does what by when."""
    problem = access_problem(request.auth, number)
    draft = MeasureDraft(level=Level.OUTLET if told.outlet_id else Level.COMPANY, **told.dict())
    propose_measure(problem_id=problem.id, draft=draft, by=request.auth, now=clock.now())
    return _problem(request, number, status=201)


@router.post("/problems/{number}/measures/{measure_id}/effect", summary="Say that a measure is in force")
@permitted("improvement.work_problems")
@once
def take_effect(request: Any, number: str, measure_id: UUID, told: EffectIn) -> HttpResponse:
    """Only weeks after that day count."""
    measure = access_measure(request.auth, number, measure_id)
    put_in_force(measure_id=measure.id, on=told.on, outlet_id=told.outlet_id, by=request.auth, now=clock.now())
    return _problem(request, number, status=201)


@router.get("/ideas", summary="Ideas of those who serve, with what became of them")
@permitted("improvement.raise_ideas")
def ideas(request: Any) -> HttpResponse:
    """The newest of the last year."""
    return respond(list_ideas(by=request.auth, now=clock.now()))


def _problem(request: Any, number: str, *, status: int = 200) -> HttpResponse:
    return respond(describe(access_problem(request.auth, number), now=clock.now()), status=status)


@router.get("/problem-policy", summary="Which causes become problems by themselves")
@permitted("improvement.view_problems")
def show_policy(request: HttpRequest) -> HttpResponse:
    """Certain causes that began and hurt so many people, or cost so much a year."""
    return respond(get_opening_policy())


@router.put("/problem-policy", summary="Agree which causes become problems by themselves")
@permitted("improvement.set_policy")
def agree_on_policy(request: Any, agreed: PolicyIn) -> HttpResponse:
    """What is open stays open; earlier policies are kept."""
    agree(policy=OPENING, values=Policy(**agreed.dict()), why="", by=request.auth, now=clock.now())
    return respond(get_opening_policy())
