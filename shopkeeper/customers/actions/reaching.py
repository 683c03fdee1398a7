"""How many people marketing may reach is counted every hour and kept, so that no page waits for it."""

from datetime import datetime

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.contracts import NightWork
from shopkeeper.customers.models import RelinkRun
from shopkeeper.customers.queries.reach import Reach, measure_reach

REACH = "customers.count_reach"
"""The timer that counts."""


def count_reach(*, by: Actor, now: datetime) -> int:
    """Count and keep; gives how many may be reached. Without a transaction around the look at all people."""
    reach = measure_reach(now)
    keep_reach(reach=reach, by=by, now=now)
    return reach.reachable


@action
def keep_reach(*, reach: Reach, by: Actor, now: datetime) -> None:
    """Write down what was counted, in place of what was counted before."""
    RelinkRun.objects.filter(work=NightWork.REACH).delete()
    counted = {
        "reachable": reach.reachable, "people": reach.people, "records": reach.records, "described": reach.described,
        "newest": str(reach.newest) if reach.newest else None,
    }  # fmt: skip
    RelinkRun.objects.create(work=NightWork.REACH, started_at=now, finished_at=now, came_of_it=counted)
