"""Placed orders are shipped, collected, canceled, refused by a location, undone: stock, money and promises follow."""

from decimal import Decimal

import pytest

from shopkeeper.core.events import Announcement
from shopkeeper.core.ids import new_id
from shopkeeper.core.refusals import Refusal
from shopkeeper.delivery import public as delivery
from shopkeeper.inventory.models import Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.holding import hold_order
from shopkeeper.orders.actions.releasing import release_hold
from shopkeeper.orders.actions.resourcing import refuse_pieces, source_unfilled, source_waiting
from shopkeeper.orders.actions.settling import settle_order
from shopkeeper.orders.actions.undoing import undo_cancellation
from shopkeeper.orders.contracts import HoldReason
from shopkeeper.orders.errors import (
    CannotBeSourced,
    NothingAllocatedThere,
    NothingToUndo,
    NotPaidYet,
    NotPlacedHere,
    OrderHeld,
)
from shopkeeper.orders.handlers import hold_unpaid_order, settle_when_money_moved
from shopkeeper.orders.models import Cancellation
from shopkeeper.orders.queries import list_holds, list_sourcings
from shopkeeper.orders.queries.unfilled import list_unfilled
from shopkeeper.payments import public as payments
from shopkeeper.payments.events import PaymentAuthorized, PaymentDeclined
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, get, hour, put_on_shelf
from tests.orders.book import place as record
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, place, receive, run_errands

pytestmark = pytest.mark.django_db


def parcels(placed: orders.Placed) -> dict[str, delivery.ParcelCard]:
    return {parcel.ship_from: parcel for parcel in delivery.list_parcels_for_ref(placed.ref, now=NOW)}


def ship(placed: orders.Placed, location: str) -> int:
    parcel = parcels(placed)[location].id
    moved = orders.ship_order(
        order_id=placed.id, parcel_id=parcel, tracking_number="T1", at=hour(1), by=BY, now=hour(1)
    )  # fmt: skip
    run_errands()
    return moved


def cancel(placed: orders.Placed, sku: str, quantity: int) -> None:
    line = next(line for line in get(placed.id).lines if line.sku == sku)
    orders.cancel_line(line_id=line.id, quantity=quantity, reason_code="", by=BY, now=hour(1))
    run_errands()


def refuse(placed: orders.Placed, sku: str, location: str, quantity: int, reason: str = "not_found") -> bool:
    line = next(line for line in get(placed.id).lines if line.sku == sku)
    return refuse_pieces(line_id=line.id, location=location, quantity=quantity, reason=reason, by=BY, now=hour(1))


def promise(placed: orders.Placed) -> str:
    """Of the latest, since pieces that somebody else sends come with a promise of their own."""
    return promises.list_promises_for_ref(placed.ref, now=hour(1))[-1].state


def on_hand(sku: str, location: str) -> tuple[int, int]:
    row = Position.objects.get(product__sku=sku, location__code=location)
    return row.on_hand, row.reserved


def test_what_leaves_leaves_the_stock_and_is_paid() -> None:
    open_stocked_shop(leeds=(2, 0), york=(0, 5))
    placed = place()
    assert ship(placed, "leeds") == 2
    assert (on_hand("LAMP", "leeds"), get(placed.id).state) == ((0, 0), "partly_shipped")
    assert money(placed) == ("144.50", "64.50", "0.00", "0.00")  # two lamps, and the delivery with the first piece
    assert ship(placed, "leeds") == 0
    assert ship(placed, "york") == 1
    assert (money(placed)[1], get(placed.id).state) == ("144.50", "shipped")
    assert_stock_adds_up()


def test_nothing_leaves_before_its_money_is_set_aside() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(paid=False)
    with pytest.raises(NotPaidYet):
        ship(placed, "leeds")
    run_errands()
    assert ship(placed, "leeds") == 3


def test_a_held_order_does_not_leave_until_somebody_lets_it_go() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    facts = {"order_id": placed.id, "by": BY, "now": NOW}
    held = hold_order(reason=HoldReason.FRAUD, owner="it_owner", why="two cards", **facts)
    assert hold_order(reason=HoldReason.FRAUD, owner="x", why="", **facts) == held
    with pytest.raises(OrderHeld):
        ship(placed, "leeds")
    release_hold(hold_id=held, **facts)
    assert ship(placed, "leeds") == 3
    with pytest.raises(Refusal):
        release_hold(hold_id=held, **facts)


