"""The demo's calendar: days and seconds as offsets from the day of loading, and what kind of day each is."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 86_400
HOUR = 3_600
SATURDAY = 5
SUNDAY = 6
_WINTER_FROM = date(2000, 1, 14)


class Days:
    """Days from `first` to `last` around `today`, which is day 0. Times are seconds from its local midnight."""

    def __init__(self, today: date, *, history: int, ahead: int, zone: str, snow_days: int) -> None:
        self.today = today
        self.first = -history
        self.last = ahead
        self._zone = ZoneInfo(zone)
        self._dates = {day: today + timedelta(days=day) for day in range(-history - 40, ahead + 41)}
        self._offsets = {day: self._offset_of(on) for day, on in self._dates.items()}
        self.snow = self._snow(snow_days)

    def __iter__(self) -> Iterable[int]:
        return iter(range(self.first, self.last + 1))

    def date_of(self, day: int) -> date:
        """The date of a day."""
        return self._dates.get(day) or self.today + timedelta(days=day)

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
        return f"{self.text(day)}T{_clock(second // 60)}:{second % 60:02}{self._offset(day)}"

    def second_of(self, instant: datetime) -> int:
        """The local second of an instant."""
        local = instant.astimezone(self._zone)
        return (local.date() - self.today).days * DAY + local.hour * HOUR + local.minute * 60 + local.second

    def when(self, at: int) -> datetime:
        """The instant of local second `at`."""
        return datetime.fromisoformat(self.instant(at)).astimezone(UTC)

    def _offset(self, day: int) -> str:
        return self._offsets.get(day) or self._offset_of(self.date_of(day))

    def _offset_of(self, on: date) -> str:
        return datetime.combine(on, time(12), self._zone).isoformat()[-6:]

    def _snow(self, length: int) -> range:
        # The last week after mid January that lies well before every trouble of the scenario.
        for year in (self.today.year, self.today.year - 1, self.today.year - 2):
            start = (_WINTER_FROM.replace(year=year) - self.today).days
            if start < -160:
                return range(start, start + length)
        return range(0)


@lru_cache(maxsize=1440)
def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
