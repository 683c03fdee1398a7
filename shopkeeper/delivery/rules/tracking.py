"""Where a parcel is, from all that its carrier told, in whatever order it came."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shopkeeper.delivery.contracts import TrackingStatus

_ORDER = {status: place for place, status in enumerate(TrackingStatus)}
_ENDS = (TrackingStatus.DELIVERED, TrackingStatus.RETURNED)
EARLIEST, LATEST = timedelta(days=400), timedelta(hours=24)
SILENT_AFTER = 2
"""Delivery days without a word after which somebody should ask."""

type Told = tuple[datetime, TrackingStatus]


def latest(told: Iterable[Told]) -> Told | None:
    """What holds now: the last thing that happened, whatever was told last. An end stays one against later scans.

    Only being returned comes after being delivered. Of two at one instant the one further on its way holds.
    """
    known = sorted((t for t in told if t[1] is not TrackingStatus.NOTE), key=lambda t: (t[0], _ORDER[t[1]]))
    ends = [t for t in known if t[1] in _ENDS]
    return (ends or known)[-1] if known else None


def attempts(told: Iterable[Told]) -> int:
    """How often the carrier stood at the door and nobody was there."""
    return sum(status is TrackingStatus.ATTEMPTED for _, status in told)


def is_believable(occurred_at: datetime, now: datetime) -> bool:
    """Whether a scan's time can be right: not far ahead, not of another year's parcel with the same number."""
    return now - EARLIEST <= occurred_at <= now + LATEST
