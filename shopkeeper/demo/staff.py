"""The retailer's staff do what they have to, shortly before it falls due: nobody is late because a visitor waits."""

from datetime import datetime, timedelta

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import operator
from shopkeeper.organization import public as organization
from shopkeeper.recovery import public as recovery

LEAD = timedelta(minutes=30)
_LATEST = timedelta(minutes=10)


def keep_deadlines(*, now: datetime) -> int:
    """Do each case's next step that falls due in the next half hour, as its owner, and end a case after its last step.

    After a pause of the machine a step is dated to before it fell due, as the rest of the story is. Returns how many.
    """
    steps = recovery.list_next_steps(due_before=now + LEAD, by=operator(), now=now)
    owners = organization.find_actors_of_employees([each.step.owner_id for each in steps], now=now)
    willing = {key: owner for key, owner in owners.items() if owner.may("recovery.work_cases")}
    owned = [(each, willing[each.step.owner_id]) for each in steps if each.step.owner_id in willing]
    for waiting, owner in owned:
        _do(waiting, owner, now=now)
    return len(owned)


def _do(waiting: recovery.NextStep, owner: Actor, *, now: datetime) -> None:
    step = waiting.step
    at = max(waiting.opened_at, min(now, step.due_at - _LATEST))
    words = step.say if step.kind is recovery.StepKind.APOLOGIZE else ""
    recovery.complete_step(step_id=step.id, text=words, by=owner, now=at)
    if waiting.is_last:
        recovery.resolve_case(case_id=waiting.case_id, outcome=recovery.Outcome.PUT_RIGHT, by=owner, now=at)
