"""When customers can be called: spans of two hours within the hours of the contact center."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shopkeeper.orders.contracts import Slot

LASTS = timedelta(hours=2)
NOTICE = timedelta(minutes=30)
AHEAD = timedelta(days=4)
MOST = 12


def cut_slots(openings: Iterable[tuple[datetime, datetime]], *, now: datetime) -> list[Slot]:
    """The next spans that lie wholly within opening hours, on full hours, at least half an hour from now."""
    found: list[Slot] = []
    for opens_at, closes_at in openings:
        starts_at = _full_hour(max(opens_at, now + NOTICE))
        while starts_at + LASTS <= closes_at and len(found) < MOST:
            found.append(Slot(starts_at, starts_at + LASTS))
            starts_at += LASTS
    return found


def _full_hour(moment: datetime) -> datetime:
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(hours=1)
