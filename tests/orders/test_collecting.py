"""An order is found piece by piece, waits on the shelf, is handed over to whoever may have it, or is let go."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.urls import reverse

from shopkeeper.core import clock
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.models import Position
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.keeping import release_uncollected
from shopkeeper.orders.actions.letters import READY, remind_collectors, write_about_pickup
from shopkeeper.orders.actions.resourcing import refuse_pieces
from shopkeeper.orders.contracts import PickupState
from shopkeeper.orders.errors import (
    AlreadyCollected,
    FoundAlready,
    KeptLongEnough,
    NobodyNamed,
    NotAllFound,
    NothingToHandOver,
    NotWaiting,
    WaitsForOthers,
    WrongCode,
    WrongPiece,
)
from shopkeeper.orders.models import Cancellation, Pickup
from shopkeeper.orders.queries import find_pickup_code, get_pick, list_to_put_back
from shopkeeper.orders.queries.lacking import list_lacking
from shopkeeper.orders.queries.unfilled import list_unfilled
from shopkeeper.orders.rules.collecting import check_proof
from shopkeeper.orders.to_do import list_pickups_to_do
from tests.cast import with_cast
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, clerk, get, hour, put_on_shelf
from tests.orders.book import place as record
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, place, run_errands

pytestmark = pytest.mark.django_db


def to_collect() -> orders.PickupCard:
    """Two lamps and a rug, to be collected in Leeds."""
    open_stocked_shop(leeds=(5, 5))
    placed = place(how=orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2)))
    [pickup] = orders.list_pickups(placed.id)
    return pickup


def on_shelf() -> orders.PickupCard:
    """The same, ready since an hour."""
    pickup = to_collect()
    put_on_shelf(pickup.id, "7", at=hour(1))
    return orders.list_pickups(pickup.order_id)[0]


def scan(pickup: orders.PickupCard, code: str) -> int:
    return orders.scan_piece(pickup_id=pickup.id, code=code, by=clerk("leeds"), now=hour(1)).left


def test_the_customer_is_told_only_when_every_piece_was_scanned() -> None:
    pickup = to_collect()
    assert [scan(pickup, code) for code in ("LAMP", "rug", "LAMP")] == [1, 0, 0]
    with pytest.raises(FoundAlready):
        scan(pickup, "RUG")
    with pytest.raises(WrongPiece):
        scan(pickup, "4006381333931")
    orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(1), by=BY, now=hour(1))
    write_about_pickup(pickup_id=pickup.id, text=READY, by=BY, now=hour(1))
    write_about_pickup(pickup_id=pickup.id, text=READY, by=BY, now=hour(1))
    told = Message.objects.get()
    assert find_pickup_code(pickup.id) in told.body
    assert told.subject == f"Your order {pickup.order_number} is ready at Leeds"


def test_a_piece_that_was_not_scanned_keeps_the_order_from_being_ready() -> None:
    pickup = to_collect()
    scan(pickup, "LAMP")
    with pytest.raises(NotAllFound, match="2"):
        orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(1), by=BY, now=hour(1))
    assert orders.list_pickups(pickup.order_id)[0].state is PickupState.PREPARING


def test_a_missing_piece_leaves_the_record_and_waits_for_a_decision() -> None:
    pickup = to_collect()
    lamp = next(line for line in get_pick(pickup.id).lines if line.sku == "LAMP")
    found = orders.report_short(pickup_id=pickup.id, line_id=lamp.line_id, quantity=1, by=BY, now=hour(1))
    assert (found, free()["leeds"], [row.pieces for row in list_unfilled(by=BY, now=NOW)]) == (False, 3, [1])
    orders.scan_all(pickup_id=pickup.id, by=BY, now=hour(1))
    with pytest.raises(NotAllFound, match="1"):
        orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(1), by=BY, now=hour(1))
    orders.cancel_line(line_id=lamp.line_id, quantity=1, reason_code="", by=BY, now=hour(1))
    orders.mark_ready(pickup_id=pickup.id, shelf="7", at=hour(1), by=BY, now=hour(1))
    assert orders.list_pickups(pickup.order_id)[0].state is PickupState.READY
    assert_stock_adds_up()


def test_what_was_missing_at_the_counter_has_to_be_scanned_again() -> None:
    pickup = on_shelf()
    orders.report_not_found(pickup_id=pickup.id, at=hour(3), by=BY, now=hour(3))
    assert get_pick(pickup.id).left == 3
    put_on_shelf(pickup.id, "8", at=hour(4))
    assert orders.list_pickups(pickup.order_id)[0].state is PickupState.READY


def test_what_is_missing_at_the_counter_is_taken_from_the_shelves_if_there_is_more() -> None:
    pickup = on_shelf()
    orders.report_not_found(pickup_id=pickup.id, at=hour(3), by=BY, now=hour(3))
    assert (free()["leeds"], get_pick(pickup.id).wanted, list_unfilled(by=BY, now=NOW)) == (1, 3, [])
    assert_stock_adds_up()


def test_an_order_of_which_there_is_no_more_waits_for_its_customer_and_is_kept_again_when_it_turns_up() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place(how=orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2)))
    [pickup] = orders.list_pickups(placed.id)
    put_on_shelf(pickup.id, "7", at=hour(1))
    orders.report_not_found(pickup_id=pickup.id, at=hour(3), by=BY, now=hour(3))
    assert (list_lacking(placed.id), get_pick(pickup.id).wanted) == (["2 × Brass lamp", "1 × Wool rug"], 0)
    assert_stock_adds_up()
    orders.scan_piece(pickup_id=pickup.id, code="LAMP", by=clerk("leeds"), now=hour(4))
    assert (list_lacking(placed.id), get_pick(pickup.id).found) == (["1 × Brass lamp", "1 × Wool rug"], 1)
    assert_stock_adds_up()
    run_errands()
    orders.collect(pickup_id=pickup.id, at=hour(5), by=BY, now=hour(5))
    assert (list_lacking(placed.id), get(placed.id).state, money(placed)[1]) == ([], "delivered", "140.00")
    assert_stock_adds_up()


def test_a_piece_that_turned_up_and_was_counted_since_is_not_on_record_twice() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place(how=orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2)))
    [pickup] = orders.list_pickups(placed.id)
    orders.report_not_found(pickup_id=pickup.id, at=hour(3), by=BY, now=hour(3))
    inventory.count(sku="LAMP", location="leeds", counted=2, by=BY, now=hour(4))
    orders.scan_all(pickup_id=pickup.id, by=BY, now=hour(5))
    there = {row.product.sku: (row.on_hand, row.reserved) for row in Position.objects.select_related("product")}
    assert there == {"LAMP": (2, 2), "RUG": (1, 1)}


def test_a_code_a_paper_or_a_signature_shows_that_somebody_may_have_it() -> None:
    pickup = on_shelf()

    def hand(proof: orders.Proof, code: str = "", name: str = "") -> None:
        handed = orders.Handover(proof, code, name)
        orders.collect(pickup_id=pickup.id, at=hour(3), handed=handed, by=BY, now=hour(3))

    with pytest.raises(WrongCode):
        hand(orders.Proof.CODE, code="no")
    with pytest.raises(NobodyNamed):
        hand(orders.Proof.IDENTITY)
    for shown in (orders.Proof.IDENTITY, orders.Proof.SIGNATURE):
        with pytest.raises(WaitsForOthers):
            hand(shown, name="Bo Marsh")
    assert get(pickup.order_id).state == "placed"
    orders.name_collector(pickup_id=pickup.id, name="Ben Lee", by=BY, now=hour(2))
    hand(orders.Proof.IDENTITY, name="Ben Lee")
    row = Pickup.objects.get()
    assert (row.proof, row.handed_to, row.collector, get(pickup.order_id).state) == (
        "identity", "Ben Lee", "Ben Lee", "delivered",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "is_right"),
    [
        ("Zara Pearce", True), ("PEARCE, Z.", True), ("Zára Smith-Pearce", True), ("Zoe Peirce", False),
        ("Z. P.", False),
    ],
)  # fmt: skip
def test_a_name_on_a_paper_need_not_be_written_as_we_know_it(shown: str, is_right: bool) -> None:
    with nullcontext() if is_right else pytest.raises(WaitsForOthers):
        check_proof(proof=orders.Proof.IDENTITY, shown="", code="1", name=shown, waits_for=["", "Zara Pearce"])


def test_where_nobody_knows_for_whom_it_waits_any_name_is_written_down() -> None:
    check_proof(proof=orders.Proof.SIGNATURE, shown="", code="1", name="Ben Lee", waits_for=["", ""])


def test_it_is_kept_for_seven_open_days_and_three_more_at_most_twice() -> None:
    pickup = on_shelf()
    first = pickup.keep_until
    assert first
    later = orders.keep_longer(pickup_id=pickup.id, why="ill", by=BY, now=hour(5))
    assert later - first >= timedelta(days=3)
    orders.keep_longer(pickup_id=pickup.id, why="", by=BY, now=hour(5))
    with pytest.raises(KeptLongEnough):
        orders.keep_longer(pickup_id=pickup.id, why="", by=BY, now=hour(5))


def test_the_customer_is_reminded_once_two_days_before_the_end() -> None:
    pickup = on_shelf()
    assert pickup.keep_until
    assert remind_collectors(by=BY, now=pickup.keep_until - timedelta(days=3)) == 0
    assert remind_collectors(by=BY, now=pickup.keep_until - timedelta(days=1)) == 1
    assert remind_collectors(by=BY, now=pickup.keep_until - timedelta(hours=1)) == 0
    assert "waits at Leeds until" in Message.objects.get().subject


def test_what_nobody_comes_for_is_let_go_refunded_and_put_back() -> None:
    pickup = on_shelf()
    assert pickup.keep_until
    late, manager = pickup.keep_until + timedelta(minutes=1), clerk("leeds")
    assert (release_uncollected(by=BY, now=late), release_uncollected(by=BY, now=late)) == (1, 0)
    run_errands()
    card = get(pickup.order_id)
    placed = orders.list_pickups(pickup.order_id)[0]
    assert (card.state, placed.state, free()["leeds"]) == ("canceled", "released", 5)
    assert money(card) == ("140.00", "0.00", "140.00", "0.00")
    assert_stock_adds_up()
    assert [item.title for item in list_pickups_to_do(people=[manager], now=late)] == ["Put the order of Ann Lee back"]
    orders.put_back(pickup_id=pickup.id, by=manager, now=late)
    assert list_to_put_back(by=manager, now=late) == []
    with pytest.raises(NotWaiting):
        orders.collect(pickup_id=pickup.id, at=late, by=BY, now=late)


def test_what_was_put_aside_for_an_order_that_is_canceled_is_put_back_once() -> None:
    pickup, manager = to_collect(), clerk("leeds")
    orders.cancel_order(order_id=place(key="web-2", paid=False).id, reason_code="", by=BY, now=hour(1))
    scan(pickup, "LAMP")
    with pytest.raises(NotWaiting):
        orders.put_back(pickup_id=pickup.id, by=manager, now=hour(1))
    orders.cancel_order(order_id=pickup.order_id, reason_code="", by=BY, now=hour(2))
    [item] = list_pickups_to_do(people=[manager], now=hour(3))
    assert (item.title, item.due_at) == ("Put the order of Ann Lee back", None)
    for _ in range(2):
        orders.put_back(pickup_id=pickup.id, by=manager, now=hour(3))
    assert (list_pickups_to_do(people=[manager], now=hour(4)), Pickup.objects.get().put_back_at) == ([], hour(3))


def test_missing_pieces_of_orders_of_other_systems_are_told_to_the_stock() -> None:
    open_stocked_shop(leeds=(5, 0))
    card = record(outlet_id=None)
    outlet_id = clerk("leeds").scopes.values["outlet_id"]
    pickup = orders.promise_pickup(
        order_id=card.id, outlet_id=next(iter(outlet_id)), promised_at=hour(2), by=BY, now=hour(0)
    )
    [line] = get_pick(pickup).lines
    orders.report_short(pickup_id=pickup, line_id=line.line_id, quantity=2, by=BY, now=hour(1))
    assert free()["leeds"] == 3


def test_the_store_finds_hands_over_and_lets_go_by_its_pages() -> None:
    pickup, cast = to_collect(), with_cast()
    Pickup.objects.update(outlet=cast.outlets["LDS"], promised_at=clock.now())
    client = cast.sign_in("LDS")
    page = reverse("orders:pickup", args=[pickup.id])
    assert b"0 of 3 scanned" in client.get(page).content
    for _ in range(2):
        client.post(reverse("orders:walk_scan"), {"code": "LAMP"})
    client.post(reverse("orders:pickup_scan", args=[pickup.id]), {"code": "RUG"})
    assert b"Complete: put them on the shelf" in client.get(reverse("orders:walk")).content
    client.post(reverse("orders:pickup_ready", args=[pickup.id]), {"shelf": "7"})
    assert b"On the shelf" in client.get(reverse("orders:pickups")).content
    code = find_pickup_code(pickup.id)
    assert code.encode() not in client.get(page).content
    client.post(reverse("orders:pickup_collected", args=[pickup.id]), {"proof": "code", "code": code})
    assert get(pickup.order_id).state == "delivered"


def test_a_handheld_of_another_system_scans_by_rest_before_the_order_is_ready() -> None:
    pickup, till = to_collect(), Till("orders.serve_pickups", "orders.view_orders")
    address = f"/api/pickups/{pickup.id}"
    assert till.post(f"{address}/readiness", {"shelf": "7"}).status_code == 409
    assert till.post(f"{address}/scans", {"code": "LAMP"}).json()["left"] == 2
    assert till.post(f"{address}/scans", {"code": "4006381333931"}).status_code == 409
    assert till.post(f"{address}/scans", {"code": ""}).status_code == 409
    assert till.post(f"{address}/scans", {"everything": True}).json()["left"] == 0
    assert till.get(f"{address}/pieces").json()["left"] == 0
    assert till.post(f"{address}/readiness", {"shelf": "7"}).json()["state"] == "ready"


def test_what_was_let_go_or_wants_more_is_found_again_and_what_was_fetched_stays_as_it_is() -> None:
    pickup = on_shelf()
    orders.release_pickup(pickup_id=pickup.id, by=BY, now=hour(3))
    orders.put_back(pickup_id=pickup.id, by=BY, now=hour(4))
    for canceled in Cancellation.objects.order_by("id"):
        orders.undo_cancellation(cancellation_id=canceled.id, by=BY, now=hour(5))
    assert (orders.list_pickups(pickup.order_id)[0].state, get_pick(pickup.id).left) == (PickupState.PREPARING, 3)
    put_on_shelf(pickup.id, "8", at=hour(6))
    more = orders.OrderRevision(added=(orders.BasketLine("LAMP", 1),))
    orders.change_order(order_id=pickup.order_id, revision=more, by=BY, now=hour(7))
    assert (orders.list_pickups(pickup.order_id)[0].state, get_pick(pickup.id).left) == (PickupState.PREPARING, 1)
    put_on_shelf(pickup.id, "8", at=hour(8))
    run_errands()
    orders.collect(pickup_id=pickup.id, at=hour(9), by=BY, now=hour(9))
    assert [line.counters.delivered for line in get(pickup.order_id).lines] == [2, 1, 1]
    with pytest.raises(AlreadyCollected):
        orders.change_order(order_id=pickup.order_id, revision=more, by=BY, now=hour(10))
    assert_stock_adds_up()


def test_an_order_of_which_the_store_has_nothing_is_not_handed_over() -> None:
    open_stocked_shop(leeds=(1, 0))
    how = orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2))
    placed = place(("LAMP", 1), how=how)
    [pickup] = orders.list_pickups(placed.id)
    [line] = get(placed.id).lines
    refuse_pieces(line_id=line.id, location="leeds", quantity=1, reason="broken", by=BY, now=hour(1))
    with pytest.raises(NothingToHandOver):
        orders.collect(pickup_id=pickup.id, at=hour(3), by=BY, now=hour(3))
    row = Pickup.objects.get()
    assert (row.collected_at, get(placed.id).lines[0].counters.shipped) == (None, 0)
