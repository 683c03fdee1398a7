"""All states of a product's pieces at a location, and how soon after a sale the record knows of it."""

from datetime import date, timedelta

import pytest

from shopkeeper.core import clock
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.contracts import StockMovement
from shopkeeper.inventory.models import Location
from shopkeeper.inventory.queries.delays import Delay, measure_delay
from tests.cast import Cast, with_cast
from tests.inventory.shelves import BY, NOW, demand, with_stock
from tests.inventory.test_rest import Till

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 1)


def told(kind: str, quantity: int, *, key: str = "", minutes_ago: float = 60) -> StockMovement:
    return StockMovement(
        kind=inventory.MovementKind(kind), sku="KETTLE", location="LDS", quantity=quantity,
        occurred_at=NOW - timedelta(minutes=minutes_ago), source="till", source_key=key or kind, reason="seen",
    )  # fmt: skip


def test_every_state_of_the_pieces_is_told_and_adds_up() -> None:
    with_stock(20)
    with_stock(9, location="YRK")
    inventory.record_movements(movements=[told("damage", 2), told("hold", 3), told("display", 1)], by=BY, now=NOW)
    soft, hard = inventory.ReservationKind.SOFT, inventory.ReservationKind.HARD
    inventory.reserve(demands=[demand("cart", 4)], kind=soft, expires_at=NOW + timedelta(days=1), by=BY, now=NOW)
    inventory.reserve(demands=[demand("order", 5)], kind=hard, by=BY, now=NOW)
    inventory.expect(sku="KETTLE", location="LDS", quantity=6, due_on=DUE, by=BY, now=NOW)
    inventory.transfer(sku="KETTLE", origin="YRK", destination="LDS", quantity=2, due_on=DUE, by=BY, now=NOW)
    road = inventory.Road("YRK", DUE, DUE)
    inventory.reserve_from_elsewhere(demand=demand("later", 8), road=road, by=BY, now=NOW)
    [leeds, york] = Till("inventory.view_stock").get("/api/inventory/standing?sku=KETTLE").json()
    assert leeds == {
        "location": "LDS", "name": leeds["name"], "on_hand": 20, "damaged": 2, "on_hold": 3, "on_display": 1,
        "for_sale": 14, "reserved_soft": 4, "reserved_hard": 10, "missing": 0, "promised_ahead": 0, "ordered": 6,
        "in_transit": 2, "returning": 0, "to_be_packed": 3,
    }  # fmt: skip
    assert (york["on_hand"], york["reserved_hard"], york["for_sale"]) == (7, 3, 7)


def test_what_is_missing_of_what_was_promised_is_told() -> None:
    with_stock(3)
    inventory.reserve(demands=[demand("order", 3)], kind=inventory.ReservationKind.HARD, by=BY, now=NOW)
    inventory.record_movements(movements=[told("sell", 1)], by=BY, now=NOW)
    [here] = Till("inventory.view_stock").get("/api/inventory/standing?sku=KETTLE&location=LDS").json()
    assert (here["on_hand"], here["for_sale"], here["reserved_hard"], here["missing"]) == (2, 2, 3, 1)


def test_a_sku_or_a_location_that_nobody_knows_is_refused() -> None:
    till = Till("inventory.view_stock", "catalog.view_products")
    assert till.get("/api/inventory/standing?sku=NOPE").status_code == 404
    with_stock(1)
    assert till.get("/api/inventory/standing?sku=KETTLE&location=NOPE").status_code == 404


def sales(*minutes: float) -> list[StockMovement]:
    return [told("sell", 1, key=f"sale {n}", minutes_ago=each) for n, each in enumerate(minutes)]


def leeds() -> Location:
    return Location.objects.get(code="LDS")


def test_nineteen_of_twenty_sales_are_known_within_a_measured_time() -> None:
    with_stock(100)
    inventory.record_movements(movements=sales(*[1] * 18, 4, 30), by=BY, now=NOW)
    assert measure_delay(leeds().id, now=NOW) == Delay(20, 60, 240)


def test_too_few_sales_and_those_of_days_ago_tell_nothing() -> None:
    with_stock(100)
    inventory.record_movements(movements=sales(*[1] * 19, *[60 * 30] * 5), by=BY, now=NOW)
    assert measure_delay(leeds().id, now=NOW) == Delay(19, None, None)


@pytest.fixture
def cast() -> Cast:
    """The company, with a kettle in Leeds."""
    return with_cast()


def test_the_page_of_a_location_says_how_soon_its_sales_are_known(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    with_stock(100)
    inventory.record_movements(movements=sales(*[2] * 12), by=BY, now=clock.now())
    client = cast.sign_in("supply_chain_manager")
    assert "12 of 20 sales needed" in client.get("/locations/LDS/").content.decode()
    more = [told("sell", 1, key=f"more {n}", minutes_ago=2) for n in range(8)]
    inventory.record_movements(movements=more, by=BY, now=clock.now())
    page = client.get("/locations/LDS/").content.decode()
    assert "2 min" in page
    assert "19 of 20, of 20 sales in 24 hours" in page
