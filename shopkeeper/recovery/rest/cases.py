"""REST routes of cases: open, worked on step by step, handed over, ended."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.customers import public as customers
from shopkeeper.recovery.access import access_case, access_step
from shopkeeper.recovery.actions.endings import reopen_case, resolve_case
from shopkeeper.recovery.actions.opening import report_harm
from shopkeeper.recovery.actions.owners import hand_over_case
from shopkeeper.recovery.actions.steps import add_note, complete_step
from shopkeeper.recovery.contracts import Fault, Outcome
from shopkeeper.recovery.queries.cases import Asked, list_cases
from shopkeeper.recovery.queries.waiting import list_groups
from shopkeeper.recovery.rest.telling import tell_case

router = Router()


class CasesAsked(Schema):
    """Which cases: of an owner, of a fault, overdue, resolved; 100 unless told otherwise, 1,000 at most."""

    owner: UUID | None = None
    fault: Fault | None = None
    overdue: bool = False
    resolved: bool = False
    limit: int = 100
    offset: int = 0


class Report(Schema):
    """What a customer told somebody: the customer's number, what went wrong, about which order, where."""

    customer: str
    fault: Fault
    order_id: UUID | None = None
    outlet_id: UUID | None = None


class CompletionIn(Schema):
    """How a step went; `text` holds the words of an apology, `channel` how it was done where not as planned."""

    note: str = ""
    text: str = ""
    channel: str = ""
    possible: bool = True


class Ending(Schema):
    """How a case ended; without success it needs a note."""

    outcome: Outcome
    note: str = ""


class Words(Schema):
    """Words that somebody wrote."""

    text: str


class Taker(Schema):
    """Who takes a case over, and why."""

    employee_id: UUID
    reason: str = ""


@router.get("/cases", summary="List cases")
@permitted("recovery.view_cases")
def list_all(request: Any, asked: Query[CasesAsked]) -> HttpResponse:
    """Open cases by due time, or resolved ones newest first, each with its owner and next step."""
    wanted = Asked(owner_id=asked.owner, fault=asked.fault or "", overdue=asked.overdue, resolved=asked.resolved)
    limit, offset = max(1, min(asked.limit, 1000)), max(0, asked.offset)
    return respond(list_cases(wanted, by=request.auth, now=clock.now(), limit=limit, offset=offset))


@router.get("/case-groups", summary="People harmed who have no case, in groups")
@permitted("recovery.view_cases")
def groups(request: Any) -> HttpResponse:
    """By what went wrong and where, with how many never told us."""
    return respond(list_groups(by=request.auth, now=clock.now()))


@router.post("/cases", summary="Report what a customer told you")
@permitted("recovery.work_cases")
@once
def report(request: Any, told: Report) -> HttpResponse:
    """Open a case, or find the one that is open for the same matter."""
    now = clock.now()
    customer_id = customers.find_customer_by_number(told.customer)
    if customer_id is None:
        raise customers.CustomerNotFound(what="customer", key=told.customer)
    number = report_harm(
        customer_id=customer_id, fault=told.fault, order_id=told.order_id, outlet_id=told.outlet_id,
        by=request.auth, now=now,
    )  # fmt: skip
    return tell_case(request, number, status=201)


@router.get("/cases/{number}", summary="One case with its steps, remedies and signals")
@permitted("recovery.view_cases")
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The whole case."""
    return tell_case(request, number)


@router.post("/cases/{number}/steps/{position}/completion", summary="Say that a step was done, or cannot be")
@permitted("recovery.work_cases")
@once
def complete(request: Any, number: str, position: int, done: CompletionIn) -> HttpResponse:
    """An apology by e-mail is sent with it."""
    step = access_step(request.auth, number, position)
    complete_step(step_id=step.id, by=request.auth, now=clock.now(), **done.dict())
    return tell_case(request, number)


@router.post("/cases/{number}/notes", summary="Write a note")
@permitted("recovery.work_cases")
@once
def note(request: Any, number: str, words: Words) -> HttpResponse:
    """Kept in the story of the case."""
    case = access_case(request.auth, number)
    add_note(case_id=case.id, text=words.text, by=request.auth, now=clock.now())
    return tell_case(request, number, status=201)


@router.post("/cases/{number}/owner", summary="Hand a case over")
@permitted("recovery.work_cases")
@once
def hand_over(request: Any, number: str, taker: Taker) -> HttpResponse:
    """With the steps that its owner has open."""
    case = access_case(request.auth, number)
    hand_over_case(case_id=case.id, to_id=taker.employee_id, reason=taker.reason, by=request.auth, now=clock.now())
    return tell_case(request, number)


@router.post("/cases/{number}/resolution", summary="End a case")
@permitted("recovery.work_cases")
@once
def resolve(request: Any, number: str, ending: Ending) -> HttpResponse:
    """Put right, or openly not."""
    case = access_case(request.auth, number)
    resolve_case(case_id=case.id, outcome=ending.outcome, note=ending.note, by=request.auth, now=clock.now())
    return tell_case(request, number)


@router.post("/cases/{number}/reopening", summary="Open a case again")
@permitted("recovery.work_cases")
@once
def reopen(request: Any, number: str, words: Words) -> HttpResponse:
    """It was not over: say why."""
    case = access_case(request.auth, number)
    reopen_case(case_id=case.id, note=words.text, by=request.auth, now=clock.now())
    return tell_case(request, number)
