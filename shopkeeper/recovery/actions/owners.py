"""Who owns a case: handing over, and never leaving one with somebody who is gone."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.organization import public as organization
from shopkeeper.recovery.contracts import Team
from shopkeeper.recovery.errors import CaseIsOver, UnknownPerson
from shopkeeper.recovery.events import CaseHandedOver
from shopkeeper.recovery.models import Apology, Case, HandOver, Step
from shopkeeper.recovery.queries import teams

LEFT = "owner_left"


@action
def hand_over_case(*, case_id: UUID, to_id: UUID, by: Actor, now: datetime, reason: str = "") -> None:
    """Give a case, and the open steps that its owner has in it, to somebody else.

    :raises UnknownPerson: when the taker holds no role today
    :raises CaseIsOver: when the case ended
    """
    by.require("recovery.work_cases")
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    if case.resolved_at is not None:
        raise CaseIsOver(number=case.number)
    if organization.find_person(to_id, now=now) is None:
        raise UnknownPerson
    _hand_over(case, to_id, reason=reason.strip(), by=by, now=now)


@action
def reassign_orphans(*, by: Actor, now: datetime) -> int:
    """Give cases and steps of people who hold no role any more to somebody of the same team; how many.

    :raises NobodyInRole: when there is nobody at all; the failure stands on the system page until somebody is there
    """
    here = {person.id for person in organization.list_people(now=now)}
    open_steps = Step.objects.filter(completion=None, case__resolved_at=None)
    orphans = list(open_steps.exclude(owner__in=here).select_related("case"))
    cases = list(Case.objects.select_for_update(no_key=True).open().exclude(owner__in=here))
    roster = teams.Roster(by=by, now=now)
    for case in cases:
        taker = roster.choose_owner(Team(case.role, case.team_outlet_id))
        _hand_over(case, taker.id, reason=LEFT, by=by, now=now)
    for step in orphans:
        taker = roster.choose_owner(Team(step.role, step.case.team_outlet_id))
        roster.loads[taker.id] += 1
        Step.objects.filter(pk=step.pk).exclude(owner__in=here).update(owner_id=taker.id)
    return len(cases) + len(orphans)


def _hand_over(case: Case, to_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    giver_id = case.owner_id
    HandOver.objects.create(case=case, giver_id=giver_id, taker_id=to_id, reason=reason, by=by.id, at=now)
    Case.objects.filter(pk=case.pk).update(owner_id=to_id)
    Step.objects.filter(case=case, owner_id=giver_id, completion=None).update(owner_id=to_id)
    Apology.objects.filter(case=case, employee_id=giver_id, sent_at=None).update(employee_id=to_id)
    handed = CaseHandedOver(case_id=case.id, number=case.number, from_id=giver_id, to_id=to_id)
    announce(handed, by=by, now=now)
