"""REST routes of recovery."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.customers import public as customers
from shopkeeper.organization.public import Role
from shopkeeper.recovery.access import access_case, access_remedy, access_step
from shopkeeper.recovery.actions.allowances import set_capacity
from shopkeeper.recovery.actions.endings import reopen_case, resolve_case
from shopkeeper.recovery.actions.opening import report_harm
from shopkeeper.recovery.actions.owners import hand_over_case
from shopkeeper.recovery.actions.playbooks import revise_playbook
from shopkeeper.recovery.actions.remedies import decide_remedy, give_in_step, give_remedy, offer_remedy, release_remedy
from shopkeeper.recovery.actions.steps import add_note, complete_step
from shopkeeper.recovery.contracts import Fault, Outcome, RemedyKind, StepKind, Team
from shopkeeper.recovery.queries.capacity import find_load, list_loads
from shopkeeper.recovery.queries.cases import Asked, list_cases
from shopkeeper.recovery.queries.playbooks import list_in_force
from shopkeeper.recovery.queries.reports import describe, describe_playbook
from shopkeeper.recovery.queries.teams import get_playbook
from shopkeeper.recovery.queries.waiting import list_groups
from shopkeeper.recovery.rules.playbooks import StepPlan

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


class StepIn(Schema):
    """A step of a playbook; `due_minutes` is working time from the opening of the case."""

    kind: StepKind
    role: Role
    channel: str
    due_minutes: int
    title: str
    say: str = ""
    store_role: Role | None = None


class PlaybookIn(Schema):
    """The next version of a playbook; `after_version` is the version that was read."""

    after_version: int
    name: str = ""
    steps: list[StepIn]


class LimitsIn(Schema):
    """What one person of a team carries; without an outlet, of the role everywhere."""

    role: Role
    outlet_id: UUID | None = None
    new_a_day: int
    open_at_once: int


class Taker(Schema):
    """Who takes a case over, and why."""

    employee_id: UUID
    reason: str = ""


class Gift(Schema):
    """A remedy in the retailer's currency."""

    kind: RemedyKind
    amount: Decimal
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
    return _case(request, number, status=201)


@router.get("/cases/{number}", summary="One case with its steps, remedies and signals")
@permitted("recovery.view_cases")
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The whole case."""
    return _case(request, number)


@router.post("/cases/{number}/steps/{position}/completion", summary="Say that a step was done, or cannot be")
@permitted("recovery.work_cases")
@once
def complete(request: Any, number: str, position: int, done: CompletionIn) -> HttpResponse:
    """An apology by e-mail is sent with it."""
    step = access_step(request.auth, number, position)
    complete_step(step_id=step.id, by=request.auth, now=clock.now(), **done.dict())
    return _case(request, number)


@router.post("/cases/{number}/steps/{position}/gift", summary="Do a step by giving something back")
@permitted("recovery.work_cases")
@once
def give_at_step(request: Any, number: str, position: int, gift: Gift) -> HttpResponse:
    """At once where it is within all limits; else somebody is asked."""
    step = access_step(request.auth, number, position)
    give_in_step(step_id=step.id, by=request.auth, now=clock.now(), **gift.dict())
    return _case(request, number)


@router.post("/cases/{number}/notes", summary="Write a note")
@permitted("recovery.work_cases")
@once
def note(request: Any, number: str, words: Words) -> HttpResponse:
    """Kept in the story of the case."""
    case = access_case(request.auth, number)
    add_note(case_id=case.id, text=words.text, by=request.auth, now=clock.now())
    return _case(request, number, status=201)


@router.post("/cases/{number}/owner", summary="Hand a case over")
@permitted("recovery.work_cases")
@once
def hand_over(request: Any, number: str, taker: Taker) -> HttpResponse:
    """With the steps that its owner has open."""
    case = access_case(request.auth, number)
    hand_over_case(case_id=case.id, to_id=taker.employee_id, reason=taker.reason, by=request.auth, now=clock.now())
    return _case(request, number)


@router.post("/cases/{number}/resolution", summary="End a case")
@permitted("recovery.work_cases")
@once
def resolve(request: Any, number: str, ending: Ending) -> HttpResponse:
    """Put right, or openly not."""
    case = access_case(request.auth, number)
    resolve_case(case_id=case.id, outcome=ending.outcome, note=ending.note, by=request.auth, now=clock.now())
    return _case(request, number)


@router.post("/cases/{number}/reopening", summary="Open a case again")
@permitted("recovery.work_cases")
@once
def reopen(request: Any, number: str, words: Words) -> HttpResponse:
    """It was not over: say why."""
    case = access_case(request.auth, number)
    reopen_case(case_id=case.id, note=words.text, by=request.auth, now=clock.now())
    return _case(request, number)


@router.post("/cases/{number}/remedies", summary="Offer a remedy")
@permitted("recovery.work_cases")
@once
def offer(request: Any, number: str, gift: Gift) -> HttpResponse:
    """Reserved in the team's month; above its ceiling the approver is asked."""
    case = access_case(request.auth, number)
    offer_remedy(
        case_id=case.id, kind=gift.kind, amount=gift.amount, reason=gift.reason, by=request.auth, now=clock.now()
    )
    return _case(request, number, status=201)


