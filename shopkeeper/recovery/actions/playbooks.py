"""Changing what is done about a kind of fault: always as the next version."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.recovery.contracts import Fault
from shopkeeper.recovery.errors import NoPlaybook, NotForOnePlace, PlaybookMovedOn
from shopkeeper.recovery.events import PlaybookRevised
from shopkeeper.recovery.models import Playbook, PlaybookStep
from shopkeeper.recovery.rules.playbooks import StepPlan, check_complete


@action
def revise_playbook(
    *, fault: Fault, name: str, steps: Sequence[StepPlan], after_version: int, by: Actor, now: datetime
) -> int:
    """Put the next version in force; its number. Open cases keep the steps that they began with.

    `after_version` is the version that was read before it was changed.

    :raises PlaybookIncomplete: when a step lacks a role, words or a time
    :raises PlaybookMovedOn: when somebody else put another version in force meanwhile
    :raises NoPlaybook: when there is none for this fault
    :raises NotForOnePlace: when the actor answers for a part of the company only
    """
    by.require("recovery.manage_playbooks")
    if not by.scopes.company_wide:
        raise NotForOnePlace
    check_complete(steps)
    current = Playbook.objects.select_for_update(no_key=True).filter(fault=fault, ends_at=None).first()
    if current is None:
        raise NoPlaybook(fault=fault)
    if current.version != after_version:
        raise PlaybookMovedOn(version=current.version)
    current.ends_at = now
    current.save(update_fields=["ends_at"])
    row = Playbook.objects.create(
        code=current.code, version=current.version + 1, fault=fault, name=name.strip() or current.name, starts_at=now
    )
    PlaybookStep.objects.bulk_create(
        PlaybookStep(playbook=row, position=position, **asdict(step)) for position, step in enumerate(steps, start=1)
    )
    announce(PlaybookRevised(playbook_id=row.id, fault=fault, version=row.version), by=by, now=now)
    return row.version
