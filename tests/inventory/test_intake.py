"""Stock as files bring it: held until it can be placed, told once, never taken for more than it is."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Inbound, Location, Movement
from tests.connectors.importing import BY, NOW, counts, import_rows
from tests.inventory.shelves import drifts, position

pytestmark = pytest.mark.django_db
LEEDS = {"source_key": "LDS", "name": "Leeds", "kind": "store", "stale_after_minutes": 60}
KETTLE = {"source_key": "KETTLE", "name": "Kettle"}


def at(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).isoformat()


def moved(key: str, kind: str, quantity: int, hours: float = -1, **other: Any) -> dict[str, Any]:
    row = {"source_key": key, "kind": kind, "sku": "KETTLE", "location_code": "LDS", "quantity": quantity}
    return {**row, "occurred_at": at(hours), **other}


def level(key: str, quantity: int, hours: float, **other: Any) -> dict[str, Any]:
    return {
        "source_key": key, "sku": "KETTLE", "location_code": "LDS", "quantity": quantity, "as_of": at(hours), **other,
    }  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    import_rows(tmp_path, locations=[LEEDS], products=[KETTLE])
    return tmp_path


def test_movements_wait_for_their_sku_and_location_and_are_recorded_once_both_are_known(tmp_path: Path) -> None:
    rows = [moved("1", "receive", 10, -3), moved("2", "sell", 4, -2), moved("2", "sell", 4, -2)]
    import_rows(tmp_path, stock_movements=rows)
    assert [held.why for held in inventory.list_held_movements(by=BY)] == ["unknown_sku", "unknown_sku"]
    import_rows(tmp_path, locations=[LEEDS], products=[KETTLE])
    assert inventory.replay_held_movements(by=BY, now=NOW) == 2
    assert (position().on_hand, inventory.list_held_movements(by=BY), drifts()) == (6, [], [])


def test_the_same_movements_again_and_in_another_order_change_nothing(shelf: Path) -> None:
    rows = [moved("1", "receive", 10, -3), moved("2", "sell", 4, -2)]
    assert counts(import_rows(shelf, stock_movements=rows))["stock_movements"] == (2, 0, 0, 0)
    assert counts(import_rows(shelf, stock_movements=rows[::-1]))["stock_movements"] == (0, 0, 2, 0)
    assert position().on_hand == 6


def test_several_messages_of_one_key_in_a_file_all_count_and_each_once(shelf: Path) -> None:
    rows = [moved("1", "receive", 10, -3), moved("r", "sell", 1, -1, sequence=2), moved("r", "sell", 3, -2, sequence=1)]
    assert counts(import_rows(shelf, stock_movements=[*rows, rows[1]]))["stock_movements"] == (3, 0, 1, 0)
    assert position().on_hand == 6
    assert counts(import_rows(shelf, stock_movements=rows))["stock_movements"] == (0, 0, 3, 0)
    assert (position().on_hand, drifts()) == (6, [])


def test_a_count_sets_the_record_and_what_happened_since_stays(shelf: Path) -> None:
    import_rows(shelf, stock_movements=[moved("1", "receive", 10, -5), moved("2", "sell", 1, -1)])
    found = {"source_key": "c1", "sku": "KETTLE", "location_code": "LDS", "quantity": 7, "counted_at": at(-2)}
    import_rows(shelf, stock_counts=[found])
    assert (position().on_hand, position().last_counted_at, drifts()) == (6, NOW - timedelta(hours=2), [])


def test_a_level_moves_the_record_keeps_later_sales_and_is_no_count(shelf: Path) -> None:
    import_rows(shelf, stock_movements=[moved("1", "receive", 10, -5), moved("2", "sell", 2, -1)])
    run = import_rows(shelf, stock_levels=[level("f1", 6, -2)])
    assert counts(run)["stock_levels"] == (0, 1, 0, 0)
    assert (position().on_hand, position().last_counted_at, drifts()) == (4, None, [])
    assert counts(import_rows(shelf, stock_levels=[level("f1", 6, -2)]))["stock_levels"] == (0, 0, 1, 0)


def test_an_older_level_than_the_last_or_than_a_count_changes_nothing(shelf: Path) -> None:
    import_rows(shelf, stock_levels=[level("f2", 6, -2)])
    import_rows(shelf, stock_levels=[level("f1", 9, -3)])
    assert position().on_hand == 6
    import_rows(shelf, stock_levels=[level("f3", 8, -1), level("f2", 5, -2)])
    assert position().on_hand == 8
    inventory.count(sku="KETTLE", location="LDS", counted=3, by=BY, now=NOW)
    import_rows(shelf, stock_levels=[level("f4", 8, -0.5)])
    assert (position().on_hand, drifts()) == (3, [])


def test_a_suppliers_file_makes_its_stock_fresh_and_is_refused_for_what_nobody_knows(shelf: Path) -> None:
    rows = [
        level("1", 40, -0.5),
        level("2", 9, -0.5, sku="NOPE"),
        level("3", 9, -0.5, location_code="X"),
        level("4", -1, -0.5),
    ]
    run = import_rows(shelf, stock_levels=rows)
    assert {refusal.code for refusal in run.parts[0].refusals} == {"unknown_product", "unknown_location", "negative"}
    fresh = inventory.get_availability(["KETTLE"], by=BY, now=NOW)["KETTLE"]
    assert (fresh.available, fresh.locations[0].age_seconds, Location.objects.get().fed_at) == (
        40,
        1800,
        NOW - timedelta(minutes=30),
    )
    late = inventory.get_availability(["KETTLE"], by=BY, now=NOW + timedelta(hours=1))["KETTLE"]
    assert (late.available, late.locations[0].counts) == (0, False)


def test_orders_to_suppliers_are_promised_by_their_day_and_move_with_a_later_file(shelf: Path) -> None:
    order = {"source_key": "po1/1", "number": "PO-1", "sku": "KETTLE", "location_code": "LDS", "quantity": 12}
    import_rows(shelf, stock_levels=[level("f", 1, 0)], inbounds=[{**order, "due_on": "2026-05-08"}])
    import_rows(shelf, inbounds=[{**order, "due_on": "2026-05-11"}])
    stock = inventory.get_availability(["KETTLE"], by=BY, now=NOW)["KETTLE"].locations[0]
    assert [(day.due_on.isoformat(), day.available) for day in stock.by_date] == [("2026-05-11", 13)]
    assert (Inbound.objects.get().ref, position().incoming) == ("PO-1", 12)


def test_two_locations_cannot_share_a_code_and_a_switched_off_one_stays_off(shelf: Path) -> None:
    inventory.switch_off(location="LDS", why="flooded", by=BY, now=NOW)
    run = import_rows(
        shelf, locations=[{**LEEDS, "name": "Leeds, Briggate"}, {**LEEDS, "source_key": "other", "code": "LDS"}]
    )
    assert counts(run)["locations"] == (0, 1, 0, 1)
    leeds = Location.objects.get()
    assert (leeds.name, leeds.switched_off_why, leeds.may_ship) == ("Leeds, Briggate", "flooded", True)
    assert Movement.objects.count() == 0
