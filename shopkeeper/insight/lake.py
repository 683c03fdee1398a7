"""Bringing the analytical copies up to date. Heavy: for the worker and the command line, never for a web process."""

from datetime import datetime

from django.conf import settings

from shopkeeper.core.actors import Actor
from shopkeeper.core.database import current_url
from shopkeeper.engines.datasets import list_data_sets
from shopkeeper.engines.lake import Lake, Refreshed


def refresh_lake(*, by: Actor, now: datetime) -> int:
    """Bring every data set up to date. Returns how many rows changed."""
    return sum(done.changed_rows for done in refresh_each(now=now))


def refresh_each(*, now: datetime) -> list[Refreshed]:
    """The same, with what became of each."""
    lake = Lake(settings.HOME.lake)
    return [lake.refresh(data_set, current_url(), now=now) for data_set in list_data_sets()]
