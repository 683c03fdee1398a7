"""What may come back is set by category, or for everything."""

from dataclasses import replace
from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.agreeing import agree
from shopkeeper.core.policies import EVERYTHING
from shopkeeper.orders.contracts import PolicySpec
from shopkeeper.orders.policies import RETURNS


@action
def set_return_policy(*, policy: PolicySpec, why: str = "", by: Actor, now: datetime) -> None:
    """Set what may come back of a category and those below it, or of everything. It holds for what is asked from now.

    :raises NotFound: for a category that is not there
    :raises PolicyOutOfBounds: for a window or a share that cannot be
    """
    subject = str(policy.category_id) if policy.category_id else EVERYTHING
    agree(policy=RETURNS, values=replace(policy, category_id=None), subject=subject, why=why, by=by, now=now)
