"""Causes that deserve it become problems by themselves, each with an owner by role and a watch."""

import logging
from datetime import datetime
from decimal import Decimal

from shopkeeper.core.actors import Actor
from shopkeeper.improvement.actions.problems import open_problem
from shopkeeper.improvement.drafts import draft_from_cause, outlet_of_cause
from shopkeeper.improvement.models import Problem
from shopkeeper.improvement.queries.policies import get_opening_policy
from shopkeeper.improvement.rules.policy import Policy, deserves_a_problem
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization

log = logging.getLogger(__name__)


def open_due_problems(*, by: Actor, now: datetime) -> int:
    """Open a problem for every cause that deserves one and never had one; how many were opened.

    A cause whose problem was closed opens no second one: the watch of the first reopens it. Where nobody could own it,
    the cause stays among those that nobody owns.
    """
    policy = get_opening_policy()
    known = set(Problem.objects.exclude(cause_id="").values_list("cause_id", flat=True))
    due = [card for card in insight.list_causes(by=by, with_standing=False) if str(card.id) not in known]
    return sum(_open(card, by=by, now=now) for card in due if _deserves(card, policy))


def list_deserving(policy: Policy, *, by: Actor) -> list[insight.CauseCard]:
    """The causes of today that this policy makes problems, the dearest first, whether or not they have one already."""
    found = [card for card in insight.list_causes(by=by, with_standing=False) if _deserves(card, policy)]
    return sorted(found, key=lambda card: (-card.money, -card.people_hurt))


def _deserves(card: insight.CauseCard, policy: Policy) -> bool:
    return deserves_a_problem(
        policy, kind=card.kind, direction=card.direction, is_certain=card.is_certain,
        is_judgment=insight.get_metric(card.metric).is_judgment, people=card.people_hurt,
        a_year=Decimal(str(card.money)),
    )  # fmt: skip


def _open(card: insight.CauseCard, *, by: Actor, now: datetime) -> bool:
    role = organization.Role(card.owner_role)
    if organization.find_person_or_substitute(role, outlet_id=outlet_of_cause(card), now=now) is None:
        log.warning("cause without an owner", extra={"cause": str(card.id), "role": role})
        return False
    open_problem(draft=draft_from_cause(card, now=now), by=by, now=now)
    return True
