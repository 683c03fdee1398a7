"""A return from being asked for to its money: the policy, the counter, the warehouse; and every step taken back."""

from decimal import Decimal
from uuid import UUID

import pytest

from shopkeeper.catalog.models import Category, Product
from shopkeeper.core.refusals import NotPermitted, Refusal
from shopkeeper.inventory.models import Position
from shopkeeper.orders import public as orders
from shopkeeper.orders.contracts import Condition, Disposition, RefundWay, ReturnState, WayBack
from shopkeeper.orders.errors import CannotBeUndone, NoReceiptLimit, NotDelivered, NotPossibleNow, ReasonNeeded
from shopkeeper.orders.models import Return, ReturnRequest
from shopkeeper.orders.queries.ruling import list_policies
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises
from tests.orders.book import BY, NOW, ann, clerk, get, hour, outlet
from tests.orders.book import place as record
from tests.orders.shop import assert_stock_adds_up, money, open_stocked_shop, place, run_errands
from tests.orders.test_fulfilling import parcels, ship

pytestmark = pytest.mark.django_db


def delivered(**facts: object) -> orders.Placed:
    """Two lamps at 30 and a rug at 80, sent from Leeds for 4.50, and with Ann since hour 9."""
    open_stocked_shop(leeds=(5, 5))
    placed = place(**facts)
    ship(placed, "leeds")
    orders.deliver_parcel(order_id=placed.id, parcel_id=parcels(placed)["leeds"].id, at=hour(9), by=BY, now=hour(9))
    return placed


def wish(placed: orders.Placed, *pieces: int, at_line: int = 0, **facts: object) -> orders.NewReturn:
    lines = get(placed.id).lines
    told = {name: facts.pop(name) for name in ("is_faulty", "reason_code") if name in facts}
    wanted = tuple(
        orders.BackLine(line_id=lines[at_line + n].id, quantity=count, **told)  # type: ignore[arg-type]
        for n, count in enumerate(pieces)
    )
    return orders.NewReturn(order_id=placed.id, lines=wanted, **facts)  # type: ignore[arg-type]


def ask(placed: orders.Placed, *pieces: int, at: int = 20, **facts: object) -> UUID:
    return orders.request_return(wish=wish(placed, *pieces, **facts), by=BY, now=hour(at))


def state(request_id: UUID) -> str:
    return ReturnRequest.objects.get(pk=request_id).state


def receive(request_id: UUID, location: str = "york") -> int:
    return orders.receive_return(request_id=request_id, location=location, by=BY, now=hour(30))


def inspect(
    request_id: UUID, condition: Condition = Condition.AS_NEW, disposition: Disposition = Disposition.RESTOCK
) -> bool:
    items = ReturnRequest.objects.get(pk=request_id).items.order_by("id")
    found = [
        orders.FoundPieces(item_id=item.id, quantity=item.received, condition=condition, disposition=disposition)
        for item in items
        if item.received
    ]
    done = orders.inspect_return(request_id=request_id, found=found, by=BY, now=hour(31))
    run_errands()
    return done


def stock(sku: str, location: str) -> tuple[int, int, int]:
    """There, put aside, damaged."""
    row = Position.objects.filter(product__sku=sku, location__code=location).first()
    return (row.on_hand, row.held, row.damaged) if row else (0, 0, 0)


def test_what_was_sent_from_one_place_comes_back_at_another_and_its_money_goes_where_it_came_from() -> None:
    placed = delivered()
    request = ask(placed, 1, reason_code="changed_mind")
    assert (state(request), get(placed.id).lines[0].counters.returned) == (ReturnState.APPROVED, 0)
    assert receive(request) == 1
    assert (stock("LAMP", "york"), get(placed.id).lines[0].counters.returned) == ((1, 1, 0), 1)
    [promise] = promises.list_promises_for_ref(f"return:{request}", now=hour(30))
    assert (promise.kind, promise.state) == ("refund", "open")
    assert inspect(request)
    assert (state(request), stock("LAMP", "york")) == (ReturnState.SETTLED, (1, 0, 0))
    assert money(placed) == ("144.50", "144.50", "0.00", "30.00")
    fact = Return.objects.get()
    assert (fact.quantity, fact.refund_amount, fact.reason.code) == (1, Decimal("30.00"), "changed_mind")
    [promise] = promises.list_promises_for_ref(f"return:{request}", now=hour(32))
    assert promise.state == "kept"
    assert_stock_adds_up()


@pytest.mark.parametrize(
    ("disposition", "left"),
    [("restock", (1, 0, 0)), ("refurbish", (1, 0, 1)), ("supplier", (0, 0, 0)), ("destroy", (0, 0, 0))],
)
def test_pieces_go_where_whoever_looked_at_them_says(disposition: str, left: tuple[int, int, int]) -> None:
    request = ask(delivered(), 1)
    receive(request)
    inspect(request, disposition=Disposition(disposition))
    assert stock("LAMP", "york") == left