def test_canceled_pieces_are_free_again_and_their_money_is_let_go() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    cancel(placed, "LAMP", 1)
    assert (free(), money(placed)) == ({"leeds": 1}, ("144.50", "0.00", "30.00", "0.00"))
    cancel(placed, "RUG", 1)
    cancel(placed, "LAMP", 1)
    assert (free(), money(placed)) == ({"leeds": 2}, ("144.50", "0.00", "144.50", "0.00"))
    assert (get(placed.id).state, promise(placed), parcels(placed)["leeds"].state) == (
        "canceled", "withdrawn", "canceled",
    )  # fmt: skip
    assert_stock_adds_up()


def test_money_that_was_taken_already_goes_back_when_pieces_are_canceled() -> None:
    open_stocked_shop(leeds=(2, 0), york=(0, 1))
    placed = place()
    ship(placed, "leeds")
    payments.capture(ref=placed.ref, amount=Decimal("80.00"), by=BY, now=NOW)
    run_errands()
    cancel(placed, "RUG", 1)
    assert money(placed) == ("144.50", "144.50", "0.00", "80.00")
    assert_stock_adds_up()


def test_an_undone_cancellation_leaves_everything_as_it_was() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    for sku, pieces in (("LAMP", 2), ("RUG", 1)):
        cancel(placed, sku, pieces)
    for row in Cancellation.objects.all():
        undo_cancellation(cancellation_id=row.id, by=BY, now=hour(2))
    run_errands()
    assert (get(placed.id).state, promise(placed), free()) == ("placed", "open", {"leeds": 0})
    balance = payments.get_balance(placed.ref)
    assert (balance.capturable, balance.asked) == (Decimal("144.50"), 0)
    assert ship(placed, "leeds") == 3
    assert_stock_adds_up()
    with pytest.raises(NothingToUndo):
        undo_cancellation(cancellation_id=row.id, by=BY, now=hour(2))


def test_a_cancellation_cannot_be_undone_when_somebody_else_has_the_pieces() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    cancel(placed, "LAMP", 2)
    place(("LAMP", 2), key="web-2")
    with pytest.raises(CannotBeSourced):
        undo_cancellation(cancellation_id=Cancellation.objects.get().id, by=BY, now=hour(2))


def test_a_location_that_has_not_got_it_is_put_right_and_another_sends_it() -> None:
    open_stocked_shop(leeds=(2, 1), york=(5, 5))
    placed = place()
    assert refuse(placed, "LAMP", "leeds", 1)
    assert (on_hand("LAMP", "leeds"), on_hand("LAMP", "york")) == ((1, 1), (5, 1))
    assert [card.words for card in list_sourcings(placed.id)] == [
        ("York: 1 × Brass lamp, one parcel, for Wed 6 May, 22.2 km away",),
        ("Leeds: both lines, one parcel, for Wed 6 May, 0.0 km away",),
    ]
    assert set(parcels(placed)) == {"leeds", "york"}
    assert ship(placed, "leeds") + ship(placed, "york") == 3
    assert_stock_adds_up()
    with pytest.raises(NothingAllocatedThere):
        refuse(placed, "LAMP", "leeds", 1)


def test_a_location_that_cannot_send_keeps_what_it_has() -> None:
    open_stocked_shop(leeds=(2, 1), york=(5, 5))
    placed = place()
    assert refuse(placed, "LAMP", "leeds", 2, reason="no_time")
    assert (on_hand("LAMP", "leeds"), on_hand("LAMP", "york")) == ((2, 0), (5, 2))
    assert_stock_adds_up()


def test_what_nobody_has_waits_in_a_queue_until_somebody_has_it_or_it_is_canceled() -> None:
    open_stocked_shop(leeds=(2, 1))
    placed = place()
    assert not refuse(placed, "LAMP", "leeds", 2)
    [waiting] = list_unfilled(by=BY, now=NOW)
    assert (waiting.sku, waiting.pieces, waiting.order_number) == ("LAMP", 2, placed.number)
    assert source_waiting(by=BY, now=hour(2)) == 0
    receive("LAMP", "york", 1)
    cancel(placed, "LAMP", 1)
    assert list_unfilled(by=BY, now=NOW)[0].pieces == 1
    assert source_waiting(by=BY, now=hour(3)) == 1
    assert (list_unfilled(by=BY, now=NOW), on_hand("LAMP", "york")) == ([], (1, 1))
    assert [card.cause for card in list_sourcings(placed.id)] == ["again", "refused", "placed"]
    assert ship(placed, "leeds") + ship(placed, "york") == 2
    assert_stock_adds_up()