@router.post("/cases/{number}/remedies/{remedy_id}/gift", summary="The customer has the remedy")
@permitted("recovery.work_cases")
@once
def give(request: Any, number: str, remedy_id: UUID) -> HttpResponse:
    """What was reserved counts as given."""
    give_remedy(remedy_id=access_remedy(request.auth, number, remedy_id).id, by=request.auth, now=clock.now())
    return _case(request, number)


@router.post("/cases/{number}/remedies/{remedy_id}/release", summary="The customer does not want the remedy")
@permitted("recovery.work_cases")
@once
def release(request: Any, number: str, remedy_id: UUID) -> HttpResponse:
    """What was reserved is free again."""
    release_remedy(remedy_id=access_remedy(request.auth, number, remedy_id).id, by=request.auth, now=clock.now())
    return _case(request, number)


@router.post("/cases/{number}/remedies/{remedy_id}/decision", summary="Grant or refuse a remedy")
@permitted("recovery.approve_remedies")
@once
def decide(request: Any, number: str, remedy_id: UUID, grant: bool) -> HttpResponse:
    """What is granted comes from the approver's own month."""
    remedy = access_remedy(request.auth, number, remedy_id)
    decide_remedy(remedy_id=remedy.id, grant=grant, by=request.auth, now=clock.now())
    return _case(request, number)


@router.get("/playbooks", summary="What is done about each kind of fault")
@permitted("recovery.view_cases")
def playbooks(request: Any) -> HttpResponse:
    """The versions in force, each with its steps."""
    return respond([describe_playbook(row) for row in list_in_force()])


@router.put("/playbooks/{fault}", summary="Put the next version of a playbook in force")
@permitted("recovery.manage_playbooks")
@once
def revise(request: Any, fault: Fault, wanted: PlaybookIn) -> HttpResponse:
    """Open cases keep the steps that they began with."""
    steps = [StepPlan(**step.dict() | {"store_role": step.store_role or ""}) for step in wanted.steps]
    revise_playbook(
        fault=fault, name=wanted.name, steps=steps, after_version=wanted.after_version, by=request.auth,
        now=clock.now(),
    )  # fmt: skip
    return respond(describe_playbook(get_playbook(fault)))


@router.get("/case-teams", summary="What each team carries and how many people wait for it")
@permitted("recovery.manage_playbooks")
def teams(request: Any) -> HttpResponse:
    """Those with most people waiting first."""
    return respond(list_loads(by=request.auth, now=clock.now()))


@router.put("/case-teams", summary="Say what one person of a team carries")
@permitted("recovery.manage_playbooks")
@once
def limit_team(request: Any, wanted: LimitsIn) -> HttpResponse:
    """New cases a day, and open at once."""
    team, now = Team(wanted.role, wanted.outlet_id), clock.now()
    set_capacity(team=team, new_a_day=wanted.new_a_day, open_at_once=wanted.open_at_once, by=request.auth, now=now)
    return respond(find_load(team, by=request.auth, now=now))


def _case(request: Any, number: str, *, status: int = 200) -> HttpResponse:
    case = access_case(request.auth, number)
    return respond(describe(case, now=clock.now()), status=status)
