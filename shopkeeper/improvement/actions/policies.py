"""Agreeing on which causes become problems by themselves."""

from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.improvement.errors import WrongPolicy
from shopkeeper.improvement.events import OpeningPolicySet
from shopkeeper.improvement.models import OpeningPolicy
from shopkeeper.improvement.rules.policy import Policy


@action
def set_opening_policy(*, policy: Policy, by: Actor, now: datetime) -> None:
    """Say from what size on a cause is a problem without anybody asking; what is open stays open.

    :raises WrongPolicy: for fewer people, or less money, than none
    """
    by.require("improvement.set_policy")
    if policy.fewest_people < 1 or not policy.least_a_year.is_finite() or policy.least_a_year < 0:
        raise WrongPolicy
    row = OpeningPolicy.objects.create(
        is_on=policy.is_on, fewest_people=policy.fewest_people, least_a_year=policy.least_a_year, set_by=by.id,
        set_at=now,
    )  # fmt: skip
    announce(OpeningPolicySet(policy_id=row.id, is_on=policy.is_on), by=by, now=now)
