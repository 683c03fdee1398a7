"""The demo's shelves go on: what sells leaves them in time, or as late as tills are, and came in the day before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from django.test import override_settings

from shopkeeper.catalog.models import Product
from shopkeeper.core.actors import system_actor
from shopkeeper.demo import files
from shopkeeper.demo.generator.acts import Act
from shopkeeper.demo.shelving import begin_to_tell, tell_stock
from shopkeeper.inventory.models import Location, Position
from shopkeeper.site.home import Home

MORNING = datetime(2026, 3, 4, 9, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BY = system_actor("test")
pytestmark = pytest.mark.django_db


def receipt(number: int, at: datetime, place: str) -> Act:
    """A lamp is sold at a till."""
    lines = [{"source_key": f"R{number}-1", "sku": "LAMP", "quantity": "1"}]
    rows = {"orders": [{"outlet_key": place}], "order_lines": lines, "deliveries": [], "pickups": []}
    return Act(number, at.isoformat(), "receipt", f"R{number}", rows)


def write(day: int, *acts: Act) -> None:
    folder = files._folder() / "acts"
    folder.mkdir(exist_ok=True)
    (folder / f"{day}.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, acts)))


def lamps() -> dict[str, int]:
    return dict(Position.objects.values_list("location__code", "on_hand"))


@pytest.fixture(autouse=True)
def story(tmp_path: Path) -> Iterator[None]:
    """A lamp is sold in Leeds and in Bristol, whose till is 55 minutes late, and in Leeds once more tomorrow."""
    Product.objects.create(sku="LAMP", name="Lamp", source_key="LAMP", recorded_at=MORNING)
    for code in ("LDS", "BRS"):
        Location.objects.create(code=code, name=code, kind="store", source_key=code, recorded_at=MORNING)
    with override_settings(HOME=Home(tmp_path / "home")):
        write(0, receipt(1, MORNING + MINUTE, "LDS"), receipt(2, MORNING + MINUTE, "BRS"))
        write(1, receipt(3, MORNING + DAY + 2 * MINUTE, "LDS"))
        files.Place().write()
        begin_to_tell({"BRS": 55}, by=BY, now=MORNING)
        yield


def test_what_sells_within_a_day_is_there_from_the_beginning() -> None:
    assert lamps() == {"LDS": 1, "BRS": 1}


def test_a_sale_leaves_the_record_at_once_and_where_the_till_is_late_only_then() -> None:
    assert tell_stock(by=BY, now=MORNING + 2 * MINUTE) == 2  # the sale, and what comes in for tomorrow
    assert lamps() == {"LDS": 1, "BRS": 1}
    assert tell_stock(by=BY, now=MORNING + 55 * MINUTE) == 0
    assert tell_stock(by=BY, now=MORNING + 56 * MINUTE) == 1
    assert lamps() == {"LDS": 1, "BRS": 0}


def test_each_place_was_heard_of_just_now_or_as_late_as_it_is() -> None:
    now = MORNING + 5 * MINUTE
    tell_stock(by=BY, now=now)
    heard = {row.code: now - row.fed_at for row in Location.objects.all() if row.fed_at}
    assert heard == {"LDS": timedelta(), "BRS": 55 * MINUTE}


def test_after_a_pause_everything_that_sold_meanwhile_is_told_once() -> None:
    tell_stock(by=BY, now=MORNING + DAY + 3 * MINUTE)
    assert tell_stock(by=BY, now=MORNING + DAY + 4 * MINUTE) == 0
    assert lamps() == {"LDS": 0, "BRS": 0}
