"""An order is paid by a gift card, store credit and a card: what goes back goes to the card first, however they were
listed, never more than was taken of each, and the page says so and why."""

from decimal import Decimal
from itertools import permutations

import pytest

from shopkeeper.orders import public as orders
from shopkeeper.orders.queries.refunds import get_ledger, list_refunds
from shopkeeper.payments import public as payments
from tests.inventory.test_rest import Till
from tests.orders.book import BY, NOW, ann, hour
from tests.orders.shop import open_stocked_shop, place, run_errands
from tests.orders.test_return_doors import sign_in
from tests.orders.test_sending import hand_over

pytestmark = pytest.mark.django_db
CARD, GIFT, CREDIT = payments.Method.CARD, payments.Method.GIFT_CARD, payments.Method.STORE_CREDIT


def sent(*turn: int) -> orders.Placed:
    """Worth 144.50: 40 by a gift card, 20 of store credit, the rest by card; all of it has left."""
    open_stocked_shop(leeds=(5, 5))
    told = {"currency": "GBP", "why": "given", "by": BY, "now": NOW}
    gift = payments.issue_value(kind=GIFT, amount=Decimal(40), customer_id=None, **told)
    payments.issue_value(kind=CREDIT, amount=Decimal(20), customer_id=ann().customer_id, **told)
    means = (
        payments.Means(method=GIFT, code=gift.code, amount=Decimal(40)),
        payments.Means(method=CREDIT, amount=Decimal(20)), payments.Means(method=CARD, token="ok"),
    )  # fmt: skip
    placed = place(means=tuple(means[n] for n in turn or (0, 1, 2)))
    hand_over(placed, "SW1")
    run_errands()
    return placed


def stands(placed: orders.Placed) -> list[tuple[str, str, str]]:
    """Taken and given back, in the order in which money goes back."""
    return [(one.method, str(one.sums.taken), str(one.sums.given_back)) for one in get_ledger(placed.id).means]


def give(placed: orders.Placed, amount: str) -> None:
    orders.give_goodwill(order_id=placed.id, amount=Decimal(amount), why="came late", by=BY, now=hour(20))
    run_errands()


@pytest.mark.parametrize("turn", list(permutations(range(3))))
def test_what_goes_back_goes_to_the_card_first_however_they_were_listed(turn: tuple[int, ...]) -> None:
    placed = sent(*turn)
    assert stands(placed) == [
        ("card", "84.50", "0.00"), ("store_credit", "20.00", "0.00"), ("gift_card", "40.00", "0.00"),
    ]  # fmt: skip
    give(placed, "100.00")
    assert stands(placed) == [
        ("card", "84.50", "84.50"), ("store_credit", "20.00", "15.50"), ("gift_card", "40.00", "0.00"),
    ]  # fmt: skip
    [credit] = payments.list_store_credit([ann().customer_id])
    assert credit.balance == Decimal("15.50")
    with pytest.raises(payments.MoreThanCaptured):
        give(placed, "44.51")
    assert (len(list_refunds(placed.id)), stands(placed)[2][2]) == (1, "0.00")
    give(placed, "44.50")
    assert [back for _, _, back in stands(placed)] == ["84.50", "20.00", "40.00"]


def test_the_page_says_by_what_it_was_paid_and_where_money_goes_first() -> None:
    placed = sent()
    give(placed, "100.00")
    page = sign_in().get(f"/orders/{placed.id}/money/").content.decode()
    table = page.partition("By what it is paid")[2].partition("</table>")[0]
    assert table.index(">Card") < table.index(">Store credit") < table.index(">Gift card")
    assert [amount in table for amount in ("£84.50", "£15.50", "£40.00")] == [True, True, True]
    assert "what was put up last is paid back first, and of one payment money before store credit" in page
    assert "gift_card" not in page


def test_machines_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: hour(21))
    placed = sent()
    told = Till("orders.view_orders").get(f"/api/orders/{placed.number}/money").json()["ledger"]
    assert [(one["method"], one["sums"]["captured"]) for one in told["means"]] == [
        ("card", "84.50"), ("store_credit", "20.00"), ("gift_card", "40.00"),
    ]  # fmt: skip
