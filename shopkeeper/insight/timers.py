"""What the insight does again and again; imported by the worker only, since the lake needs heavy libraries."""

from datetime import datetime, timedelta

from shopkeeper.core import schedule
from shopkeeper.core.actors import Actor
from shopkeeper.insight.actions.causes import find_causes
from shopkeeper.insight.lake import drop_erased, refresh_lake
from shopkeeper.insight.warehouse import own_warehouse


def find_causes_again(*, by: Actor, now: datetime) -> int:
    """Bring the data up to date and search the causes of everything."""
    refresh_lake(by=by, now=now)
    with own_warehouse():
        return find_causes(by=by, now=now)


schedule.register("insight.refresh_lake", every=timedelta(minutes=5), sweep=refresh_lake)
schedule.register("insight.find_causes", every=timedelta(hours=24), sweep=find_causes_again)
schedule.register("insight.drop_erased", every=timedelta(hours=24), sweep=drop_erased)
