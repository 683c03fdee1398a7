"""The demo's feeds were late as long as its troubles say."""

from datetime import timedelta

import pytest

from shopkeeper.demo.feeding import look_back
from shopkeeper.demo.scenario import read_scenario
from shopkeeper.inventory.models import FeedLook, Location
from tests.inventory.shelves import BY, NOW, with_location


@pytest.mark.django_db
def test_a_late_till_is_late_from_its_day_on_and_a_stale_file_all_the_time() -> None:
    for code, kind, limit in (("BHM", "store", 45), ("brightwell", "supplier", 360), ("calder", "supplier", 360)):
        with_location(code, kind=kind, stale_after_minutes=limit)
    with_location("LDS")
    assert look_back(read_scenario(), by=BY, now=NOW) == 3 * 30 * 8
    ages = FeedLook.objects.order_by("hour").values_list("age_minutes", flat=True)
    till, stale, prompt = (list(ages.filter(location__code=code)) for code in ("BHM", "brightwell", "calder"))
    assert till == [5] * (5 * 8 + 6) + [55] * (24 * 8 + 2)
    assert (set(stale), set(prompt)) == ({31 * 60}, {5})
    assert Location.objects.get(code="LDS").fed_at is None
    assert Location.objects.get(code="BHM").fed_at == NOW - timedelta(hours=3, minutes=55)
