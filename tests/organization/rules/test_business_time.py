"""When a deadline falls: working hours, split shifts, holidays, time zones and the nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.organization.public import (
    NeverOpen,
    WorkingBlock,
    WorkingCalendar,
    add_working_time,
    working_time_between,
)

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


def week(
    *hours: tuple[int, int, int, int], days: range = range(5), closed: frozenset[date] = frozenset()
) -> WorkingCalendar:
    """The same blocks (opening hour and minute, closing hour and minute) on each of the days, in London."""
    blocks = [WorkingBlock(day, time(a, b), time(c, d)) for day in days for a, b, c, d in hours]
    return WorkingCalendar("Europe/London", tuple(blocks), closed)


NINE_TO_FIVE = week((9, 0, 17, 0))
SPLIT_SHIFT = week((8, 0, 12, 0), (13, 30, 18, 0))


def london(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time in 2026 by the clock on the wall; 6 November is a Friday."""
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def test_an_hour_from_friday_half_past_four_ends_on_monday_half_past_nine() -> None:
    assert add_working_time(NINE_TO_FIVE, london(6, 16, 30), HOUR) == london(9, 9, 30)


def test_what_comes_in_during_the_lunch_break_starts_after_it() -> None:
    assert add_working_time(SPLIT_SHIFT, london(4, 12, 30), HOUR) == london(4, 14, 30)
    assert add_working_time(SPLIT_SHIFT, london(4, 12, 30), timedelta()) == london(4, 13, 30)


def test_a_span_that_fills_the_day_ends_with_it_and_not_next_morning() -> None:
    assert add_working_time(NINE_TO_FIVE, london(6, 16), HOUR) == london(6, 17)


def test_a_public_holiday_is_skipped() -> None:
    closed = week((9, 0, 17, 0), closed=frozenset({date(2026, 11, 9)}))
    assert add_working_time(closed, london(6, 16, 30), HOUR) == london(10, 9, 30)


def test_an_hour_stays_an_hour_on_the_night_when_the_clocks_go_back() -> None:
    # On 25 October 2026, 02:00 summer time becomes 01:00: from midnight to 06:00 are seven hours.
    night = week((22, 0, 6, 0), days=range(7))
    starts_at = london(24, 23, month=10)
    assert working_time_between(night, starts_at, london(25, 6, month=10)) == 8 * HOUR
    assert add_working_time(night, starts_at, 8 * HOUR) == london(25, 6, month=10)


def test_each_place_keeps_its_own_time() -> None:
    blocks = tuple(WorkingBlock(day, time(9), time(17)) for day in range(5))
    sao_paulo = WorkingCalendar("America/Sao_Paulo", blocks)
    assert add_working_time(sao_paulo, datetime(2026, 11, 4, 9, tzinfo=UTC), HOUR) == datetime(
        2026, 11, 4, 13, tzinfo=UTC
    )


def test_blocks_that_touch_or_overlap_count_once() -> None:
    overlapping = week((9, 0, 13, 0), (12, 0, 17, 0))
    assert working_time_between(overlapping, london(4, 0), london(5, 0)) == 8 * HOUR


def test_a_place_open_around_the_clock_never_waits() -> None:
    always = week((0, 0, 0, 0), days=range(7))
    assert add_working_time(always, london(7, 3), 50 * HOUR) == london(9, 5)


def test_a_calendar_without_hours_refuses_to_promise_anything() -> None:
    with pytest.raises(NeverOpen):
        add_working_time(WorkingCalendar("Europe/London", ()), london(4, 9), HOUR)


instants = st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.timedeltas(min_value=timedelta(), max_value=timedelta(hours=60))
calendars = st.sampled_from([NINE_TO_FIVE, SPLIT_SHIFT, week((22, 0, 6, 0), days=range(7)), week((7, 15, 7, 45))])


@given(calendars, instants, spans)
def test_what_was_added_lies_between(calendar: WorkingCalendar, starts_at: datetime, span: timedelta) -> None:
    assert working_time_between(calendar, starts_at, add_working_time(calendar, starts_at, span)) == span


@given(calendars, instants, spans, spans)
def test_two_spans_one_after_the_other_are_one(
    calendar: WorkingCalendar, starts_at: datetime, first: timedelta, second: timedelta
) -> None:
    at_once = add_working_time(calendar, starts_at, first + second + timedelta(seconds=1))
    one_by_one = add_working_time(calendar, add_working_time(calendar, starts_at, first), second + timedelta(seconds=1))
    assert at_once == one_by_one
