"""Agreeing on a policy: the next version of it, with who, when and why; earlier ones stay."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce, event
from shopkeeper.core.ids import new_id
from shopkeeper.core.models import PolicyVersion
from shopkeeper.core.policies import EVERYTHING, Policy, list_agreed
from shopkeeper.core.refusals import InvalidInput, NotFound
from shopkeeper.core.refusals import sentence as message


class PolicyOutOfBounds(InvalidInput):
    """A value that nobody can mean."""

    code = "policy_out_of_bounds"
    message = message("“%(label)s” lies between %(least)s and %(most)s.")


@event
class PolicyAgreed:
    """From now on something else holds; for which subject, where it is not for everything."""

    policy: str
    subject: str
    version_id: UUID


@action
def agree[T](*, policy: Policy[T], values: T, subject: str = EVERYTHING, why: str, by: Actor, now: datetime) -> None:
    """Decide what holds from now on, for a subject or for everything. What holds already is not written again.

    :raises NotPermitted: when `by` may not decide this
    :raises NotFound: for a subject that is not there
    :raises PolicyOutOfBounds: for a value that nobody can mean
    """
    _check_subject(policy, subject, by)
    for knob in policy.knobs:
        if not knob.fits(getattr(values, knob.name)):
            raise PolicyOutOfBounds(label=knob.label, least=knob.least, most=knob.most)
    if list_agreed(policy).get(subject) != values:
        _write(policy, subject, policy.told(values), why, by=by, now=now)


@action
def let_go[T](*, policy: Policy[T], subject: str, why: str, by: Actor, now: datetime) -> None:
    """Nothing of its own holds for the subject any more. Twice changes nothing.

    :raises NotPermitted: when `by` may not decide this
    :raises NotFound: for a subject that is not there
    """
    _check_subject(policy, subject, by)
    if subject in list_agreed(policy):
        _write(policy, subject, None, why, by=by, now=now)


def _check_subject(policy: Policy[Any], subject: str, by: Actor) -> None:
    by.require(policy.permission)
    known = {key for key, _name in policy.list_subjects()} if policy.list_subjects else set()
    if subject != EVERYTHING and subject not in known:
        raise NotFound(what="subject", key=subject)


def _write(
    policy: Policy[Any], subject: str, values: dict[str, Any] | None, why: str, *, by: Actor, now: datetime
) -> None:
    row = PolicyVersion.objects.create(
        id=new_id(), code=policy.code, subject=subject, values=values, why=why.strip()[:300], set_by=by.id[:120],
        set_by_name=by.name[:120], set_at=now,
    )  # fmt: skip
    announce(PolicyAgreed(policy=policy.code, subject=subject, version_id=row.id), by=by, now=now)
