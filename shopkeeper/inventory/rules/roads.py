"""How long pieces are on the road, in days on which something drives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from shopkeeper.inventory.rules.replenishing import ON_THE_ROAD

_A_DAY = timedelta(days=1)
_LONGEST_REST = 60


@dataclass(frozen=True, slots=True)
class DrivingDays:
    """The days on which carriers bring what they carry: weekdays (0 is Monday) without the days on which they rest."""

    weekdays: frozenset[int] = frozenset(range(7))
    rests_on: frozenset[date] = frozenset()

    def has(self, day: date) -> bool:
        """Whether anything drives on that day."""
        return day.weekday() in self.weekdays and day not in self.rests_on


@dataclass(frozen=True, slots=True)
class Roads:
    """Driving days from origin to destination, as measured, and which days those are."""

    measured: Mapping[tuple[str, str], int]
    driving: DrivingDays

    def days(self, origin: str, destination: str) -> int:
        """What was measured between the two; two days where too few came to tell."""
        return self.measured.get((origin, destination), ON_THE_ROAD)

    def arrival(self, origin: str, destination: str, leaves_on: date) -> date:
        """The day on which it is there: so many driving days after the one on which it leaves."""
        day = leaves_on
        for _ in range(self.days(origin, destination)):
            day = _next_driving_day(self.driving, day)
        return day


def _next_driving_day(driving: DrivingDays, day: date) -> date:
    later = (day + n * _A_DAY for n in range(1, _LONGEST_REST))
    return next((each for each in later if driving.has(each)), day + _A_DAY)