@pytest.mark.parametrize(("condition", "back"), [("as_new", "80.00"), ("worn", "40.00"), ("spoiled", "0.00")])
def test_as_much_goes_back_as_the_condition_is_worth(condition: str, back: str) -> None:
    placed = delivered()
    request = ask(placed, 1, at_line=1)
    receive(request)
    inspect(request, Condition(condition))
    assert (money(placed)[3], state(request)) == (back, ReturnState.SETTLED)


def test_delivery_is_paid_back_with_the_last_piece() -> None:
    placed = delivered()
    for pieces in ((1,), (1, 1)):
        request = ask(placed, *pieces)
        receive(request)
        inspect(request)
    assert money(placed) == ("144.50", "144.50", "0.00", "144.50")
    assert get(placed.id).state == "returned"


def test_store_credit_leaves_the_card_alone_and_counts_as_given_back() -> None:
    placed = delivered()
    request = ask(placed, 2, 1, refund_way=RefundWay.STORE_CREDIT)
    receive(request)
    inspect(request)
    customer = get(placed.id).customer_id
    assert customer
    assert [card.balance for card in payments.list_store_credit([customer])] == [Decimal("144.50")]
    assert money(placed)[3] == "0.00"
    with pytest.raises(payments.MoreThanCaptured):
        orders.give_goodwill(order_id=placed.id, amount=Decimal("0.01"), why="sorry", by=BY, now=hour(40))


def test_the_same_pieces_cannot_be_asked_for_twice() -> None:
    placed = delivered()
    ask(placed, 2)
    with pytest.raises(NotDelivered):
        ask(placed, 1)


def test_fewer_pieces_may_come_than_were_asked_for() -> None:
    placed = delivered()
    request = ask(placed, 2)
    item = ReturnRequest.objects.get(pk=request).items.get()
    assert orders.receive_return(request_id=request, pieces={item.id: 1}, by=BY, now=hour(30)) == 1
    inspect(request)
    assert money(placed)[3] == "30.00"
    assert ask(placed, 1, at=40)


def test_the_window_final_sale_and_dear_things_decide_by_category() -> None:
    placed = delivered()
    light = Category.objects.create(source_key="light", recorded_at=NOW, name="Light")
    Product.objects.filter(sku="LAMP").update(category=light)
    assert orders.preview_return(wish=wish(placed, 1), now=hour(24 * 40)).ruling.reasons == ("too_late",)
    orders.set_return_policy(policy=orders.PolicySpec(category_id=light.id, days=60), by=BY, now=NOW)
    assert orders.preview_return(wish=wish(placed, 1), now=hour(24 * 40)).ruling.is_approved
    orders.set_return_policy(policy=orders.PolicySpec(category_id=light.id, is_final_sale=True), by=BY, now=NOW)
    assert orders.preview_return(wish=wish(placed, 1), now=hour(20)).ruling.reasons == ("final_sale",)
    assert orders.preview_return(wish=wish(placed, 1, is_faulty=True), now=hour(24 * 400)).ruling.is_approved
    orders.set_return_policy(policy=orders.PolicySpec(person_above=Decimal(50)), by=BY, now=NOW)
    seen = orders.preview_return(wish=wish(placed, 1, at_line=1), now=hour(20))
    assert (seen.ruling.verdict, seen.ruling.reasons, seen.worth) == ("requested", ("dear",), Decimal("80.00"))
    assert len(list_policies()) == 2


def test_a_person_decides_with_a_reason_and_a_denial_is_overruled_with_one() -> None:
    placed = delivered()
    late = ask(placed, 1, at=24 * 40)
    assert state(late) == ReturnState.DENIED
    with pytest.raises(ReasonNeeded):
        orders.approve_return(request_id=late, why=" ", by=BY, now=hour(24 * 41))
    orders.approve_return(request_id=late, why="was in hospital", by=BY, now=hour(24 * 41))
    assert (state(late), ReturnRequest.objects.get().why) == (ReturnState.APPROVED, "was in hospital")
    orders.deny_return(request_id=late, why="a mistake", by=BY, now=hour(24 * 42))
    with pytest.raises(NotPossibleNow):
        receive(late)


def test_a_counter_takes_back_looks_and_pays_in_one_go_and_asks_a_person_only_where_the_policy_says_so() -> None:
    placed, looked = delivered(), [(Condition.OPENED, Disposition.RESTOCK)]
    facts = {"looked_at": looked, "location": "leeds", "by": clerk("leeds")}
    at_once = wish(placed, 1, way=WayBack.COUNTER, channel="counter", outlet_id=outlet("leeds"), waited_seconds=120)
    request = orders.return_at_counter(wish=at_once, now=hour(30), **facts)  # type: ignore[arg-type]
    run_errands()
    assert (state(request), money(placed)[3], stock("LAMP", "leeds")) == (ReturnState.SETTLED, "30.00", (4, 0, 0))
    assert (Return.objects.get().waited_seconds, Return.objects.get().outlet_id) == (120, outlet("leeds"))
    late = orders.return_at_counter(wish=at_once, now=hour(24 * 40), **facts)  # type: ignore[arg-type]
    assert state(late) == ReturnState.DENIED
    with pytest.raises(NotPermitted):
        orders.return_at_counter(wish=at_once, why="a regular", now=hour(24 * 40), **facts)  # type: ignore[arg-type]


