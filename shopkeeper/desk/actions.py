"""Writes of the desk."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.core.refusals import InvalidInput, NotPermitted
from shopkeeper.desk.models import HomeChoice
from shopkeeper.insight import public as insight


@action
def choose_numbers(*, metrics: list[str], by: Actor, now: datetime) -> None:
    """Choose the one to six numbers that one meets every morning; none goes back to those of the role.

    :raises MetricNotFound: when a metric is not declared
    :raises InvalidInput: when there are more than six
    """
    if by.kind is not ActorKind.EMPLOYEE:
        raise NotPermitted(permission="desk.choose_numbers")
    wanted = list(dict.fromkeys(insight.get_metric(name).name for name in metrics))
    if len(wanted) > 6:
        raise InvalidInput(reason="At most six numbers fit a morning.")
    if not wanted:
        HomeChoice.objects.filter(employee=UUID(by.id)).delete()
        return
    HomeChoice.objects.update_or_create(employee_id=UUID(by.id), defaults={"metrics": wanted, "chosen_at": now})
