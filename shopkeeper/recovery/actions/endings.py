"""How a case ends, and begins again when it was not over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.organization import public as organization
from shopkeeper.recovery.actions.letters import hold_others, release_others
from shopkeeper.recovery.actions.remedies import release_open_remedies
from shopkeeper.recovery.contracts import Outcome, StepKind
from shopkeeper.recovery.errors import CaseIsOpen, CaseIsOver, NothingToSay
from shopkeeper.recovery.events import CaseReopened, CaseResolved
from shopkeeper.recovery.models import Case, Reopening, Resolution, Step

FIND_OUT = _("Find out what is still wrong, and put it right")
FIND_OUT_WITHIN = timedelta(hours=4)


@action
def resolve_case(*, case_id: UUID, outcome: Outcome, by: Actor, now: datetime, note: str = "") -> None:
    """End a case: put right, or openly not, which needs a reason. What was reserved and not given is released.

    :raises CaseIsOver: when it ended already
    :raises NothingToSay: when it could not be put right and nobody says why
    """
    by.require("recovery.work_cases")
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    if case.resolved_at is not None:
        raise CaseIsOver(number=case.number)
    if outcome is Outcome.UNABLE and not note.strip():
        raise NothingToSay
    Resolution.objects.create(case=case, outcome=outcome, note=note.strip(), by=by.id, by_name=by.name, at=now)
    Case.objects.filter(pk=case.pk).update(resolved_at=now)
    release_open_remedies(case, by=by, now=now)
    release_others(case, by=by, now=now)
    ended = CaseResolved(
        case_id=case.id, number=case.number, customer_id=case.customer_id, outcome=outcome, opened_at=case.opened_at
    )
    announce(ended, by=by, now=now)


@action
def reopen_case(*, case_id: UUID, by: Actor, now: datetime, note: str) -> None:
    """Somebody says that a resolved case is not over.

    :raises CaseIsOpen: when it has not ended
    :raises NothingToSay: without a reason
    """
    by.require("recovery.work_cases")
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    if case.resolved_at is None:
        raise CaseIsOpen(number=case.number)
    if not note.strip():
        raise NothingToSay
    reopen(case, reason="by_hand", note=note.strip(), by=by, now=now)


def reopen(case: Case, *, reason: str, by: Actor, now: datetime, note: str = "") -> None:
    """Open a locked, resolved case again, with one more step for its owner."""
    Reopening.objects.create(case=case, reason=reason, note=note, by=by.id, at=now)
    Case.objects.filter(pk=case.pk).update(resolved_at=None)
    calendar = organization.get_calendar(case.team_outlet_id, now=now)
    last = case.steps.order_by("-position").first()
    Step.objects.create(
        case=case, position=last.position + 1 if last else 1, kind=StepKind.CALL, title=FIND_OUT, channel="phone",
        role=case.role, owner_id=case.owner_id,
        due_at=organization.add_working_time(calendar, now, FIND_OUT_WITHIN),
    )  # fmt: skip
    hold_others(case, by=by, now=now)
    announce(
        CaseReopened(case_id=case.id, number=case.number, customer_id=case.customer_id, reason=reason),
        by=by, now=now,
    )  # fmt: skip
