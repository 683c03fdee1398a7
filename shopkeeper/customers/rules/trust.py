"""How far a source is trusted with a kind of value, from what became of the values that it gave."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

TOO_MANY = 0.02
"""One in fifty: from here on mail providers hold a sender's bounces against all of its mail."""
FEWEST = 5
"""Fewer failures than this are somebody's slip of the finger, not a habit."""
_Z = 1.959964


class ValueKind(StrEnum):
    """What can fail in life: mail bounces, nobody answers, a parcel finds no door."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Trust:
    """Of `tried` values `failed` did; the share lies between `low` and `high` (95 %, Wilson 1927)."""

    tried: int
    failed: int

    @property
    def rate(self) -> float:
        """The share that failed."""
        return self.failed / self.tried if self.tried else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies."""
        if not self.tried:
            return 0.0, 1.0
        n, p = self.tried, self.rate
        middle, width = (p + _Z**2 / (2 * n)), _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n))
        return max((middle - width) / (1 + _Z**2 / n), 0.0), min((middle + width) / (1 + _Z**2 / n), 1.0)

    @property
    def is_lost(self) -> bool:
        """Whether the source is trusted no more: surely more than one in fifty, and more than a slip."""
        return self.failed >= FEWEST and self.interval[0] > TOO_MANY
