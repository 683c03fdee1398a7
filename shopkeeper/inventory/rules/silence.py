"""How long a place may say nothing: closed hours do not count, for nobody sells behind closed doors."""

from collections.abc import Sequence
from datetime import datetime, timedelta

DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=28)
"""Closed time further back counts no more: a place that has been shut for a month is looked at before it sells."""

type Opening = tuple[datetime, datetime]


def closed_time(limit: timedelta, open_for: Sequence[Opening], *, now: datetime) -> timedelta:
    """The closed time within the last `limit` of open time: so much longer a place may have said nothing.

    `open_for` are the stretches of the last four weeks in which it was open, oldest first.
    """
    left = limit
    for opens_at, closes_at in reversed(open_for):
        until = min(closes_at, now)
        if until - opens_at >= left:
            return now - (until - left) - limit
        left -= max(timedelta(), until - opens_at)
    return max(timedelta(), LOOK_BACK - limit)
