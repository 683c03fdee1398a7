"""The clock was an hour ahead when somebody counted, and then was put right."""

from datetime import datetime, timedelta

import pytest

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.levels import Level, set_levels
from tests.inventory.shelves import BY, NOW, demand, drifts, keep, movement, position, with_stock

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def counted_ahead() -> None:
    """Ten were on record; while the clock was ahead one was sold, and seven were found."""
    with_stock(10)
    record(movement("sell", 1, at=NOW + HOUR - MINUTE), now=NOW + HOUR)
    count(7, now=NOW + HOUR)
    assert position().on_hand == 7


def record(*movements: inventory.StockMovement, now: datetime) -> None:
    inventory.record_movements(movements=movements, by=BY, now=now)


def count(found: int, *, now: datetime) -> None:
    inventory.count(sku="KETTLE", location="LDS", counted=found, by=BY, now=now)


def test_a_sale_after_the_count_is_taken_off_though_the_count_says_it_is_later() -> None:
    record(movement("sell", 2, at=NOW + MINUTE), now=NOW + 2 * MINUTE)
    assert position().on_hand == 5
    assert not keep(demand(quantity=6), now=NOW + 3 * MINUTE).complete
    assert drifts() == []


def test_who_counts_again_is_believed_and_what_the_wrong_clock_dated_is_not_added() -> None:
    count(7, now=NOW + MINUTE)
    assert position().on_hand == 7
    count(4, now=NOW + 2 * MINUTE)
    assert (position().on_hand, position().last_counted_at) == (4, NOW + 2 * MINUTE)
    record(movement("sell", 1, at=NOW + 3 * MINUTE), now=NOW + 4 * MINUTE)
    assert position().on_hand == 3
    assert drifts() == []


def test_once_its_hour_has_come_the_count_dates_again_what_it_has_seen() -> None:
    record(movement("sell", 2, at=NOW + MINUTE), now=NOW + 2 * HOUR)
    assert position().on_hand == 7
    assert drifts() == []


def test_a_level_of_after_the_jump_is_followed() -> None:
    now, where = NOW + MINUTE, position()
    level = Level(where.product_id, where.location_id, 3, now, "system", "file 1")
    assert set_levels(levels=[level], by=BY, now=now) == 1
    assert position().on_hand == 3
    assert drifts() == []


def test_a_device_that_is_ahead_dates_its_count_by_our_clock() -> None:
    record(movement("count", 5, at=NOW + 5 * HOUR), now=NOW + 2 * HOUR)
    assert (position().on_hand, position().last_counted_at) == (5, NOW + 2 * HOUR)
    record(movement("sell", 2, at=NOW + 3 * HOUR), now=NOW + 3 * HOUR)
    assert position().on_hand == 3
    assert drifts() == []