def test_who_has_just_not_had_it_is_not_asked_again_by_itself_within_a_day() -> None:
    open_stocked_shop(leeds=(5, 1))
    placed = place()
    assert not refuse(placed, "LAMP", "leeds", 2)
    assert on_hand("LAMP", "leeds")[0] == 3  # the record still says so
    assert source_waiting(by=BY, now=hour(23)) == 0
    assert source_waiting(by=BY, now=hour(27)) == 1


def test_a_clerk_may_ask_who_has_just_not_had_it() -> None:
    open_stocked_shop(leeds=(5, 1))
    placed = place()
    assert not refuse(placed, "LAMP", "leeds", 2)
    assert source_unfilled(order_id=placed.id, by=BY, now=hour(2))


def test_an_order_to_collect_leaves_the_stock_when_it_is_handed_over() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(how=orders.How(kind=orders.HowKind.PICKUP, location="leeds", promised_at=hour(2)))
    [pickup] = orders.list_pickups(placed.id)
    put_on_shelf(pickup.id, "7", at=hour(1))
    orders.collect(pickup_id=pickup.id, at=hour(3), by=BY, now=hour(3))
    run_errands()
    assert (get(placed.id).state, on_hand("LAMP", "leeds"), money(placed)[1]) == ("delivered", (3, 0), "140.00")
    assert promise(placed) == "kept"
    assert_stock_adds_up()


def test_a_declined_card_holds_the_order_and_another_word_frees_it() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place(token="declined")
    [tender] = payments.list_tenders(placed.ref)
    declined = PaymentDeclined(tender_id=tender.id, ref=placed.ref, kind="authorize", amount=tender.sums.amount)
    hold_unpaid_order(heard(declined))
    [held] = list_holds(placed.id)
    assert (held.reason, held.owner, held.released_at) == (HoldReason.PAYMENT, "contact_center", None)
    card = payments.Means(method=payments.Method.CARD, token="ok")
    payments.put_up(ref=placed.ref, total=placed.total, currency="GBP", means=[card], by=BY, now=hour(1))
    run_errands()
    settle_when_money_moved(heard(PaymentAuthorized(tender_id=tender.id, ref=placed.ref, amount=placed.total)))
    assert list_holds(placed.id)[0].released_at == NOW
    assert ship(placed, "leeds") == 3


def heard(event: object) -> Announcement:
    return Announcement(id=new_id(), event=event, by_kind="system", by_id="test", recorded_at=NOW, history=False)


def test_returned_pieces_are_paid_back_once() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    ship(placed, "leeds")
    orders.deliver_parcel(order_id=placed.id, parcel_id=parcels(placed)["leeds"].id, at=hour(9), by=BY, now=hour(9))
    lamp = get(placed.id).lines[0].id
    back = {"reason_code": "", "at": hour(20), "refund_amount": Decimal("30.00"), "by": BY, "now": hour(20)}
    orders.return_pieces(line_id=lamp, quantity=1, **back)
    run_errands()
    settle_order(order_id=placed.id, by=BY, now=hour(21))
    run_errands()
    assert money(placed) == ("144.50", "144.50", "0.00", "30.00")
    with pytest.raises(payments.MoreThanCaptured):
        orders.return_pieces(line_id=lamp, quantity=1, **back | {"refund_amount": Decimal("114.51")})
    assert get(placed.id).lines[0].counters.returned == 1


def test_orders_of_other_systems_are_fulfilled_there() -> None:
    open_stocked_shop(leeds=(5, 5))
    card = record()
    with pytest.raises(NotPlacedHere):
        source_unfilled(order_id=card.id, by=BY, now=NOW)
    settle_order(order_id=card.id, by=BY, now=NOW)
    assert orders.list_allocations(card.id) == []
    assert free() == {"leeds": 5}


def test_nothing_leaves_in_a_parcel_that_was_canceled() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    gone = parcels(placed)["leeds"].id
    cancel(placed, "LAMP", 2)
    cancel(placed, "RUG", 1)
    for row in Cancellation.objects.all():
        undo_cancellation(cancellation_id=row.id, by=BY, now=hour(1))
    with pytest.raises(delivery.ParcelSettled):
        orders.ship_order(
            order_id=placed.id, parcel_id=gone, tracking_number="T1", at=hour(1), by=BY, now=hour(1)
        )  # fmt: skip
    assert [line.counters.shipped for line in get(placed.id).lines] == [0, 0]
