"""Corrections below zero without a reason wait: for a reason, a count, or the decision that they never happened."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.actions.held import dismiss_movement, explain_movement
from shopkeeper.inventory.commands import inventory as commands
from shopkeeper.inventory.errors import HeldMovementNotFound
from shopkeeper.inventory.models import HeldMovement
from tests.cast import with_cast
from tests.inventory.shelves import BY, NOW, drifts, movement, position, tell, with_location, with_product, with_stock
from tests.inventory.test_rest import ALL, Till

pytestmark = pytest.mark.django_db


def waiting() -> HeldMovement:
    [row] = inventory.list_held_movements(by=BY)
    return row


def test_a_correction_below_zero_without_a_reason_waits_and_changes_nothing() -> None:
    with_stock(3)
    correction = movement("adjust", -5)
    told = inventory.record_movements(movements=[correction], by=BY, now=NOW)
    assert (told, told.waiting) == (inventory.Recorded(0, 0, 1), ((0, "no_reason"),))
    assert (position().on_hand, waiting().why) == (3, "no_reason")
    assert inventory.record_movements(movements=[correction], by=BY, now=NOW) == inventory.Recorded(0, 1, 0)
    assert inventory.replay_held_movements(by=BY, now=NOW) == 0
    assert (position().on_hand, drifts()) == (3, [])


def test_what_leaves_enough_or_says_why_is_recorded_and_a_sale_always_is() -> None:
    with_stock(3)
    stolen = inventory.StockMovement(inventory.MovementKind.ADJUST, "KETTLE", "LDS", -4, NOW, "till", "s", 0, "stolen")
    batch = [movement("adjust", -3), movement("sell", 1), stolen]
    assert inventory.record_movements(movements=[batch[0]], by=BY, now=NOW) == inventory.Recorded(1, 0, 0)
    assert inventory.record_movements(movements=batch, by=BY, now=NOW) == inventory.Recorded(2, 1, 0)
    assert (position().on_hand, position().negative_reason) == (-5, "stolen")


def test_in_one_batch_what_came_in_counts_before_what_was_taken_off() -> None:
    with_stock(3)
    batch = [movement("adjust", -5), movement("adjust", -1, at=NOW - timedelta(minutes=1)), movement("receive", 2)]
    told = inventory.record_movements(movements=batch, by=BY, now=NOW)
    assert (told, told.waiting, position().on_hand) == (inventory.Recorded(2, 0, 1), ((0, "no_reason"),), 4)


def test_it_is_recorded_by_itself_once_the_pieces_are_there() -> None:
    with_stock(3)
    tell("adjust", -5)
    tell("adjust", -5)
    tell("receive", 4)
    assert inventory.replay_held_movements(by=BY, now=NOW) == 1
    assert (position().on_hand, waiting().why) == (2, "no_reason")


def test_a_reason_records_it_and_a_count_has_seen_it_already() -> None:
    with_stock(3)
    tell("adjust", -5)
    assert explain_movement(held_id=waiting().id, reason="water", by=BY, now=NOW)
    assert (position().on_hand, position().negative_reason) == (-2, "water")
    tell("adjust", -6)
    inventory.count(sku="KETTLE", location="LDS", counted=1, by=BY, now=NOW)
    assert inventory.replay_held_movements(by=BY, now=NOW) == 1
    assert (position().on_hand, inventory.list_held_movements(by=BY), drifts()) == (1, [], [])


def test_told_again_with_its_reason_it_counts_once_and_waits_no_more() -> None:
    with_stock(3)
    tell("adjust", -5, key="a")
    why = inventory.StockMovement(inventory.MovementKind.ADJUST, "KETTLE", "LDS", -5, NOW, "till", "a", 0, "stolen")
    assert inventory.record_movements(movements=[why], by=BY, now=NOW) == inventory.Recorded(1, 0, 0)
    assert inventory.replay_held_movements(by=BY, now=NOW) == 1
    assert (position().on_hand, inventory.list_held_movements(by=BY)) == (-2, [])


def test_what_waited_for_its_product_waits_for_its_reason_then() -> None:
    with_stock(1, sku="CUP")
    tell("adjust", -2)
    with_product()
    assert inventory.replay_held_movements(by=BY, now=NOW) == 0
    assert waiting().why == "no_reason"


def test_what_never_happened_stays_out_even_when_it_is_told_again() -> None:
    with_stock(3)
    tell("adjust", -5, key="a")
    held = waiting().id
    dismiss_movement(held_id=held, reason="a test of the new till", by=BY, now=NOW)
    tell("receive", 9)
    assert tell("adjust", -5, key="a") == inventory.Recorded(0, 1, 0)
    assert (position().on_hand, inventory.list_held_movements(by=BY)) == (12, [])
    kept = HeldMovement.objects.get()
    assert (kept.why_dismissed, kept.dismissed_by, kept.dismissed_at) == ("a test of the new till", "system:test", NOW)
    with pytest.raises(HeldMovementNotFound):
        explain_movement(held_id=held, reason="stolen", by=BY, now=NOW)
    assert position().on_hand == 12


def test_without_a_reason_nothing_is_decided() -> None:
    with_stock(3)
    tell("adjust", -5)
    for decide in (explain_movement, dismiss_movement):
        with pytest.raises(inventory.ReasonMissing):
            decide(held_id=waiting().id, reason=" ", by=BY, now=NOW)
    assert (position().on_hand, waiting().reason, waiting().dismissed_at) == (3, "", None)


def test_by_rest_it_is_seen_explained_and_left_out() -> None:
    with_stock(3)
    tell("adjust", -5)
    tell("adjust", -6)
    till = Till(*ALL, "inventory.repair_stock")
    first, second = (row["id"] for row in till.get("/api/inventory/held-movements").json())
    path = "/api/inventory/held-movements"
    assert till.put(f"{path}/{first}/reason", {"reason": "water"}).json() == {"id": first, "recorded": True}
    assert till.post(f"{path}/{second}/dismissal", {"reason": "a test"}).status_code == 201
    assert till.post(f"{path}/{second}/dismissal", {"reason": "a test"}).status_code == 404
    assert (position().on_hand, till.get(path).json()) == (-2, [])
    assert Till("inventory.view_stock").put(f"{path}/{first}/reason", {"reason": "x"}).status_code == 403


def test_on_the_page_a_manager_gives_the_reason() -> None:
    client = with_cast().sign_in("supply_chain_manager")
    with_location(name="Leeds Briggate")
    with_stock(3)
    tell("adjust", -5)
    page = client.get("/stock/held/").content.decode()
    assert "It would leave fewer than none and does not say why." in page
    client.post(f"/stock/held/{waiting().id}/reason/", {"reason": "water"})
    assert "KETTLE at Leeds Briggate is recorded, with your reason." in client.get("/stock/held/").content.decode()
    assert (position().on_hand, position().negative_reason) == (-2, "water")
    tell("adjust", -1)
    client.post(f"/stock/held/{waiting().id}/dismissal/", {"reason": "a test"})
    assert (position().on_hand, inventory.list_held_movements(by=BY)) == (-2, [])


def test_whoever_runs_the_server_lists_explains_and_counts() -> None:
    with_stock(3)
    tell("adjust", -5)
    run = CliRunner().invoke
    line = f"{waiting().id}  adjust -5 of KETTLE at LDS, 2026-03-04 08:30, from till: It would leave"
    assert run(commands, ["held"]).output.startswith(line)
    assert run(commands, ["explain", str(waiting().id), "water"]).output == "Recorded.\n"
    assert run(commands, ["count", "KETTLE", "LDS", "1"]).output == "The record was off by +3 and says 1 now.\n"
    assert (position().on_hand, run(commands, ["held"]).output) == (1, "")
