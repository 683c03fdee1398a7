"""Doing the steps of a case, and writing down what was seen."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.recovery.actions.letters import BY_MAIL, send_apology
from shopkeeper.recovery.contracts import StepKind
from shopkeeper.recovery.errors import AlreadyApologized, CaseIsOver, NothingToSay, StepAlreadyDone
from shopkeeper.recovery.events import ApologySent, StepCompleted
from shopkeeper.recovery.models import Apology, Case, Completion, Note, Step

DONE = "done"
NOT_POSSIBLE = "not_possible"


@action
def complete_step(
    *, step_id: UUID, by: Actor, now: datetime, note: str = "", text: str = "", channel: str = "", possible: bool = True
) -> None:
    """Say that a step was done, or that it cannot be done (which needs a reason). An apology keeps its words in `text`.

    `channel` is how it was done, where not as planned; an apology by e-mail is sent with this very step.

    :raises CaseIsOver: when the case ended
    :raises StepAlreadyDone: when somebody else was quicker
    :raises NothingToSay: for an impossible step without a reason
    """
    by.require("recovery.work_cases")
    step = Step.objects.select_related("case").get(pk=step_id)
    case = _lock_open(step.case_id)
    done = Completion.objects.filter(step=step).first()
    if done:
        raise StepAlreadyDone(who=done.by_name)
    if not possible and not note.strip():
        raise NothingToSay
    if possible and step.kind == StepKind.APOLOGIZE:
        _apologize(case, step, text=text.strip(), channel=channel or step.channel, by=by, now=now)
    outcome = DONE if possible else NOT_POSSIBLE
    Completion.objects.create(step=step, outcome=outcome, note=note.strip(), by=by.id, by_name=by.name, at=now)
    completed = StepCompleted(case_id=case.id, number=case.number, step_id=step.id, kind=step.kind, outcome=outcome)
    announce(completed, by=by, now=now)


def _apologize(case: Case, step: Step, *, text: str, channel: str, by: Actor, now: datetime) -> None:
    """Keep that sorry was said. A guarded update, so that two people at once say it once.

    :raises AlreadyApologized: when the customer heard it before, from whomever
    """
    waiting = Apology.objects.filter(case=case, sent_at=None)
    if not waiting.update(sent_at=now, text=text, employee_id=step.owner_id, channel=channel):
        said = Apology.objects.select_related("employee").get(case=case)
        raise AlreadyApologized(who=said.employee.name)
    if channel == BY_MAIL:
        send_apology(case, text=text, by=by, now=now)
    sent = ApologySent(case_id=case.id, customer_id=case.customer_id, employee_id=step.owner_id, channel=channel)
    announce(sent, by=by, now=now)


@action
def add_note(*, case_id: UUID, text: str, by: Actor, now: datetime) -> None:
    """Keep what somebody wrote down about a case.

    :raises NothingToSay: without words
    """
    by.require("recovery.work_cases")
    if not text.strip():
        raise NothingToSay
    Note.objects.create(case_id=case_id, text=text.strip(), by=by.id, by_name=by.name, at=now)


def _lock_open(case_id: UUID) -> Case:
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    if case.resolved_at is not None:
        raise CaseIsOver(number=case.number)
    return case
