"""Feeds tell movements twice, late and in any order; no piece is lost or invented."""

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Drift, HeldMovement, Inspection, Movement, Position
from tests.inventory.shelves import (
    BY,
    NOW,
    demand,
    drifts,
    keep,
    movement,
    position,
    tell,
    with_location,
    with_product,
    with_stock,
)  # fmt: skip

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def record(*movements: inventory.StockMovement) -> inventory.Recorded:
    return inventory.record_movements(movements=movements, by=BY, now=NOW)


def test_what_is_told_twice_counts_once() -> None:
    with_stock(10)
    sale = movement("sell", 2, key="receipt 7", sequence=1)
    assert record(sale, sale) == inventory.Recorded(applied=1, repeated=1, held=0)
    assert record(sale) == inventory.Recorded(applied=0, repeated=1, held=0)
    assert record(movement("sell", 1, key="receipt 7", sequence=2)).applied == 1
    assert position().on_hand == 7


def test_a_repetition_in_another_month_counts_once_too() -> None:
    with_stock(10)
    record(movement("sell", 2, key="receipt 7"))
    assert record(movement("sell", 2, key="receipt 7", at=NOW - timedelta(days=60))).repeated == 1
    assert position().on_hand == 8


def test_a_sale_before_its_delivery_leaves_a_negative_record_with_its_reason() -> None:
    with_stock(0 + 1)
    tell("sell", 3)
    assert (position().on_hand, position().negative_reason) == (-2, "sell")
    tell("receive", 5)
    assert (position().on_hand, position().negative_reason) == (3, "")


def test_what_happened_before_the_last_count_was_counted_already() -> None:
    with_stock(10)
    tell("count", 7, at=NOW - HOUR / 2)
    tell("sell", 2, at=NOW - HOUR * 3 / 4)  # an offline till comes back
    tell("sell", 1, at=NOW - HOUR / 4)
    assert position().on_hand == 6
    assert drifts() == []


def test_a_count_that_comes_late_keeps_what_happened_since() -> None:
    with_stock(10)
    tell("sell", 2, at=NOW - HOUR / 4)
    tell("count", 9, at=NOW - HOUR / 2)
    assert position().on_hand == 7
    tell("count", 99, at=NOW - HOUR * 3 / 4)  # older than the last one
    assert position().on_hand == 7
    assert drifts() == []


def test_the_order_of_a_feed_does_not_matter() -> None:
    with_product()
    seed = random.randrange(10**6)
    numbers = random.Random(seed)
    story = [movement("receive", 40, at=NOW - 30 * HOUR, location="A")]
    story += [movement("sell", 1, at=NOW - hour * HOUR, location="A") for hour in range(1, 25)]
    story += [movement("count", 20, at=NOW - 12 * HOUR - HOUR / 2, location="A")]
    story += [movement("count", 30, at=NOW - 20 * HOUR - HOUR / 2, location="A")]
    for code in ("A", "B", "C"):
        with_location(code)
        told = [_at(m, code) for m in story + numbers.sample(story, 10)]
        numbers.shuffle(told)
        for start in range(0, len(told), 7):
            record(*told[start : start + 7])
        assert position(location=code).on_hand == 8, f"seed {seed}"  # counted 20, then twelve were sold
    assert drifts() == []


def _at(m: inventory.StockMovement, code: str) -> inventory.StockMovement:
    return inventory.StockMovement(
        m.kind, m.sku, code, m.quantity, m.occurred_at, m.source, f"{code} {m.source_key}", m.sequence
    )


def test_what_nobody_can_place_is_held_and_recorded_once_it_can_be() -> None:
    with_product("KETTLE")
    strange = [movement("receive", 4, sku="NEW"), movement("receive", 4, location="MARS")]
    strange += [movement("receive", 4, at=NOW + timedelta(days=400))]
    assert record(*strange) == inventory.Recorded(applied=0, repeated=0, held=3)
    assert record(*strange) == inventory.Recorded(applied=0, repeated=3, held=0)
    with_location()
    assert inventory.replay_held_movements(by=BY, now=NOW) == 0
    with_product("NEW")
    assert inventory.replay_held_movements(by=BY, now=NOW) == 1
    assert inventory.replay_held_movements(by=BY, now=NOW) == 0
    assert position("NEW").on_hand == 4
    held = HeldMovement.objects.filter(recorded_at=None).order_by("why")
    assert [row.why for row in held] == ["unknown_location", "unknown_location"]
    assert record(strange[0]).repeated == 1
    assert position("NEW").on_hand == 4


def test_parts_of_what_is_there_cannot_be_sold() -> None:
    with_stock(10)
    for kind, pieces in (("damage", 2), ("hold", 1), ("display", 3)):
        tell(kind, pieces)
    assert (position().on_hand, position().usable) == (10, 4)
    assert not keep(demand(quantity=5)).complete
    tell("dispose", 2)
    tell("undisplay", 1)
    assert (position().on_hand, position().usable) == (8, 5)
    assert drifts() == []


def test_what_is_put_aside_confirms_no_number() -> None:
    with_stock(10)
    fed_at = position().fed_at
    aside = movement("hold", 1, key="aside 1")
    inventory.record_movements(movements=[aside], by=BY, now=NOW + HOUR)
    assert (position().usable, position().fed_at) == (9, fed_at)


def test_a_movement_cannot_be_changed() -> None:
    with_stock(10)
    for change in (lambda: Movement.objects.update(on_hand=3), lambda: Movement.objects.all().delete()):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            change()


def test_a_correction_needs_a_reason() -> None:
    with_stock(10)
    with pytest.raises(inventory.ReasonMissing):
        inventory.adjust(sku="KETTLE", location="LDS", pieces=-2, reason=" ", by=BY, now=NOW)
    assert position().on_hand == 10
    assert inventory.adjust(sku="KETTLE", location="LDS", pieces=-2, reason="broken", by=BY, now=NOW) == 8


def check() -> int:
    return inventory.check_stock(by=BY, now=NOW)


def test_a_right_record_passes_the_checker() -> None:
    with_stock(10)
    keep(demand(quantity=2))
    assert check() == 1
    assert (Drift.objects.count(), Inspection.objects.get().finished_at) == (0, NOW)


def test_a_wrong_record_is_listed_once_and_repaired_from_its_movements() -> None:
    with_stock(10)
    keep(demand(quantity=2))
    Position.objects.update(on_hand=12, damaged=1)
    check()
    check()
    wrong = {(d.counter, d.recorded, d.expected) for d in inventory.list_drifts(by=BY)}
    assert wrong == {("on_hand", 12, 10), ("damaged", 1, 0)}
    assert inventory.repair_stock(by=BY, now=NOW) == 1
    assert (position().on_hand, position().damaged, inventory.list_drifts(by=BY)) == (10, 0, [])
    assert drifts() == []


def test_what_reservations_do_not_hold_is_compensated_by_a_movement() -> None:
    with_stock(10)
    keep(demand(quantity=2))
    Position.objects.update(reserved=5)
    inventory.repair_stock(by=BY, now=NOW)
    assert position().reserved == 5  # nobody has found it yet
    check()
    inventory.repair_stock(by=BY, now=NOW)
    assert position().reserved == 2
    assert drifts() == []
