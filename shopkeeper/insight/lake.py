"""Bringing the analytical copies up to date. Heavy: for the worker and the command line, never for a web process."""

from datetime import datetime, timedelta

from django.conf import settings

from shopkeeper.core.actors import Actor
from shopkeeper.core.database import current_url
from shopkeeper.customers import public as customers
from shopkeeper.engines.datasets import list_data_sets
from shopkeeper.engines.lake import Lake, Refreshed

_LOOKS_BACK = timedelta(days=3)
"""Longer than a night, so that one that was missed is made up for."""


def refresh_lake(*, by: Actor, now: datetime) -> int:
    """Bring every data set up to date. Returns how many rows changed."""
    return sum(done.changed_rows for done in refresh_each(now=now))


def refresh_each(*, now: datetime) -> list[Refreshed]:
    """The same, with what became of each."""
    lake = Lake(settings.HOME.lake)
    return [lake.refresh(data_set, current_url(), now=now) for data_set in list_data_sets()]


def drop_erased(*, by: Actor, now: datetime) -> int:
    """After an erasure: leave out of every month what the database has no more. Returns how many data sets."""
    if not customers.has_erased_since(now - _LOOKS_BACK):
        return 0
    lake = Lake(settings.HOME.lake)
    done = [lake.refresh(data_set, current_url(), now=now, drop_gone=True) for data_set in list_data_sets()]
    return len(done)
