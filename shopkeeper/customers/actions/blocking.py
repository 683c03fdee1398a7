"""Which pairs would be compared is counted in the background and kept, so that people read it before a run."""

from dataclasses import asdict
from datetime import datetime, timedelta

from shopkeeper.core import live
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.looking import TOPIC
from shopkeeper.customers.contracts import Comparisons, NightWork
from shopkeeper.customers.models import RelinkRun
from shopkeeper.customers.queries.blocking import find_comparisons, measure_comparisons
from shopkeeper.customers.queries.reach import recall_described

_STALE = timedelta(days=1)
_CHANGED = 0.05
"""With so many records more or less it is counted anew before its day is over."""


def recount_comparisons(*, by: Actor, now: datetime) -> int:
    """Count once a day, and after imports; gives how many pairs would be compared, or 0 where the last count holds."""
    last, records = find_comparisons(), recall_described()
    if last and now - last.counted_at < _STALE and abs(records - last.records) <= _CHANGED * last.records:
        return 0
    return count_comparisons(by=by, now=now).pairs if records or last else 0


def count_comparisons(*, by: Actor, now: datetime) -> Comparisons:
    """Count and keep; without a transaction around the look at all records."""
    counted = measure_comparisons(now)
    keep_comparisons(counted=counted, by=by, now=now)
    return counted


@action
def keep_comparisons(*, counted: Comparisons, by: Actor, now: datetime) -> None:
    """Write down what was counted, in place of what was counted before."""
    RelinkRun.objects.filter(work=NightWork.PAIRS).delete()
    came = {"records": counted.records, "rules": [asdict(rule) for rule in counted.rules]}
    RelinkRun.objects.create(work=NightWork.PAIRS, started_at=now, finished_at=now, came_of_it=came)
    live.tell(TOPIC)
