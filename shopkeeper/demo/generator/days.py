"""The demo's calendar: days and seconds as offsets from the day of loading, and what kind of day each is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = 86_400
HOUR = 3_600
LIVED_DAYS = 3
"""The last days before today are acted out; what was before is imported."""
SATURDAY = 5
SUNDAY = 6
_WINTER_FROM = date(2000, 1, 14)
_MINUTES = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440)]
_SECONDS = [f":{second:02}" for second in range(60)]


class Days:
    """Days from `first` to `last` around `today`, which is day 0. Times are seconds from its local midnight."""

    def __init__(self, today: date, *, history: int, ahead: int, zone: str, snow_days: int) -> None:
        self.today = today
        self.first = -history
        self.last = ahead
        self._zone = ZoneInfo(zone)
        self._around: dict[int, tuple[str, str]] = {}
        self.snow = self._snow(snow_days)

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def date_of(self, day: int) -> date:
        """The date of a day."""
        return self.today + timedelta(days=day)

    def weekday(self, day: int) -> int:
        """0 is Monday."""
        return (self.today.weekday() + day) % 7

    def season(self, day: int) -> int:
        """0 winter, 1 spring, 2 summer, 3 autumn."""
        return (self.date_of(day).month % 12) // 3

    def is_christmas(self, day: int) -> bool:
        """The fortnight in which everything is late everywhere."""
        on = self.date_of(day)
        return on.month == 12 and 11 <= on.day <= 26

    def is_snow(self, day: int) -> bool:
        """The week of snow."""
        return day in self.snow

    def rush(self, day: int) -> float:
        """How busy the time of the year is: the weeks before Christmas above all."""
        on = self.date_of(day)
        if (on.month, on.day) >= (11, 20) and (on.month, on.day) <= (12, 23):
            return 1.45
        if (on.month, on.day) in {(12, 25), (12, 26), (1, 1)}:
            return 0.15
        return 0.9 if on.month in (1, 2) else 1.0

    def text(self, day: int) -> str:
        """The date, ISO 8601."""
        return self.date_of(day).isoformat()

    def instant(self, at: int) -> str:
        """The instant of local second `at`, ISO 8601 with the zone's offset of that day."""
        day, second = divmod(at, DAY)
        before, after = self._around.get(day) or self._learn(day)
        return before + _MINUTES[second // 60] + _SECONDS[second % 60] + after

    def second_of(self, instant: datetime) -> int:
        """The local second of an instant."""
        local = instant.astimezone(self._zone)
        return (local.date() - self.today).days * DAY + local.hour * HOUR + local.minute * 60 + local.second

    def when(self, at: int) -> datetime:
        """The instant of local second `at`."""
        return datetime.fromisoformat(self.instant(at)).astimezone(UTC)

    def _learn(self, day: int) -> tuple[str, str]:
        noon = datetime.combine(self.date_of(day), time(12), self._zone).isoformat()
        self._around[day] = noon[:11], noon[-6:]
        return self._around[day]

    def _snow(self, length: int) -> range:
        # The last week after mid January that lies well before every trouble of the scenario.
        for year in (self.today.year, self.today.year - 1, self.today.year - 2):
            start = (_WINTER_FROM.replace(year=year) - self.today).days
            if start < -160:
                return range(start, start + length)
        return range(0)
