"""REST routes of playbooks, and of what teams carry."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.organization.public import Role
from shopkeeper.recovery.actions.allowances import set_capacity
from shopkeeper.recovery.actions.playbooks import revise_playbook
from shopkeeper.recovery.contracts import Fault, StepKind, Team
from shopkeeper.recovery.queries.capacity import find_load, list_loads
from shopkeeper.recovery.queries.playbooks import list_in_force
from shopkeeper.recovery.queries.reports import describe_playbook
from shopkeeper.recovery.queries.teams import get_playbook
from shopkeeper.recovery.rules.playbooks import StepPlan

router = Router()


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
