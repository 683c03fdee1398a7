"""Orders on the command line: found as on the page, told as on the page."""

import json

import pytest
from click.testing import CliRunner, Result

from shopkeeper.accounts.models import Company
from shopkeeper.core import clock
from shopkeeper.orders.commands import orders as commands
from tests.orders.book import NOW, hour
from tests.orders.shop import open_stocked_shop, place
from tests.orders.test_fulfilling import cancel, ship

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: hour(3))


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, list(words))


def test_orders_are_found_by_number_name_or_sku() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(("LAMP", 2))
    for text in (placed.number, "Ann Lee", "LAMP"):
        [row] = run("find", text).output.splitlines()
        assert row.split() == [placed.number, "2026-05-04", "10:00", "placed", "£64.50", "Ann", "Lee"]
    assert [one["number"] for one in json.loads(run("find", "LAMP", "--json").output)] == [placed.number]
    assert run("find", "nothing like it").output == "No order fits this.\n"


def test_the_story_of_an_order_is_told_as_on_its_page() -> None:
    open_stocked_shop(leeds=(5, 5))
    hotel = Company.objects.create(source_key="C-1", recorded_at=NOW, number="C-1", name="Moor Hotel")
    placed = place(("LAMP", 2), ("RUG", 1), account_id=hotel.id)
    cancel(placed, "RUG", 1)
    ship(placed, "leeds")
    told = run("show", placed.number).output
    assert told.startswith(f"{placed.number}  on its way · web · £144.50 · Ann Lee · Moor Hotel\n")
    assert "  LAMP           Brass lamp: 2 ordered, 2 shipped" in told
    assert "  RUG            Wool rug: 1 ordered, 1 canceled" in told
    assert told.index("Handed over to the carrier") < told.index("2026-05-04 10:00  Placed")
    as_json = json.loads(run("show", placed.number, "--json").output)
    assert (as_json["order"]["number"], as_json["story"][-1]["title"]) == (placed.number, "Placed")
    missing = run("show", "NOPE")
    assert (missing.exit_code, "NOPE" in missing.output) == (1, True)
