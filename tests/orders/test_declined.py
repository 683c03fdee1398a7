"""A card is declined: its customer is told, pays again by the link of their order, or is told that it was let go."""

from decimal import Decimal

import pytest
from django.test import Client

from shopkeeper.core.agreeing import agree
from shopkeeper.messages.models import Message
from shopkeeper.orders import public as orders
from shopkeeper.orders.actions.paying import ask_card_again, find_lacking, find_unpaid
from shopkeeper.orders.actions.unpaid import release_unpaid
from shopkeeper.orders.contracts import UnpaidOrders
from shopkeeper.orders.errors import PaidAlready
from shopkeeper.orders.handlers import hold_unpaid_order, settle_when_money_moved
from shopkeeper.orders.models import Hold, Order, OrderLine
from shopkeeper.orders.policies import UNPAID
from shopkeeper.payments import public as payments
from shopkeeper.payments.events import PaymentAuthorized, PaymentDeclined
from shopkeeper.payments.models import Tender
from tests.orders.book import BY, NOW, hour
from tests.orders.shop import assert_stock_adds_up, free, money, open_stocked_shop, place, run_errands
from tests.orders.test_fulfilling import heard
from tests.orders.test_own_page import address
from tests.orders.test_sending import hand_over

pytestmark = pytest.mark.django_db
DAY = 24


def tell_declined(placed: orders.Placed) -> None:
    tender = Tender.objects.filter(ref=placed.ref).exclude(declined_at=None).latest("asked_at", "id")
    hold_unpaid_order(heard(PaymentDeclined(
        tender_id=tender.id, ref=placed.ref, kind="authorize", amount=tender.amount
    )))  # fmt: skip


def declined(**facts: object) -> orders.Placed:
    open_stocked_shop(leeds=(5, 5))
    placed = place(**{"token": "declined"} | facts)  # type: ignore[arg-type]
    tell_declined(placed)
    return placed


def letters() -> list[str]:
    return list(Message.objects.order_by("queued_at", "id").values_list("template__code", flat=True))


def is_held() -> bool:
    return Hold.objects.filter(released_at=None).exists()


def gift_card(amount: int) -> str:
    given = payments.issue_value(
        kind=payments.Method.GIFT_CARD, amount=Decimal(amount), currency="GBP", why="given", customer_id=None, by=BY,
        now=NOW,
    )  # fmt: skip
    return given.code


def test_who_was_declined_is_told_once_and_how_to_pay_again() -> None:
    placed = declined()
    tell_declined(placed)
    told = Message.objects.get()
    assert told.subject == f"The payment for your order {placed.number} did not go through"
    assert "the bank did not release £144.50" in told.body
    assert "We keep it for you until Thursday 7 May and cancel it then." in told.body
    assert "/order/" in told.body


def test_they_pay_by_another_card_on_their_page_and_it_leaves(client: Client) -> None:
    placed = declined()
    shown = client.get(address(placed)).content.decode()
    assert ("The payment did not go through" in shown, "Pay £144.50" in shown) == (True, True)
    told = client.post(address(placed, "own_payment"), {"method": "card", "token": "ok"}, follow=True)
    assert "We are asking your bank" in told.content.decode()
    run_errands()
    paid = Tender.objects.get(token="ok")
    settle_when_money_moved(heard(PaymentAuthorized(tender_id=paid.id, ref=placed.ref, amount=paid.amount)))
    assert (is_held(), find_unpaid(placed.id), letters()) == (False, None, ["payment_declined"])
    assert "Pay £144.50" not in client.get(address(placed)).content.decode()
    assert hand_over(placed, "SW1") == 3


def test_they_pay_by_a_gift_card(client: Client) -> None:
    placed = declined()
    client.post(address(placed, "own_payment"), {"method": "gift_card", "code": gift_card(200)})
    assert (find_lacking(placed.id), money(placed)[0]) == (Decimal(0), "144.50")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"method": "invoice"}, "Choose how you pay."),
        ({"method": "card"}, "A card needs a token"),
        ({"method": "gift_card", "code": "NOBODY"}, "There is no gift card"),
    ],
)
def test_what_cannot_be_paid_by_changes_nothing(client: Client, typed: dict[str, str], said: str) -> None:
    placed = declined()
    shown = client.post(address(placed, "own_payment"), typed, follow=True).content.decode()
    assert said in shown
    assert (Tender.objects.count(), is_held(), find_lacking(placed.id)) == (1, True, Decimal("144.50"))


def test_the_same_card_is_tried_once_more_and_a_second_no_is_told_again(client: Client) -> None:
    placed = declined()
    client.post(address(placed, "own_payment"), {"method": "same_card"})
    assert (Tender.objects.filter(token="declined").count(), find_lacking(placed.id)) == (2, Decimal(0))
    with pytest.raises(PaidAlready):  # while the bank is asked, nobody asks it again
        ask_card_again(order_id=placed.id, by=BY, now=NOW)
    run_errands()
    tell_declined(placed)
    assert (letters(), find_lacking(placed.id)) == (["payment_declined"] * 2, Decimal("144.50"))


def test_an_order_that_nobody_paid_in_time_is_let_go_and_its_customer_told() -> None:
    placed = declined()
    assert (release_unpaid(by=BY, now=hour(2 * DAY)), free()["leeds"]) == (0, 3)
    assert (release_unpaid(by=BY, now=hour(4 * DAY)), release_unpaid(by=BY, now=hour(5 * DAY))) == (1, 0)
    assert (free()["leeds"], free("RUG")["leeds"], is_held()) == (5, 5, False)
    assert Order.objects.get(pk=placed.id).canceled_at == hour(4 * DAY)
    assert letters() == ["payment_declined", "unpaid_released"]
    assert money(placed) == ("0.00", "0.00", "0.00", "0.00")
    assert_stock_adds_up()


def test_an_order_of_which_some_is_paid_waits_for_a_person() -> None:
    open_stocked_shop(leeds=(5, 5))
    placed = place()
    line = OrderLine.objects.get(order=placed.id, position=1)
    Tender.objects.update(token="declined")
    orders.change_order(
        order_id=placed.id, revision=orders.OrderRevision(quantities=((line.id, 4),)), by=BY, now=hour(1)
    )  # fmt: skip
    run_errands()
    tell_declined(placed)
    assert (is_held(), find_lacking(placed.id)) == (True, Decimal("60.00"))
    assert "We keep it for you." in Message.objects.get(template__code="payment_declined").body
    assert (release_unpaid(by=BY, now=hour(9 * DAY)), is_held()) == (0, True)


def test_a_retailer_that_lets_nothing_go_by_itself_keeps_it() -> None:
    declined()
    agree(policy=UNPAID, values=UnpaidOrders(days=None), why="we call everybody", by=BY, now=hour(1))
    assert (release_unpaid(by=BY, now=hour(90 * DAY)), is_held()) == (0, True)