def test_without_a_receipt_the_lowest_price_of_late_becomes_store_credit_for_so_many_pieces_a_person() -> None:
    open_stocked_shop(leeds=(5, 5))
    record(orders.NewLine(sku="LAMP", quantity=2, unit_price=Decimal(30), discount=Decimal(10)))
    who = ann().customer_id
    told = orders.NoReceipt(sku="LAMP", quantity=2, customer_id=who, outlet_id=outlet("york"))
    request = orders.return_without_receipt(wish=told, location="york", by=BY, now=hour(24))
    assert (state(request), stock("LAMP", "york")) == (ReturnState.SETTLED, (2, 0, 0))
    assert [card.balance for card in payments.list_store_credit([who])] == [Decimal("50.00")]
    with pytest.raises(NoReceiptLimit):
        orders.return_without_receipt(wish=told, location="york", by=BY, now=hour(48))
    assert ReturnRequest.objects.count() == 1


def test_a_receipt_of_another_system_is_paid_back_there_and_never_beyond_what_it_took() -> None:
    open_stocked_shop(leeds=(5, 5))
    card = record(channel="store", taken_home=True)
    line = orders.BackLine(line_id=card.lines[0].id, quantity=2)
    request = orders.request_return(wish=orders.NewReturn(order_id=card.id, lines=(line,)), by=BY, now=hour(24))
    receive(request, "leeds")
    inspect(request)
    assert (payments.get_told(card.ref).refunded, stock("LAMP", "leeds")) == (Decimal("60.00"), (7, 0, 0))
    with pytest.raises(payments.MoreThanCaptured):
        orders.give_goodwill(order_id=card.id, amount=Decimal(1), why="sorry", by=BY, now=hour(40))


def test_every_step_is_taken_back_until_money_has_gone() -> None:
    placed = delivered()
    request = ask(placed, 1)
    before = (stock("LAMP", "york"), get(placed.id).lines[0].counters)
    receive(request)
    assert orders.undo_return_step(request_id=request, by=BY, now=hour(31)) == ReturnState.APPROVED
    assert (stock("LAMP", "york"), get(placed.id).lines[0].counters) == before
    assert orders.undo_return_step(request_id=request, by=BY, now=hour(32)) == ReturnState.REQUESTED
    with pytest.raises(CannotBeUndone):
        orders.undo_return_step(request_id=request, by=BY, now=hour(32))
    orders.approve_return(request_id=request, why="", by=BY, now=hour(33))
    orders.withdraw_return(request_id=request, by=BY, now=hour(34))
    other = ask(placed, 2, at=35)
    with pytest.raises(CannotBeUndone):
        orders.undo_return_step(request_id=request, by=BY, now=hour(36))
    orders.withdraw_return(request_id=other, by=BY, now=hour(36))
    assert orders.undo_return_step(request_id=request, by=BY, now=hour(37)) == ReturnState.APPROVED
    receive(request)
    inspect(request, Condition.SPOILED)
    assert orders.undo_return_step(request_id=request, by=BY, now=hour(38)) == ReturnState.RECEIVED
    assert stock("LAMP", "york") == (1, 1, 0)
    inspect(request)
    with pytest.raises(CannotBeUndone):
        orders.undo_return_step(request_id=request, by=BY, now=hour(39))
    assert money(placed)[3] == "30.00"
    assert_stock_adds_up()


def test_a_return_refuses_steps_out_of_turn() -> None:
    request = ask(delivered(), 1)
    for step in (lambda: inspect(request), lambda: orders.approve_return(request_id=request, why="", by=BY, now=NOW)):
        with pytest.raises(Refusal):
            step()
    assert state(request) == ReturnState.APPROVED


def test_money_is_promised_anew_when_pieces_come_again_and_not_where_none_is_owed() -> None:
    request = ask(delivered(), 1)
    receive(request)
    orders.undo_return_step(request_id=request, by=BY, now=hour(31))
    orders.receive_return(request_id=request, location="york", by=BY, now=hour(60))
    [promised] = promises.list_promises_for_ref(f"return:{request}", now=hour(60))
    assert (promised.state, promised.due_at) == ("open", hour(60 + 5 * 24))
    inspect(request, Condition.SPOILED)
    [promised] = promises.list_promises_for_ref(f"return:{request}", now=hour(61))
    assert (state(request), promised.state) == (ReturnState.SETTLED, "withdrawn")
    orders.undo_return_step(request_id=request, by=BY, now=hour(62))
    inspect(request)
    [promised] = promises.list_promises_for_ref(f"return:{request}", now=hour(62))
    assert promised.state == "kept"
