"""How long a supplier takes, measured by its deliveries instead of believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from math import ceil

ENOUGH = 10
"""Deliveries before they decide anything."""
_NINE_IN_TEN = 0.9


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Days from the order until the last piece was there: what is agreed, what half of the deliveries took at most, and
    what nine in ten did. Nothing is measured of too few deliveries."""

    agreed: int | None
    deliveries: int
    median: int | None = None
    slow: int | None = None

    @property
    def needed(self) -> int:
        """So many deliveries measure it."""
        return ENOUGH

    @property
    def to_count_on(self) -> int | None:
        """The days to promise by: never fewer than agreed, and no fewer than nine in ten deliveries took."""
        known = [days for days in (self.agreed, self.slow) if days is not None]
        return max(known, default=None)

    @property
    def is_slower(self) -> bool:
        """Whether deliveries take longer than agreed."""
        return self.slow is not None and self.agreed is not None and self.slow > self.agreed


def measure_lead_time(days: Sequence[int], *, agreed: int | None) -> LeadTime:
    """What deliveries took, by nearest rank."""
    if len(days) < ENOUGH:
        return LeadTime(agreed, len(days))
    ordered = sorted(days)
    return LeadTime(agreed, len(days), _rank(ordered, 0.5), _rank(ordered, _NINE_IN_TEN))


def counts_from(ordered_on: date, asked_at: time | None, cut_off_at: time | None) -> date:
    """The day from which a supplier counts an order: the next one once its cut-off has passed, by its buyer's clock.

    `asked_at` is the time of day when it is ordered just now; none where only the day is known.
    """
    is_late = asked_at is not None and cut_off_at is not None and asked_at >= cut_off_at
    return ordered_on + timedelta(days=1) if is_late else ordered_on


def _rank(ordered: Sequence[int], share: float) -> int:
    return ordered[max(0, ceil(len(ordered) * share) - 1)]
