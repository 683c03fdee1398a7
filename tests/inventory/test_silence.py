"""A till says nothing while its store is closed, and nobody sells there: what lies there can be promised."""

from datetime import UTC, datetime, time, timedelta

import pytest

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.places import describe_location
from shopkeeper.inventory.actions.silence import allow_closed_hours
from shopkeeper.inventory.contracts import Abilities
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.rules.silence import LOOK_BACK, closed_time
from shopkeeper.organization import public as organization
from tests.cast import SYSTEM, with_cast
from tests.inventory.shelves import BY, tell, with_location, with_product

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SATURDAY, SUNDAY, MONDAY = (datetime(2026, 3, day, tzinfo=UTC) for day in (7, 8, 9))
WEEK = [(MONDAY - timedelta(days=day) + 9 * HOUR, MONDAY - timedelta(days=day) + 17 * HOUR) for day in (4, 3, 2, 0)]


@pytest.mark.parametrize(
    ("now", "closed"),
    [
        (SATURDAY + 12 * HOUR, timedelta()),
        (SATURDAY + 17 * HOUR, timedelta()),
        (SATURDAY + 20 * HOUR, 3 * HOUR),
        (MONDAY + 9 * HOUR, 40 * HOUR),
        (MONDAY + 9 * HOUR + 30 * MINUTE, 40 * HOUR),
        (MONDAY + 10 * HOUR, timedelta()),
    ],
    ids=["open", "closing", "evening", "opening again", "half an hour", "an hour"],
)
def test_a_feed_that_may_be_silent_for_an_hour_may_be_so_over_a_closed_sunday(now: datetime, closed: timedelta) -> None:
    assert closed_time(HOUR, [each for each in WEEK if each[0] < now], now=now) == closed


def test_a_place_that_was_shut_for_weeks_is_not_trusted_for_ever() -> None:
    assert closed_time(HOUR, [], now=MONDAY) == LOOK_BACK - HOUR


@pytest.fixture
def york() -> None:
    """Five kettles in York, open from Monday to Saturday, told on Saturday at half past four."""
    cast = with_cast()
    blocks = [organization.WorkingBlock(day, time(9), time(17)) for day in range(6)]
    calendar = organization.WorkingCalendar("UTC", tuple(blocks))
    organization.set_working_hours(outlet_id=cast.outlets["YRK"], calendar=calendar, by=SYSTEM, now=SATURDAY)
    with_product()
    with_location("YRK", outlet_id=cast.outlets["YRK"])
    abilities = Abilities(True, True, True, None, 60)
    describe_location(location="YRK", abilities=abilities, by=SYSTEM, now=SATURDAY)
    tell("receive", 5, location="YRK")


def promised(now: datetime) -> int:
    """What can be promised, each minute's work done."""
    allow_closed_hours(by=BY, now=now)
    return inventory.get_availability(["KETTLE"], by=BY, now=now)["KETTLE"].available


@pytest.mark.django_db
def test_what_a_closed_store_has_is_promised_over_night_and_on_sunday_until_its_tills_should_speak(york: None) -> None:
    inventory.hear_from(location="YRK", by=BY, now=SATURDAY + 16 * HOUR + 30 * MINUTE)
    assert [promised(at) for at in (SATURDAY + 17 * HOUR, SATURDAY + 23 * HOUR, SUNDAY + 12 * HOUR)] == [5, 5, 5]
    assert [promised(MONDAY + 9 * HOUR + minutes * MINUTE) for minutes in (0, 30, 31)] == [5, 5, 0]
    assert Location.objects.values_list("trusted_minutes", flat=True).get() == 60


@pytest.mark.django_db
def test_tills_that_fell_silent_before_the_store_closed_are_not_believed_over_night(york: None) -> None:
    inventory.hear_from(location="YRK", by=BY, now=SATURDAY + 15 * HOUR)
    assert [promised(at) for at in (SATURDAY + 15 * HOUR + 30 * MINUTE, SATURDAY + 17 * HOUR, SUNDAY)] == [5, 0, 0]


@pytest.mark.django_db
def test_of_news_that_come_once_a_day_whole_closed_days_are_left_out(york: None) -> None:
    Location.objects.update(trusted_minutes=26 * 60)
    inventory.hear_from(location="YRK", by=BY, now=SATURDAY + 8 * HOUR)
    assert [promised(at) for at in (MONDAY + 9 * HOUR, MONDAY + 10 * HOUR, MONDAY + 11 * HOUR)] == [5, 5, 0]


@pytest.mark.django_db
def test_a_suppliers_file_grows_old_by_the_clock() -> None:
    with_product()
    with_location("ACME", kind="supplier", stale_after_minutes=60)
    tell("receive", 5, location="ACME")
    inventory.hear_from(location="ACME", by=BY, now=SATURDAY + 17 * HOUR)
    assert [promised(SATURDAY + 18 * HOUR), promised(SATURDAY + 19 * HOUR)] == [5, 0]
