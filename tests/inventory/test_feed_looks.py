"""How fresh the feeds of stock are is looked at once an hour, and counts as a metric."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.engines.lake import Lake
from shopkeeper.insight import public as insight
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.feed_looks import look_at_feeds
from shopkeeper.inventory.models import FeedLook, Location
from tests.cast import with_cast
from tests.insight.lakes import lake_in, refresh
from tests.inventory.shelves import BY, NOW, with_location

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MARCH = insight.Window(date(2026, 3, 1), date(2026, 4, 1))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    """A lake of its own, answered in this process."""
    with lake_in(tmp_path) as lake:
        yield lake


def look(location: str, *, after: timedelta, at: datetime) -> int:
    """A location was heard of so long before somebody looks."""
    inventory.hear_from(location=location, by=BY, now=at - after)
    return look_at_feeds(by=BY, now=at)


def looks() -> list[tuple[datetime, int, int | None]]:
    """The hour, the limit and the age of each look, oldest first."""
    return list(FeedLook.objects.order_by("hour").values_list("hour", "limit_minutes", "age_minutes"))


def test_an_hour_is_looked_at_once_however_often_the_clock_comes_by() -> None:
    with_location("LDS", stale_after_minutes=45)
    assert [look("LDS", after=age * MINUTE, at=NOW + age * MINUTE) for age in (5, 15, 25)] == [1, 0, 0]
    assert look("LDS", after=50 * MINUTE, at=NOW + HOUR) == 1
    nine = NOW.replace(hour=9, minute=0)
    assert looks() == [(nine - HOUR, 45, 5), (nine, 45, 50)]


def test_places_whose_stock_is_kept_here_or_that_are_off_have_no_feed_to_look_at() -> None:
    with_location("LDS")
    with_location("YRK", stale_after_minutes=45, switched_off_at=NOW)
    assert (look_at_feeds(by=BY, now=NOW), looks()) == (0, [])


def test_a_feed_that_is_late_for_two_of_four_hours_is_fresh_half_the_time(lake: Lake) -> None:
    with_location("LDS", stale_after_minutes=45)
    for hour, age in enumerate((1, 45, 46, 90)):
        look("LDS", after=age * MINUTE, at=NOW + hour * HOUR)
    refresh(lake, "stock_feed_looks", now=NOW)
    reading = insight.read(insight.get_metric("fresh_stock_feeds"), MARCH, by=BY, now=NOW)
    assert (reading.value, reading.n) == (0.5, 4)


def test_a_feed_is_late_in_the_first_second_after_its_limit_and_while_it_never_spoke() -> None:
    with_location("LDS", stale_after_minutes=45)
    look_at_feeds(by=BY, now=NOW)
    look("LDS", after=45 * MINUTE + timedelta(seconds=1), at=NOW + HOUR)
    assert [age for *_, age in looks()] == [None, 46]


def test_each_supplier_counts_for_itself_and_a_store_sees_its_own_only(lake: Lake) -> None:
    york = with_cast().outlets["YRK"]
    with_location("YRK", outlet_id=york, stale_after_minutes=45)
    with_location("ACME", kind="supplier", stale_after_minutes=360)
    Location.objects.filter(code="YRK").update(fed_at=NOW)
    Location.objects.filter(code="ACME").update(fed_at=NOW - 31 * HOUR)
    look_at_feeds(by=BY, now=NOW)
    refresh(lake, "stock_feed_looks", now=NOW)
    metric = insight.get_metric("fresh_stock_feeds")
    parts = insight.read_by(metric, MARCH, dimension="location_kind", by=BY, now=NOW)
    assert sorted((part.label, part.value, part.n) for part in parts) == [("store", 1.0, 1), ("supplier", 0.0, 1)]
    tom = Actor(ActorKind.EMPLOYEE, "tom", scopes=Scopes(values={"outlet_id": frozenset({str(york)})}))
    seen = insight.read(metric, MARCH, by=tom, now=NOW)
    assert (seen.value, seen.n) == (1.0, 1)
