"""Whose working hours hold where."""

from datetime import UTC, datetime, time, timedelta

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.organization import public as organization
from shopkeeper.organization.errors import WrongHours
from shopkeeper.organization.models import Outlet

NOW = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)
BY = system_actor("test")
pytestmark = pytest.mark.django_db


def set_hours(opens: int, closes: int, **kwargs: object) -> None:
    """The same hours every day of the week."""
    blocks = tuple(organization.WorkingBlock(day, time(opens), time(closes)) for day in range(7))
    calendar = organization.WorkingCalendar("Europe/London", blocks)
    organization.set_working_hours(calendar=calendar, by=BY, now=NOW, **kwargs)  # type: ignore[arg-type]


def in_two_hours(outlet_id: object = None) -> datetime:
    """Two hours of working time from the afternoon of Christmas Eve, a Thursday."""
    calendar = organization.get_calendar(outlet_id, now=NOW)  # type: ignore[arg-type]
    return organization.add_working_time(calendar, NOW, timedelta(hours=2))


def test_office_hours_and_public_holidays_hold_until_somebody_says_otherwise() -> None:
    # Friday 25 is Christmas Day, Monday 28 makes up for Boxing Day on a Saturday.
    assert in_two_hours() == datetime(2026, 12, 29, 10, 0, tzinfo=UTC)


def test_an_outlet_keeps_its_own_hours_and_others_keep_the_company_s() -> None:
    leeds = Outlet.objects.create(code="LDS", name="Leeds", kind="store", source_key="LDS", recorded_at=NOW)
    set_hours(8, 17)
    set_hours(9, 20, outlet_id=leeds.id)
    assert in_two_hours(leeds.id) == datetime(2026, 12, 24, 18, 0, tzinfo=UTC)
    assert in_two_hours() == datetime(2026, 12, 25, 9, 0, tzinfo=UTC)


def test_new_hours_take_the_place_of_the_old_ones() -> None:
    set_hours(8, 17)
    set_hours(8, 12, country="GB")
    assert in_two_hours() == datetime(2026, 12, 27, 10, 0, tzinfo=UTC)


def test_hours_on_an_eighth_weekday_are_refused_and_nothing_changes() -> None:
    block = organization.WorkingBlock(7, time(9), time(17))
    with pytest.raises(WrongHours):
        organization.set_working_hours(calendar=organization.WorkingCalendar("UTC", (block,)), by=BY, now=NOW)
    assert in_two_hours() == datetime(2026, 12, 29, 10, 0, tzinfo=UTC)
