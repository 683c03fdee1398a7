"""Until when to order, as people say it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from shopkeeper.orders.templatetags.order_words import cut_off_words

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("at", "near", "far"),
    [
        (datetime(2026, 5, 15, 0, 0, tzinfo=LONDON), "midnight", "the end of Thursday"),
        (datetime(2026, 5, 15, 17, 0, tzinfo=LONDON), "17:00", "Friday, 17:00"),
    ],
)
def test_a_cut_off_at_midnight_is_the_end_of_the_day_before(at: datetime, near: str, far: str) -> None:
    assert (cut_off_words(at, True), cut_off_words(at, False)) == (near, far)
