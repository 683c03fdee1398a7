"""What the insight does again and again; imported by the worker only, since the lake needs heavy libraries."""

from datetime import datetime, timedelta

from django.conf import settings

from shopkeeper.core import schedule
from shopkeeper.core.actors import Actor
from shopkeeper.core.database import current_url
from shopkeeper.engines.datasets import list_data_sets
from shopkeeper.engines.lake import Lake


def refresh_lake(*, by: Actor, now: datetime) -> int:
    """Bring every data set up to date. Returns how many rows changed."""
    lake = Lake(settings.HOME.lake)
    url = current_url()
    return sum(lake.refresh(data_set, url, now=now).changed_rows for data_set in list_data_sets())


schedule.register("insight.refresh_lake", every=timedelta(minutes=5), sweep=refresh_lake)
