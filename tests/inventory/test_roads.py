"""The road between locations counts the days on which carriers drive, wherever it is reckoned."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound
from shopkeeper.inventory.queries.roads import list_roads
from shopkeeper.inventory.rules.roads import DrivingDays, Roads
from tests.delivery.offering import with_service
from tests.orders.book import BY, NOW
from tests.orders.collecting_later import to_collect, with_collecting
from tests.orders.shop import open_stocked_shop

FRIDAY, SATURDAY, SUNDAY = date(2026, 5, 8), date(2026, 5, 9), date(2026, 5, 10)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 5, 11), date(2026, 5, 12), date(2026, 5, 13)
WEEKDAYS = DrivingDays(frozenset(range(5)), frozenset({MONDAY}))


@pytest.mark.parametrize(
    ("days", "driving", "leaves_on", "there_on"),
    [
        (2, DrivingDays(), FRIDAY, SUNDAY),
        (2, DrivingDays(frozenset(range(6))), FRIDAY, MONDAY),
        (2, DrivingDays(frozenset(range(5))), FRIDAY, TUESDAY),
        (2, WEEKDAYS, FRIDAY, WEDNESDAY),
        (1, DrivingDays(frozenset(range(5))), SATURDAY, MONDAY),
        (0, DrivingDays(frozenset(range(5))), SATURDAY, SATURDAY),
        (1, DrivingDays(frozenset()), FRIDAY, SATURDAY),
    ],
)
def test_so_many_driving_days_after_it_left(days: int, driving: DrivingDays, leaves_on: date, there_on: date) -> None:
    assert Roads({("york", "leeds"): days}, driving).arrival("york", "leeds", leaves_on) == there_on


def comes_on(*, delivers_on: tuple[int, ...] | None = None) -> date | None:
    """Ordered on a Thursday evening: York gets it ready on Friday, and two days follow, by rule."""
    if delivers_on is not None:
        with_service(delivers_on=delivers_on)
    [offer] = [one for one in to_collect(now=datetime(2026, 5, 7, 17, tzinfo=UTC)) if one.node == "leeds"]
    return offer.comes_on


@pytest.mark.django_db
def test_what_is_sent_to_a_store_comes_on_a_day_on_which_carriers_deliver() -> None:
    open_stocked_shop(leeds=(0, 3), york=(4, 0))
    with_collecting()
    assert comes_on() == SUNDAY
    assert comes_on(delivers_on=(0, 1, 2, 3, 4, 5)) == MONDAY
    assert comes_on(delivers_on=(0, 1, 2, 3, 4)) == TUESDAY


@pytest.mark.django_db
def test_days_on_which_nothing_drives_are_not_measured_either() -> None:
    open_stocked_shop(york=(10, 0))
    with_service(delivers_on=(0, 1, 2, 3, 4))
    friday = NOW - timedelta(days=17)
    for _ in range(10):
        made = inventory.transfer(
            sku="LAMP", origin="york", destination="leeds", quantity=1, due_on=friday.date(), by=BY, now=friday
        )  # fmt: skip
        inventory.receive(inbound_id=made, quantity=1, by=BY, now=friday + timedelta(days=4))
    roads = list_roads(["leeds"], now=NOW)
    assert (friday.strftime("%A"), roads.days("york", "leeds")) == ("Friday", 2)
    assert Inbound.objects.filter(closed_at=None).count() == 0
