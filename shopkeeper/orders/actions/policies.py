"""What may come back is set by category, or for everything."""

from datetime import datetime

from django.db.models import Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.orders.actions.returns.steps import name_of
from shopkeeper.orders.contracts import PolicySpec
from shopkeeper.orders.events import ReturnPolicySet
from shopkeeper.orders.models import ReturnPolicy


@action
def set_return_policy(*, policy: PolicySpec, by: Actor, now: datetime) -> None:
    """Set what may come back of a category and those below it, or of everything. It holds for what is asked from now.

    :raises InvalidInput: for a window or a share that cannot be
    """
    if not 0 <= policy.days <= 3650 or not 0 <= policy.worn_percent <= 100:
        raise InvalidInput(reason="A window is up to 3650 days, a share 0 to 100 percent.")
    values = {
        "days": policy.days, "is_final_sale": policy.is_final_sale, "person_above": policy.person_above,
        "worn_percent": policy.worn_percent, "refunds_delivery": policy.refunds_delivery, "set_by": name_of(by),
        "set_at": now,
    }  # fmt: skip
    of_category = Q(category=policy.category_id) if policy.category_id else Q(category=None)
    if not ReturnPolicy.objects.filter(of_category).update(**values):
        ReturnPolicy.objects.create(id=new_id(), category_id=policy.category_id, **values)
    announce(ReturnPolicySet(category_id=policy.category_id, days=policy.days), by=by, now=now)
